/**
 * What the player of a history knows of one escrow, from its logs: enough to aim at the right phase, deadline and caller. It decides
 * nothing: where it is wrong a transaction reverts. The auditor is not compared with it.
 */
import { decodeEventLog, toEventSelector, zeroAddress, type AbiEvent, type Address, type Hex } from 'viem'
import { escrowAbi } from '../../../sdk/abi/escrow.ts'
import { phaseAt, type ClaimFacts, type Phase } from '../../../sdk/model/phase.ts'
import { Rule, type Terms } from '../../../sdk/model/terms.ts'
import type { EventName, LodestoneEvent, RawLog } from '../../../sdk/events/event.ts'
import type { Kinds } from './kinds.ts'
import type { TokenName } from './stage.ts'

export interface SceneClaim extends ClaimFacts {
  key: Hex
  /** Zero in the docket. */
  target: Hex
  payee: Address
  /** By member. */
  observed: Map<Address, bigint>
  held: bigint
  paidAt: bigint
}

const EVENTS: ReadonlyMap<Hex, AbiEvent> = new Map(
  escrowAbi.filter((entry) => entry.type === 'event').map((event) => [toEventSelector(event), event]),
)

/** An event without its place. */
export type Told<N extends EventName = EventName> = N extends EventName
  ? Pick<LodestoneEvent<N>, 'eventName' | 'args'>
  : never

/** The escrow's event in `log`. */
export function decode(log: RawLog): Told {
  const event = EVENTS.get(log.topics[0] ?? '0x')
  if (event === undefined) throw new Error('an escrow emitted what its interface does not name')
  const topics = log.topics as [Hex, ...Hex[]]
  const told: unknown = decodeEventLog({ abi: [event], data: log.data, topics })
  return told as Told
}

export class Scene {
  readonly claims = new Map<Hex, SceneClaim>()
  readonly shares = new Map<Address, bigint>()
  /** Who is probably owed something. */
  readonly owed = new Set<Address>()
  readonly keys: Hex[] = []
  pledged = 0n
  paid = 0n
  held = 0n
  ranked = 0
  awarded = false
  passed = false
  redeemed = false
  claimsEnd: bigint
  /** Whether nobody pledges much, so that the threshold is seldom reached. */
  readonly isShunned: boolean

  readonly escrow: Address
  readonly terms: Terms
  readonly document: Hex
  readonly token: TokenName
  readonly #kinds: Kinds

  constructor(escrow: Address, terms: Terms, document: Hex, token: TokenName, kinds: Kinds) {
    this.escrow = escrow
    this.terms = terms
    this.document = document
    this.token = token
    this.#kinds = kinds
    this.claimsEnd = terms.claimBy
    this.isShunned = BigInt(terms.outcome) % 8n === 0n
  }

  in(phase: Phase, now: bigint): SceneClaim[] {
    return [...this.claims.values()].filter((claim) => phaseAt(this.terms, claim, now).phase === phase)
  }

  docket(): SceneClaim[] {
    return [...this.claims.values()].filter(({ target }) => BigInt(target) === 0n)
  }

  holding(): SceneClaim[] {
    return [...this.claims.values()].filter(({ held }) => held > 0n)
  }

  isBinding(): boolean {
    return this.pledged >= this.terms.threshold
  }

  isPledging(now: bigint): boolean {
    return !this.passed && now <= this.terms.pledgeBy && this.pledged < this.terms.cap
  }

  isVoid(now: bigint): boolean {
    return now > this.terms.pledgeBy && !this.isBinding()
  }

  isAwardable(now: bigint): boolean {
    return this.ranked > 0 && !this.awarded && this.#allSettled(now)
  }

  /** Whether refunds are open. */
  isOver(now: bigint): boolean {
    if (!this.isBinding()) return this.isVoid(now)
    if (this.held > 0n) return false
    return this.paid === this.pledged || ((this.ranked === 0 || this.awarded) && this.#allSettled(now))
  }

  #allSettled(now: bigint): boolean {
    return now > this.claimsEnd && this.docket().every(({ settled }) => settled)
  }

