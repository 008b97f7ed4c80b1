import { zeroAddress, type Hex } from 'viem'
import type { Place } from '../finding.ts'
import type { Event } from './event.ts'
import { ZERO_KEY, newClaim, placeOf, type Ledger } from './ledger.ts'
import { keccak } from './keccak.ts'
import type { Money } from './money.ts'
import { hexOf } from './signatures.ts'
import type { ClaimState } from './state.ts'

/** Filing, and handing on what was filed. */
export class Filing {
  readonly #ledger: Ledger
  readonly #money: Money

  constructor(ledger: Ledger, money: Money) {
    this.#ledger = ledger
    this.#money = money
  }

  filed(entry: Event<'Filed'>): void {
    const { state, terms } = this.#ledger
    const { claim: key, target, solver, payee, commitment, uri } = entry.args
    const isNew = this.#checkKey(entry)
    if (payee === zeroAddress)
      this.#ledger.note('file', entry, 'A claim with the zero address as payee', { subject: key })
    if (target === ZERO_KEY) this.#checkDocket(entry)
    else this.#checkBreak(entry)
    this.#money.expectIn('fees', solver, terms.claimFee, entry)
    state.feesIn += terms.claimFee
    state.openFees += terms.claimFee
    if (!isNew) return
    const claim = newClaim(key, placeOf(entry) as Place)
    claim.target = target
    claim.solver = this.#ledger.account(solver)
    claim.payee = this.#ledger.account(payee)
    claim.commitment = commitment
    claim.uri = uri
    state.claims.set(key, claim)
    this.#enqueue(claim, entry)
  }

  /** Puts the claim at the end of its queue, which is where the event says, unless filings before it are missing. */
  #enqueue(claim: ClaimState, entry: Event<'Filed'>): void {
    const { state, gaps } = this.#ledger
    const { claim: key, target, index } = entry.args
    const queue = target === ZERO_KEY ? state.docket : this.#ledger.claim(target, entry).breaks
    const expected = BigInt(queue.length) + (gaps.get(target) ?? 0n)
    this.#ledger.same('file', entry, 'Place of a claim in its queue', expected, index, key)
    if (expected !== index) gaps.set(target, index - BigInt(queue.length))
    claim.index = Number(index)
    queue.push(key)
  }

  #checkKey(entry: Event<'Filed'>): boolean {
    const { claim: key, target, solver, commitment } = entry.args
    const expected = claimKey(solver, commitment, target)
    this.#ledger.same('file', entry, "A claim's key follows from solver, commitment and target", expected, key, key)
    if (!this.#ledger.state.claims.has(key)) return true
    this.#ledger.note('file', entry, 'A key that was used before', { subject: key })
    return false
  }

  #checkDocket(entry: Event<'Filed'>): void {
    const { state, terms, prices, claimsEnd } = this.#ledger
    const { claim: subject } = entry.args
    const { pledged, progress } = state
    const wrong = (what: string, expected: string, actual: bigint): void => {
      this.#ledger.note('file', entry, what, { subject, expected, actual })
    }
    if (pledged < terms.threshold) wrong('A claim before pledges bind', `pledged at least ${terms.threshold}`, pledged)
    if (entry.timestamp > claimsEnd) wrong('A claim after claims ended', `at most ${claimsEnd}`, entry.timestamp)
    if (prices.paid(progress, pledged) === pledged) {
      wrong('A claim when nothing is left to pay', `paid below ${pledged}`, pledged)
    }
  }

  #checkBreak(entry: Event<'Filed'>): void {
    const { claim: subject, target } = entry.args
    const attacked = this.#ledger.claim(target, entry)
    if (this.#ledger.unfiled.has(target)) return
    const end = attacked.paidAt + this.#ledger.terms.warranty
    if (attacked.held === 0n) {
      this.#ledger.note('warranty', entry, 'A break claim against a claim of which nothing is held', { subject })
    } else if (entry.timestamp > end) {
      const times = { expected: `at most ${end}`, actual: entry.timestamp }
      this.#ledger.note('warranty', entry, 'A break claim after the warranty', { subject, ...times })
    }
  }

  assigned(entry: Event<'Assigned'>): void {
    const { claim: key, from, to } = entry.args
    const isUnfiled = !this.#ledger.state.claims.has(key)
    const claim = this.#ledger.claim(key, entry)
    if (to === zeroAddress) this.#ledger.note('assign', entry, 'A claim handed to the zero address', { subject: key })
    if (!isUnfiled && !this.#ledger.unfiled.has(key)) {
      this.#ledger.same(
        'assign',
        entry,
        'Only its payee hands a claim on',
        claim.payee,
        this.#ledger.account(from),
        key,
      )
    }
    claim.payee = this.#ledger.account(to)
  }
}

/** keccak256(abi.encode(solver, commitment, target)). */
export function claimKey(solver: Hex, commitment: Hex, target: Hex): Hex {
  const words = Buffer.alloc(96)
  words.write(solver.slice(2), 12, 'hex')
  words.write(commitment.slice(2), 32, 'hex')
  words.write(target.slice(2), 64, 'hex')
  return hexOf(keccak(words))
}
