import type { Hex } from 'viem'
import { Rule } from '../../sdk/model/terms.ts'
import type { Place } from '../finding.ts'
import type { RuleName } from '../rules.ts'
import type { Event } from './event.ts'
import { shareFees } from './fees.ts'
import { ZERO_KEY, placeOf, type Ledger } from './ledger.ts'
import { phaseAt } from './phases.ts'
import { least } from './prices.ts'
import { rank } from './ranks.ts'
import type { ClaimState } from './state.ts'
import { heldBack, progressAfter, verdictOf } from './verdicts.ts'

/** The docket: claims are settled in the order filed, each once, and earn what curve and rule say. */
export class Settling {
  readonly #ledger: Ledger

  constructor(ledger: Ledger) {
    this.#ledger = ledger
  }

  settled(entry: Event<'Settled'>): void {
    const { state, terms, prices } = this.#ledger
    const { claim: key, measurement, progress, paid, held } = entry.args
    const claim = this.#ledger.claim(key, entry)
    if (claim.settled !== undefined) {
      this.#ledger.note('Q2', entry, 'A claim was settled twice', { subject: key })
      return
    }
    this.#checkTurn(claim, entry)
    checkDecided(this.#ledger, claim, 'settle', entry)
    const verdict = checkVerdict(this.#ledger, claim, measurement, entry)
    checkPayee(this.#ledger, claim, 'settle', entry)
    const before = state.progress
    const after = progressAfter(terms, prices, before, verdict)
    if (verdict === measurement) {
      this.#ledger.same('settle', entry, 'Progress after the claim', after, progress, key)
    }
    const due = prices.paid(progress, state.pledged) - prices.paid(before, state.pledged)
    this.#ledger.same('settle', entry, 'What the claim earned', due < 0n ? 0n : due, paid, key)
    claim.settled = { verdict: measurement, from: before, to: progress, place: placeOf(entry) as Place }
    state.progress = progress
    if (terms.rule === Rule.Contest) this.#rank(claim, measurement, entry.timestamp)
    payClaim(this.#ledger, claim, 'claim', paid, held, entry)
    shareFees(this.#ledger, claim, entry)
  }

  #checkTurn(claim: ClaimState, entry: Event<'Settled'>): void {
    const { state } = this.#ledger
    const next = state.docket[state.settled]
    if (this.#ledger.unfiled.has(claim.key)) {
      placeUnfiled(this.#ledger, claim, ZERO_KEY, state.docket, state.settled)
    } else if (next !== claim.key) {
      const keys = { expected: next ?? 'none', actual: claim.key }
      this.#ledger.note('Q1', entry, 'A claim was settled out of turn', { subject: claim.key, ...keys })
      moveUp(state.docket, claim.key, state.settled)
    }
    state.settled = Math.min(state.settled + 1, state.docket.length)
  }

  #rank(claim: ClaimState, score: bigint, time: bigint): void {
    const { state, terms, prices } = this.#ledger
    if (score < terms.minStep) return
    if (state.ranks.length === 0 && terms.lastCall > 0n) {
      state.lastCallEnd = least(time + terms.lastCall, terms.claimBy)
    }
    rank(state.ranks, { score, index: claim.index }, Number(prices.last))
  }
}

/** A claim whose filing is missing has its place in the queue where it is settled. */
export function placeUnfiled(ledger: Ledger, claim: ClaimState, target: Hex, queue: Hex[], place: number): void {
  queue.splice(place, 0, claim.key)
  claim.index = place
  claim.target = target
  const gap = ledger.gaps.get(target) ?? 0n
  if (gap > 0n) ledger.gaps.set(target, gap - 1n)
}

/** Moves `key` to `place` of a queue, so that who comes next is who was passed over. */
export function moveUp(queue: Hex[], key: Hex, place: number): void {
  const from = queue.indexOf(key)
  if (from === -1) return
  queue.splice(from, 1)
  queue.splice(Math.min(place, queue.length), 0, key)
}

/** Notes where a claim is settled before it is decided. */
export function checkDecided(ledger: Ledger, claim: ClaimState, rule: RuleName, entry: Place): void {
  if (ledger.unfiled.has(claim.key)) return
  const phase = phaseAt(ledger.terms, claim, entry.timestamp)
  ledger.same(rule, entry, 'A claim was settled before it was decided', 'decided', phase, claim.key)
}

/**
 * The verdict of a claim by its ruling and observations, beside the one it was settled with. Above: fewer than k members vouched for
 * it. Below: it fell, and no ruling says so.
 */
export function checkVerdict(ledger: Ledger, claim: ClaimState, measurement: bigint, entry: Place): bigint {
  const verdict = verdictOf(claim, ledger.terms.quorum)
  if (ledger.unfiled.has(claim.key)) return measurement
  const isAbove = measurement > verdict || claim.ruled !== undefined
  const what = isAbove ? 'A measurement that nobody vouched for' : 'A verdict that fell without a ruling'
  ledger.same(isAbove ? 'V1' : 'V2', entry, what, verdict, measurement, claim.key)
  return verdict
}

/** Notes where credits go to somebody else than the claim's payee, who is believed from then on. */
export function checkPayee(
  ledger: Ledger,
  claim: ClaimState,
  rule: RuleName,
  entry: Place & { args: { payee: Hex } },
): void {
  const payee = ledger.account(entry.args.payee)
  if (!ledger.unfiled.has(claim.key)) ledger.same(rule, entry, 'Who is paid', claim.payee, payee, claim.key)
  claim.payee = payee
}

/** Credits what a claim earned but for the part that is held, as the event says, which is checked against the terms. */
export function payClaim(
  ledger: Ledger,
  claim: ClaimState,
  kind: 'claim' | 'prize',
  paid: bigint,
  held: bigint,
  entry: Place,
): void {
  ledger.same('warranty', entry, 'What is held of a payment', heldBack(ledger.terms, paid), held, claim.key)
  ledger.earned += paid
  claim.paid += paid
  if (held > 0n) {
    claim.held += held
    claim.paidAt = entry.timestamp
    ledger.state.held += held
  }
  if (paid > held) ledger.credit(kind, claim.payee, paid - held, claim.key, entry)
}
