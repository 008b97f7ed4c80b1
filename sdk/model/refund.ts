import { paidAt } from './payout.ts'
import type { Terms } from './terms.ts'

/** What shares are worth, in base units of the token, rounded down. */
export interface RefundValue {
  /** If nothing more were paid: what redeeming gives once the escrow is closed. */
  now: bigint
  /** If everything that can still be paid is paid, and everything held is released to the payees. */
  worst: bigint
  /** If nothing more is paid and everything held comes back to the funders. */
  best: bigint
}

/** What decides the value of shares. Amounts in base units. */
export interface RefundFacts {
  /** All that was ever pledged. */
  pledged: bigint
  progress: bigint
  /** What all pledges ever made share at closing, as things stand. */
  refundable: bigint
  held: bigint
  status: string
}

/** `shares` of an escrow that has `refundable` for `pledged`: refundable / pledged each, rounded down; 1:1 before the first pledge. */
export function refundOf(shares: bigint, { pledged, refundable }: Pick<RefundFacts, 'pledged' | 'refundable'>): bigint {
  return refundable === pledged ? shares : (shares * refundable) / pledged
}

/**
 * The value of shares now, at worst and at best. In an escrow that is Closed or Void nothing can change any more. Of what is held,
 * half goes to whoever breaks a result and half comes back (of each claim's the odd unit too, which is counted once here).
 */
export function refundValue(terms: Terms, facts: RefundFacts, shares: bigint): RefundValue {
  const now = refundOf(shares, facts)
  if (facts.status === 'Closed' || facts.status === 'Void') return { now, worst: now, best: now }
  const last = terms.curve.at(-1)?.measurement ?? 0n
  const left = paidAt(terms, facts.pledged, last) - paidAt(terms, facts.pledged, facts.progress)
  const valueOf = (refundable: bigint): bigint => refundOf(shares, { pledged: facts.pledged, refundable })
  return { now, worst: valueOf(facts.refundable - left), best: valueOf(facts.refundable + (facts.held + 1n) / 2n) }
}
