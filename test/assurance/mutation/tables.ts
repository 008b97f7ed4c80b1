/** What a member of an enum becomes: one that is another in every use. */
export const OTHERS: Record<string, readonly string[]> = {
  'Rule.Units': ['Record'],
  'Rule.Record': ['Units', 'Contest'],
  'Rule.Contest': ['Record'],
  'Status.Pledging': ['Void'],
  'Status.Binding': ['Closed'],
  'Status.Closed': ['Binding'],
  'Status.Void': ['Closed'],
  'Phase.None': ['Observing'],
  'Phase.Observing': ['Challenging'],
  'Phase.Challenging': ['Observing', 'Arbitrating'],
  'Phase.Arbitrating': ['Challenging'],
  'Phase.Decided': ['Settled'],
  'Phase.Settled': ['Decided'],
}

export const ARITHMETIC: Record<string, string> = { '+': '-', '-': '+', '*': '/', '/': '*', '%': '*' }
export const BITWISE: Record<string, string> = { '|': '&', '&': '|', '^': '|', '<<': '>>', '>>': '<<' }
/** The boundary and the opposite. */
export const RELATIONAL: Record<string, readonly string[]> = {
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '==': ['!='],
  '!=': ['=='],
}
export const ASSIGNMENTS: Record<string, readonly string[]> = {
  '+=': ['-=', '='],
  '-=': ['+=', '='],
  '|=': ['=', '&='],
}

/** Functions of which the order of arguments makes no difference. */
export const SYMMETRIC = new Set(['_min'])
