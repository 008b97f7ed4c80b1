import { paidAt } from './payout.ts'
import type { Terms } from './terms.ts'

/** The statuses of an escrow, in the contract's numbering. Closed and Void are for ever. */
export const STATUSES = ['Pledging', 'Binding', 'Closed', 'Void'] as const
export type Status = (typeof STATUSES)[number]

/** What decides an escrow's status. Amounts in base units, times in unix seconds. */
export interface EscrowFacts {
  pledged: bigint
  progress: bigint
  held: bigint
  /** The last second for claims: `claimBy`, or earlier after a last call. */
  claimsEnd: bigint
  filed: bigint
  settled: bigint
  /** Claims ranked by a contest; 0 for other rules. */
  ranked: number
}

/** The status of an escrow at `now`, derived from facts and time alone. */
export function statusAt(terms: Terms, facts: EscrowFacts, now: bigint): Status {
  if (facts.pledged < terms.threshold) return now <= terms.pledgeBy ? 'Pledging' : 'Void'
  if (facts.held > 0n) return 'Binding'
  if (paidAt(terms, facts.pledged, facts.progress) === facts.pledged) return 'Closed'
  const awarded = facts.ranked === 0 || facts.progress > 0n
  const allSettled = now > facts.claimsEnd && facts.settled === facts.filed
  return awarded && allSettled ? 'Closed' : 'Binding'
}
