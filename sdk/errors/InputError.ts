/** One thing that is wrong with an input: where, what was given, and what to do about it. */
export interface Fault {
  /** The field, for instance `claims.by` or `panel.members.2`; empty for the input as a whole. */
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

function faultLine(fault: Fault): string {
  const where = fault.path === '' ? '' : `${fault.path}: `
  return `  - ${where}${fault.value === '' ? '' : `${fault.value}: `}${fault.message}`
}
