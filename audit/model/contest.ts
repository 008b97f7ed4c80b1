import { Rule } from '../../sdk/model/terms.ts'
import type { Place } from '../finding.ts'
import type { Event } from './event.ts'
import type { Ledger } from './ledger.ts'
import { checkPayee, payClaim } from './settling.ts'
import { isAllSettled } from './statusAt.ts'

/** The award of a contest: all its prizes in one transaction, best first. */
export class Contest {
  readonly #ledger: Ledger
  /** The award that goes on. */
  #awarding: Place | undefined

  constructor(ledger: Ledger) {
    this.#ledger = ledger
  }

  awarded(entry: Event<'Awarded'>): void {
    const { state, prices } = this.#ledger
    const { claim: key, rank, paid, held } = entry.args
    if (this.#awarding === undefined) this.#checkBegin(entry)
    this.#awarding = entry
    const before = state.progress
    this.#ledger.same('award', entry, 'Prizes are awarded best first', before + 1n, rank, key)
    const ranked = state.ranks[Number(rank) - 1]
    const winner = ranked === undefined ? undefined : state.docket[ranked.index]
    this.#ledger.same('award', entry, `Who wins prize ${rank}`, winner ?? 'nobody', key, key)
    const claim = this.#ledger.claim(key, entry)
    checkPayee(this.#ledger, claim, 'award', entry)
    const due = prices.paid(rank, state.pledged) - prices.paid(before, state.pledged)
    this.#ledger.same('award', entry, `Prize ${rank}`, due < 0n ? 0n : due, paid, key)
    state.progress = rank
    payClaim(this.#ledger, claim, 'prize', paid, held, entry)
  }

  /** The transaction has ended: an award that began in it is complete. */
  close(): void {
    const begun = this.#awarding
    if (begun === undefined) return
    this.#awarding = undefined
    const { progress, ranks } = this.#ledger.state
    if (progress < BigInt(ranks.length)) {
      this.#ledger.same('award', begun, 'How many prizes an award pays', BigInt(ranks.length), progress)
    }
  }

  #checkBegin(entry: Event<'Awarded'>): void {
    const { state, terms, claimsEnd } = this.#ledger
    const { claim: subject } = entry.args
    if (terms.rule !== Rule.Contest)
      this.#ledger.note('award', entry, 'A prize, though this is no contest', { subject })
    else if (state.progress > 0n) this.#ledger.note('award', entry, 'A contest was awarded twice', { subject })
    else if (!isAllSettled(this.#ledger, entry.timestamp)) {
      const [expected, filed] = [`after ${claimsEnd}, all claims settled`, state.docket.length]
      const actual = `${entry.timestamp}, ${state.settled} of ${filed} settled`
      this.#ledger.note('award', entry, 'A contest was awarded too early', { subject, expected, actual })
    }
  }
}