  /** The seconds at which what can be done changes. */
  deadlines(): bigint[] {
    const { pledgeBy, verifyWithin, challengeWithin, arbitrateWithin, warranty } = this.terms
    const phases = [...this.claims.values()].filter(({ settled }) => !settled)
    return [
      pledgeBy,
      this.claimsEnd,
      ...phases.flatMap(({ filedAt, observedAt, challengedAt }) => [
        observedAt > 0n ? observedAt : filedAt + verifyWithin,
        (observedAt > 0n ? observedAt : filedAt + verifyWithin) + challengeWithin,
        ...(challengedAt > 0n ? [challengedAt + arbitrateWithin] : []),
      ]),
      ...this.holding().map(({ paidAt }) => paidAt + warranty),
    ]
  }

  /** Learns what a log of this escrow says, in a block at unix second `at`. */
  learn(log: RawLog, at: bigint): void {
    const event = decode(log)
    this.#kinds.countEvent(event, this, at)
    switch (event.eventName) {
      case 'Transfer': {
        const { from, to, value } = event.args
        if (from !== zeroAddress) this.#share(from, -value)
        if (to !== zeroAddress) this.#share(to, value)
        return
      }
      case 'Deposit':
        this.pledged += event.args.assets
        return
      case 'Withdraw':
        this.redeemed ||= event.args.shares > 0n
        return
      case 'Filed': {
        const { claim, target, payee } = event.args
        this.keys.push(claim)
        const facts = { filedAt: at, observedAt: 0n, challengedAt: 0n, ruled: false, settled: false, highest: 0n }
        this.claims.set(claim, { ...facts, key: claim, target, payee, observed: new Map(), held: 0n, paidAt: 0n })
        return
      }
      case 'Observed': {
        const claim = this.#claim(event.args.claim)
        claim.observed.set(event.args.member, event.args.measurement)
        if (event.args.measurement > claim.highest) claim.highest = event.args.measurement
        if (claim.observed.size === this.terms.panel.length) claim.observedAt = at
        return
      }
      case 'Passed':
        this.passed = true
        return
      case 'Challenged':
        this.#claim(event.args.claim).challengedAt = at
        return
      case 'Ruled':
        this.#claim(event.args.claim).ruled = true
        this.owed.add(this.terms.arbiter)
        return
      case 'Settled': {
        const { claim, measurement, paid, held } = event.args
        this.#settle(claim, paid, held, at)
        if (this.terms.rule !== Rule.Contest || measurement < this.terms.minStep) return
        if (this.ranked === 0 && this.terms.lastCall > 0n) {
          const end = at + this.terms.lastCall
          this.claimsEnd = end < this.terms.claimBy ? end : this.terms.claimBy
        }
        this.ranked = Math.min(this.ranked + 1, Number(this.terms.curve.at(-1)?.measurement))
        return
      }
      case 'Awarded':
        this.awarded = true
        this.#settle(event.args.claim, event.args.paid, event.args.held, at)
        return
      case 'BreakSettled': {
        const { claim, target, taken, returned } = event.args
        this.#settle(claim, 0n, 0n, at)
        if (taken + returned > 0n) this.#unhold(target)
        return
      }
      case 'Released':
        this.#unhold(event.args.claim)
        this.owed.add(event.args.payee)
        return
      case 'Assigned':
        this.#claim(event.args.claim).payee = event.args.to
        return
      case 'Collected':
        this.owed.delete(event.args.account)
        return
      default:
    }
  }

  #settle(key: Hex, paid: bigint, held: bigint, at: bigint): void {
    const claim = this.#claim(key)
    claim.settled = true
    this.paid += paid
    this.held += held
    if (held > 0n) [claim.held, claim.paidAt] = [held, at]
    this.owed.add(claim.payee)
    if (this.terms.claimFee + this.terms.challengeFee > 0n)
      for (const member of claim.observed.keys()) this.owed.add(member)
  }

  #unhold(key: Hex): void {
    const claim = this.#claim(key)
    this.held -= claim.held
    claim.held = 0n
  }

  #share(account: Address, change: bigint): void {
    this.shares.set(account, (this.shares.get(account) ?? 0n) + change)
  }

  #claim(key: Hex): SceneClaim {
    const claim = this.claims.get(key)
    if (claim === undefined) throw new Error(`an event names the claim ${key}, which nobody filed`)
    return claim
  }
}
