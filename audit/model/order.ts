import type { Place } from '../finding.ts'
import type { Entry } from '../history.ts'
import type { Ledger } from './ledger.ts'

/** The order of the chain: blocks, and logs within a block, only go forward; a block has one hash, one time. */
export class Order {
  readonly #ledger: Ledger
  readonly #escrow: string
  #before: Place | undefined

  constructor(ledger: Ledger) {
    this.#ledger = ledger
    this.#escrow = ledger.subject.escrow.toLowerCase()
  }

  /** Notes an entry that cannot come here. */
  check(entry: Entry): void {
    const before = this.#before
    this.#before = entry
    if ('address' in entry && entry.address.toLowerCase() !== this.#escrow) {
      const addresses = { expected: this.#ledger.subject.escrow, actual: entry.address }
      this.#ledger.note('logs', entry, 'A log of another contract', addresses)
    }
    if (before === undefined) return
    if (entry.blockNumber > before.blockNumber) {
      if (entry.timestamp >= before.timestamp) return
      const times = { expected: `at least ${before.timestamp}`, actual: entry.timestamp }
      this.#ledger.note('logs', entry, 'A block that is older than the one before', times)
    } else if (entry.blockNumber < before.blockNumber || entry.logIndex <= before.logIndex) {
      const expected = `after log ${before.logIndex} of block ${before.blockNumber}`
      const actual = `log ${entry.logIndex} of block ${entry.blockNumber}`
      this.#ledger.note('logs', entry, 'Logs out of order, or one of them twice', { expected, actual })
    } else if (entry.blockHash !== before.blockHash || entry.timestamp !== before.timestamp) {
      const expected = `${before.blockHash} at ${before.timestamp}`
      const actual = `${entry.blockHash} at ${entry.timestamp}`
      this.#ledger.note('logs', entry, 'Two blocks with one number', { expected, actual })
    }
  }
}
