/** One thing that is wrong with an input: where, what was given, and what to do about it. */
export interface Fault {
  /** Names the kind of fault, for programs; docs/documents.md lists those of documents. */
  code?: string
  /** Which of several inputs it is in, for instance "outcome" or "sheet". */
  document?: string
  /** The field, for instance `claims.by` or `verification.panel.2`; empty for the input as a whole. */
  path: string
  /** What was given, as text. */
  value: string
  /** What is wrong and what to write instead. */
  message: string
}

/** An input from outside is wrong. Carries every fault found, not only the first. */
export class InputError extends Error {
  override readonly name = 'InputError'
  readonly faults: readonly Fault[]

  /** @param what names the input, for instance "term sheet". */
  constructor(what: string, faults: readonly Fault[]) {
    super([`The ${what} cannot be used:`, ...faults.map(faultLine)].join('\n'))
    this.faults = faults
  }
}

function faultLine({ code, document, path, value, message }: Fault): string {
  const where = [document, path].filter((one) => one !== undefined && one !== '').join(' ')
  const what = [where, value].filter((one) => one !== '').map((one) => `${one}: `)
  const line = `  - ${what.join('')}${message}${code === undefined ? '' : ` [${code}]`}`
  // What was given cannot look like another fault.
  return line.replaceAll('\n', '\\n')
}
