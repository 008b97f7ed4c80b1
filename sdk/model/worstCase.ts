import type { Terms } from './terms.ts'

/** How long money can be locked, in unix seconds, if everybody files, challenges and answers in the last second. */
export interface WorstCase {
  /** From then on everybody has everything back if the threshold is not reached: strictly after it. */
  voidAfter: bigint
  /** claimBy + V + C + A: strictly after it every claim can be settled, and a contest awarded. */
  settledAfter: bigint
  /** The same plus warranty + V + C + A where something may be held: strictly after it all can be collected and redeemed. */
  freeAfter: bigint
}

/**
 * The liveness statement of docs/protocol.md (section 3) in dates, for steps that are taken as soon as they can be: anybody may take
 * them. What panel, arbiter, creator and others do cannot make it later.
 */
export function worstCase(terms: Terms): WorstCase {
  const clocks = terms.verifyWithin + terms.challengeWithin + terms.arbitrateWithin
  const settledAfter = terms.claimBy + clocks
  const freeAfter = terms.holdback > 0n ? settledAfter + terms.warranty + clocks : settledAfter
  return { voidAfter: terms.pledgeBy, settledAfter, freeAfter }
}
