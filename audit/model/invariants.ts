import type { Place } from '../finding.ts'
import type { Ledger } from './ledger.ts'

/**
 * S1, S2 and S3 after every transaction, over sums that the model keeps; `sumsAgree` adds all up anew at the end. One breach is one
 * finding: it is noted again only where it grows or changes.
 */
export class Invariants {
  readonly #ledger: Ledger
  #short = 0n
  #made = 0n
  #overpaid = 0n

  constructor(ledger: Ledger) {
    this.#ledger = ledger
  }

  check(place: Place): void {
    const { state, prices, earned, owed } = this.#ledger
    state.paid = prices.paid(state.progress, state.pledged)
    const claimable = this.#ledger.refundable + owed + state.held + state.openFees
    const short = claimable - state.balance
    if (short > this.#short && !this.#ledger.isMute) this.#noteShort(place, claimable)
    this.#short = short > 0n ? short : 0n

    // pledged and refundable stand on both sides and cancel out but for what was earned, returned and refunded.
    const made = state.collected + owed + state.held + state.openFees - (state.feesIn + earned - state.returned)
    if (made !== this.#made) {
      const paidIn = state.pledged + state.feesIn
      this.#ledger.note('S2', place, 'Money was made or lost', { expected: paidIn, actual: paidIn + made })
    }
    this.#made = made

    const overpaid = earned - state.paid
    if (overpaid !== this.#overpaid) {
      this.#ledger.note('S3', place, 'What was paid for claims is not G(x)', { expected: state.paid, actual: earned })
    }
    this.#overpaid = overpaid
  }

  #noteShort(place: Place, claimable: bigint): void {
    const { state, isPlain } = this.#ledger
    const grade = isPlain ? 'fault' : 'broken promise'
    const figures = { expected: `at least ${claimable}`, actual: state.balance, grade } as const
    this.#ledger.note('S1', place, 'The balance does not cover what everybody can still claim', figures)
  }
}
