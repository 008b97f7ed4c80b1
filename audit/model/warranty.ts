import type { Event } from './event.ts'
import { shareFees } from './fees.ts'
import { placeOf, type Ledger } from './ledger.ts'
import { checkDecided, checkPayee, checkVerdict, moveUp, placeUnfiled } from './settling.ts'
import type { ClaimState } from './state.ts'
import type { Place } from '../finding.ts'

/** What is held for the warranty: broken by a break claim, or released. */
export class Warranty {
  readonly #ledger: Ledger

  constructor(ledger: Ledger) {
    this.#ledger = ledger
  }

  breakSettled(entry: Event<'BreakSettled'>): void {
    const { state } = this.#ledger
    const { claim: key, target, measurement, taken, returned } = entry.args
    const claim = this.#ledger.claim(key, entry)
    if (claim.settled !== undefined) {
      this.#ledger.note('Q2', entry, 'A break claim was settled twice', { subject: key })
      return
    }
    const attacked = this.#ledger.claim(target, entry)
    this.#checkTurn(claim, attacked, entry)
    checkDecided(this.#ledger, claim, 'warranty', entry)
    const verdict = checkVerdict(this.#ledger, claim, measurement, entry)
    checkPayee(this.#ledger, claim, 'warranty', entry)
    const held = verdict > 0n && measurement > 0n ? attacked.held : 0n
    const half = held / 2n
    if (verdict === measurement) {
      const [expected, actual] = [`${half} taken, ${held - half} returned`, `${taken} taken, ${returned} returned`]
      this.#ledger.same('warranty', entry, 'What a true break claim takes and gives back', expected, actual, key)
    }
    claim.settled = { verdict: measurement, from: state.progress, to: state.progress, place: placeOf(entry) as Place }
    if (taken + returned > 0n) this.#unhold(attacked)
    state.returned += returned
    this.#ledger.credit('broken', claim.payee, taken, key, entry)
    shareFees(this.#ledger, claim, entry)
  }

  #checkTurn(claim: ClaimState, attacked: ClaimState, entry: Event<'BreakSettled'>): void {
    const next = attacked.breaks[attacked.breaksSettled]
    if (this.#ledger.unfiled.has(claim.key)) {
      placeUnfiled(this.#ledger, claim, attacked.key, attacked.breaks, attacked.breaksSettled)
    } else if (next !== claim.key) {
      const keys = { expected: next ?? 'none', actual: claim.key }
      this.#ledger.note('Q1', entry, 'A break claim was settled out of turn', { subject: claim.key, ...keys })
      moveUp(attacked.breaks, claim.key, attacked.breaksSettled)
    }
    attacked.breaksSettled = Math.min(attacked.breaksSettled + 1, attacked.breaks.length)
  }

  released(entry: Event<'Released'>): void {
    const { claim: subject, amount } = entry.args
    const claim = this.#ledger.claim(subject, entry)
    const end = claim.paidAt + this.#ledger.terms.warranty
    if (!this.#ledger.unfiled.has(subject)) {
      if (entry.timestamp <= end) {
        const times = { expected: `after ${end}`, actual: entry.timestamp }
        this.#ledger.note('warranty', entry, 'A release before the warranty was over', { subject, ...times })
      }
      const open = claim.breaks.length - claim.breaksSettled
      if (open > 0) {
        const counts = { expected: 0n, actual: BigInt(open) }
        this.#ledger.note('warranty', entry, 'A release while break claims are open', { subject, ...counts })
      }
      this.#ledger.same('warranty', entry, 'What is released', claim.held, amount, subject)
    }
    checkPayee(this.#ledger, claim, 'warranty', entry)
    this.#unhold(claim)
    this.#ledger.credit('release', claim.payee, amount, subject, entry)
  }

  #unhold(claim: ClaimState): void {
    this.#ledger.state.held -= claim.held
    claim.held = 0n
  }
}
