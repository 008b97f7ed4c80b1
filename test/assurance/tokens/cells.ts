/** The words of the table in table.ts: entry points, outcomes, and what each harm means. */

/** The entry points, in the order in which the table shows them. */
export const COLUMNS = [
  'create',
  'deposit',
  'mint',
  'pledge',
  'file',
  'challenge',
  'fileBreak',
  'collect',
  'redeem',
  'withdraw',
  'observe',
  'rule',
  'settle',
  'award',
  'settleBreaks',
  'release',
] as const

export type Column = (typeof COLUMNS)[number]

/** Entry points that bring tokens in, and that send tokens out. */
export const PULLS: readonly Column[] = ['deposit', 'mint', 'pledge', 'file', 'challenge', 'fileBreak']
export const PUSHES: readonly Column[] = ['collect', 'redeem', 'withdraw']

/** Entry points that must never call the token. */
export const UNTOUCHED: readonly Column[] = ['observe', 'rule', 'settle', 'award', 'settleBreaks', 'release']

/** What each harm means. Each leaves other escrows, and the docket of this one, as they would be over a plain token. */
export const HARMS = {
  short: 'the escrow has less than its books say: whoever leaves last finds too little',
  less: 'the escrow counts the full amount as paid, the receiver gets less',
  frozen: 'the money stays in the escrow while it lasts, and can be drawn in full afterwards',
  gone: 'the money is lost with the token',
  elsewhere: 'not to this address; the account draws it in full to another one, and all others are paid',
  extra: 'the payer pays the token a fee on top; the escrow gets the full amount',
  worth: 'the tokens arrive in full and are worth less',
} as const

export type Harm = keyof typeof HARMS

/** What is promised: it works to the last unit; it is refused and changes nothing; or it harms, and nobody but this escrow's. */
export type Cell = { outcome: 'works' } | { outcome: 'refused'; error: string } | Harming
export interface Harming {
  outcome: 'harms'
  harm: Harm
  /** What the call itself fails with; without it, the call goes through. */
  error?: string
}

export const works: Cell = { outcome: 'works' }
export const refused = (error: string): Cell => ({ outcome: 'refused', error })
export const harms = (harm: Harm, error?: string): Cell => ({
  outcome: 'harms',
  harm,
  ...(error === undefined ? {} : { error }),
})

/** A cell in words. */
export function describeCell(cell: Cell): string {
  if (cell.outcome === 'works') return 'works'
  if (cell.outcome === 'refused') return `refused: ${cell.error}`
  return `harms only this escrow: ${HARMS[cell.harm]}${cell.error === undefined ? '' : ` (${cell.error})`}`
}

/** One kind of token, with the promised outcome of every entry point. */
export interface Row {
  /** What the token does. */
  label: string
  /**
   * `always`: it does so from the start, and one life runs through under it. `at the call`: it was honest until now, turns at this very
   * call, and is honest again for the next column; so every cell stands for itself.
   */
  when: 'always' | 'at the call'
  cells: Record<Column, Cell>
}
