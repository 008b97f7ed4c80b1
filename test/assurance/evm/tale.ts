/**
 * What the maker of a sequence believes about the escrow it writes calls for: enough to aim at the right phase, deadline and caller.
 * It decides nothing: where it is wrong a call fails, on both EVMs alike.
 */
import { claimKey } from '../../../sdk/model/evidence.ts'
import { escrowAddress } from '../../../sdk/model/escrowAddress.ts'
import { payoutOf, prizesOf } from '../../../sdk/model/payout.ts'
import { type ClaimFacts, phaseAt } from '../../../sdk/model/phase.ts'
import type { Phase } from '../../../sdk/model/phaseNames.ts'
import { Rule, type Terms } from '../../../sdk/model/terms.ts'
import { verdictOf } from '../../../sdk/model/verdict.ts'
import { CONTRACTS, type Hex, type Role, addressOf } from './chain.ts'
import type { Random } from './random.ts'

export interface TaleClaim extends ClaimFacts {
  key: Hex
  /** The key of the attacked claim, undefined in the docket. */
  target: Hex | undefined
  payee: Role
  /** By seat. */
  observed: Map<number, bigint>
  ruling: bigint | undefined
  held: bigint
  paidAt: bigint
}

export class Tale {
  readonly escrow: Hex
  readonly claims: TaleClaim[] = []
  /** Shares of each account. */
  readonly shares = new Map<Role, bigint>()
  /** Who is probably owed something. */
  readonly owed = new Set<Role>()
  now: bigint
  pledged = 0n
  progress = 0n
  passed = false
  claimsEnd: bigint
  refunding = false
  #ranks = 0

  readonly random: Random
  readonly terms: Terms

  constructor(random: Random, terms: Terms, now: bigint) {
    this.random = random
    this.terms = terms
    this.now = now
    this.claimsEnd = terms.claimBy
    this.escrow = escrowAddress(CONTRACTS, terms)
  }

  phase(claim: TaleClaim): Phase {
    return phaseAt(this.terms, claim, this.now).phase
  }

  in(phase: Phase): TaleClaim[] {
    return this.claims.filter((claim) => this.phase(claim) === phase)
  }

  docket(): TaleClaim[] {
    return this.claims.filter(({ target }) => target === undefined)
  }

  holding(): TaleClaim[] {
    return this.claims.filter(({ held }) => held > 0n)
  }

  isBinding(): boolean {
    return this.pledged >= this.terms.threshold
  }

  /** Pledging has ended, nothing is open and nothing held. */
  isOver(): boolean {
    if (this.now > this.terms.pledgeBy && !this.isBinding()) return true
    const settled = this.docket().every((claim) => claim.settled)
    const awarded = this.#ranks === 0 || this.progress > 0n
    return this.isBinding() && this.now > this.claimsEnd && settled && awarded && this.holding().length === 0
  }

  isAwardable(): boolean {
    return this.#ranks > 0 && this.progress === 0n && this.now > this.claimsEnd && this.docket().every((c) => c.settled)
  }

  pledge(who: Role, amount: bigint): void {
    if (this.passed || this.now > this.terms.pledgeBy || this.pledged + amount > this.terms.cap) return
    this.pledged += amount
    this.shares.set(who, (this.shares.get(who) ?? 0n) + amount)
  }

  file(solver: Role, commitment: Hex, payee: Role, target: Hex | undefined): void {
    this.claims.push({
      key:
        target === undefined
          ? claimKey(addressOf(solver), commitment)
          : claimKey(addressOf(solver), commitment, target),
      target,
      payee,
      filedAt: this.now,
      observedAt: 0n,
      challengedAt: 0n,
      ruled: false,
      settled: false,
      highest: 0n,
      observed: new Map(),
      ruling: undefined,
      held: 0n,
      paidAt: 0n,
    })
  }

  observe(claim: TaleClaim, seat: number, measurement: bigint): void {
    if (claim.observed.has(seat)) return
    claim.observed.set(seat, measurement)
    if (measurement > claim.highest) claim.highest = measurement
    if (claim.observed.size === this.terms.panel.length) claim.observedAt = this.now
    if (this.#verdict(claim) >= this.terms.minStep) this.passed = true
  }

  rule(claim: TaleClaim, measurement: bigint): void {
    if (measurement > claim.highest) return
    claim.ruled = true
    claim.ruling = measurement
    this.owed.add('arbiter')
  }

  /** Settles the claims of a queue that are decided, in their order. */
  settle(target: Hex | undefined, most: number): void {
    let left = most
    for (const claim of this.claims.filter((c) => c.target === target && !c.settled)) {
      if (left-- === 0 || this.phase(claim) !== 'Decided') return
      claim.settled = true
      this.owed.add(claim.payee)
      if (target === undefined) this.#pay(claim)
      else if (this.#verdict(claim) > 0n) this.#release(target)
    }
  }

  award(): void {
    this.progress = BigInt(this.#ranks)
    const ranked = this.docket().filter((claim) => this.#verdict(claim) >= this.terms.minStep)
    ranked.sort((a, b) => Number(this.#verdict(b) - this.#verdict(a)))
    for (const [i, { held }] of prizesOf(this.terms, this.pledged, this.#ranks).entries()) {
      const claim = ranked[i]
      if (claim === undefined) return
      ;[claim.held, claim.paidAt] = [held, this.now]
      this.owed.add(claim.payee)
    }
  }

  release(claim: TaleClaim): void {
    if (this.now <= claim.paidAt + this.terms.warranty) return
    if (this.claims.some((c) => c.target === claim.key && !c.settled)) return
    this.#release(claim.key)
    this.owed.add(claim.payee)
  }

  #release(key: Hex): void {
    const claim = this.claims.find((c) => c.key === key)
    if (claim !== undefined) claim.held = 0n
  }

  #pay(claim: TaleClaim): void {
    const verdict = this.#verdict(claim)
    if (this.terms.rule === Rule.Contest) {
      if (verdict < this.terms.minStep) return
      if (this.#ranks === 0 && this.terms.lastCall > 0n) {
        const end = this.now + this.terms.lastCall
        this.claimsEnd = end < this.terms.claimBy ? end : this.terms.claimBy
      }
      this.#ranks = Math.min(this.#ranks + 1, Number(this.terms.curve.at(-1)?.measurement))
      return
    }
    const { progress, held } = payoutOf(this.terms, this, verdict)
    this.progress = progress
    ;[claim.held, claim.paidAt] = [held, this.now]
  }

  #verdict(claim: TaleClaim): bigint {
    return claim.ruling ?? verdictOf([...claim.observed.values()], Number(this.terms.quorum))
  }
}
