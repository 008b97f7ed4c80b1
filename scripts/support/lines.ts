import type { Written } from '../../sdk/actions/writer.ts'

/** The last line on a write: its transaction, or that there was none. */
export function transactionLine(written: Written<unknown>): string {
  if (written.transaction !== undefined) {
    const { hash, blockNumber, gasUsed } = written.transaction
    return `Transaction ${hash} in block ${blockNumber}, ${gasUsed} gas.`
  }
  return written.result === undefined
    ? 'Nothing was sent. The approval it needs was simulated; what follows it can only be simulated once it is given.'
    : 'Nothing was sent.'
}
