import type { Address, Hex } from 'viem'
import type { Place } from '../finding.ts'
import type { RuleName } from '../rules.ts'
import type { Event } from './event.ts'
import { placeOf, type Ledger } from './ledger.ts'
import type { Money } from './money.ts'
import { phaseAt, type Phase } from './phases.ts'
import { Digests, hasSigned, hexOf } from './signatures.ts'
import type { ClaimState } from './state.ts'
import { passes, tally, verdictOf } from './verdicts.ts'

/** The highest measurement there is. */
const HIGHEST = 2n ** 64n - 1n

/** How a claim comes to its verdict: observations, the end of pledging, challenge and ruling. */
export class Judging {
  readonly #ledger: Ledger
  readonly #money: Money
  readonly #digests: Digests
  readonly #seats: ReadonlyMap<Address, number>
  /** A claim that has passed, first of all: the escrow says so next. */
  #passing: { key: Hex; place: Place; by: 'Observed' | 'Ruled' } | undefined

  constructor(ledger: Ledger, money: Money) {
    const { chainId, escrow, terms } = ledger.subject
    this.#ledger = ledger
    this.#money = money
    this.#digests = new Digests(chainId, escrow)
    this.#seats = new Map(terms.panel.map((member, seat) => [ledger.account(member), seat]))
  }

  observed(entry: Event<'Observed'>): void {
    const { state, terms } = this.#ledger
    const { claim: key, measurement, report, signature } = entry.args
    this.#due(entry)
    const claim = this.#ledger.claim(key, entry)
    const member = this.#ledger.account(entry.args.member)
    const seat = this.#seats.get(member)
    if (seat === undefined) {
      this.#ledger.note('observe', entry, 'An observation by no member of the panel', { subject: key, actual: member })
      return
    }
    if (measurement > HIGHEST) {
      const figures = { subject: key, expected: `at most ${HIGHEST}`, actual: measurement }
      this.#ledger.note('observe', entry, 'An observation that does not fit 64 bits', figures)
      return
    }
    this.#inPhase(claim, 'observing', 'observe', entry)
    if (claim.observations.some((other) => other.member === member)) {
      this.#ledger.note('observe', entry, 'A second observation of a claim by one member', {
        subject: key,
        actual: member,
      })
      return
    }
    const digest = this.#digests.of(key, member, measurement, report)
    const place = placeOf(entry)
    const { ears } = this.#ledger
    const recorded = { member, digest, signature, claim: key, place }
    if (ears.anySignature !== undefined) ears.anySignature(recorded)
    else if (!hasSigned(member, digest, signature)) ears.contractSignature({ ...recorded, digest: hexOf(digest) })
    claim.observations.push({ member, seat, measurement, report, signature, place })
    tally(claim.tally, measurement, terms.quorum)
    if (claim.observations.length === terms.panel.length) claim.observedAt = entry.timestamp
    if (!state.passed) this.#notePassing(claim, entry, 'Observed')
  }

  passed(entry: Event<'Passed'>): void {
    const { state } = this.#ledger
    const { claim: subject } = entry.args
    if (state.passed) {
      this.#ledger.note('pledge', entry, 'A second end of pledging by a passing verdict', { subject })
    } else if (this.#passing?.key !== subject) {
      this.#ledger.note('pledge', entry, 'Pledging was ended by a verdict that does not pass', { subject })
    }
    this.#passing = undefined
    state.passed = true
  }

  challenged(entry: Event<'Challenged'>): void {
    const { state, terms } = this.#ledger
    const { claim: key, challenger, grounds } = entry.args
    const claim = this.#ledger.claim(key, entry)
    this.#money.expectIn('fees', challenger, terms.challengeFee, entry)
    state.feesIn += terms.challengeFee
    state.openFees += terms.challengeFee
    if (claim.challenged !== undefined) {
      this.#ledger.note('challenge', entry, 'A claim was challenged twice', { subject: key })
      return
    }
    this.#inPhase(claim, 'challenging', 'challenge', entry)
    claim.challenged = { by: this.#ledger.account(challenger), grounds, place: placeOf(entry) }
  }

  ruled(entry: Event<'Ruled'>): void {
    const { state, terms } = this.#ledger
    const { claim: key, measurement, grounds } = entry.args
    const claim = this.#ledger.claim(key, entry)
    if (claim.ruled !== undefined) {
      this.#ledger.note('rule', entry, 'A claim was ruled on twice', { subject: key })
      return
    }
    this.#inPhase(claim, 'arbitrating', 'rule', entry)
    const highest = claim.tally[0] ?? 0n
    if (measurement > highest && !this.#ledger.vague.has(key)) {
      const figures = { expected: `at most ${highest}`, actual: measurement }
      this.#ledger.note('rule', entry, 'A ruling above the highest observation', { subject: key, ...figures })
    }
    claim.ruled = { measurement, grounds, place: placeOf(entry) }
    if (claim.challenged !== undefined) {
      state.openFees -= terms.challengeFee
      this.#ledger.credit('arbiter fee', this.#ledger.account(terms.arbiter), terms.challengeFee, key, entry)
    }
    if (!state.passed) this.#notePassing(claim, entry, 'Ruled')
  }

  /** Any other entry than these comes next, or the transaction ends: an end of pledging that was due is missing. */
  goOn(): void {
    const due = this.#passing
    if (due === undefined) return
    this.#passing = undefined
    this.#ledger.state.passed = true
    const what = 'The first passing verdict ends pledging, and no event Passed says so'
    this.#ledger.note('pledge', due.place, what, { subject: due.key })
  }

  /** More observations of the same claim may follow in one call before it says that the claim has passed. */
  #due(entry: Event<'Observed'>): void {
    const due = this.#passing
    if (due !== undefined && (due.key !== entry.args.claim || due.by === 'Ruled')) this.goOn()
  }

  #notePassing(claim: ClaimState, place: Place, by: 'Observed' | 'Ruled'): void {
    const { terms, prices } = this.#ledger
    if (passes(terms, prices, verdictOf(claim, terms.quorum))) this.#passing = { key: claim.key, place, by }
  }

  #inPhase(claim: ClaimState, needed: Phase, rule: RuleName, entry: Place & { eventName: string }): void {
    if (this.#ledger.vague.has(claim.key)) return
    const phase = phaseAt(this.#ledger.terms, claim, entry.timestamp)
    this.#ledger.same(rule, entry, `${entry.eventName} in the wrong phase of the claim`, needed, phase, claim.key)
  }
}
