import type { Terms } from './terms.ts'

/**
 * Until when pledges are locked at worst, in unix seconds: a claim filed in the last second runs through all its clocks, and what it is
 * paid is held for the warranty, in the last second of which it is challenged by a break claim that runs through all clocks too.
 * Anybody can then make refunds possible; as long as nobody does, they are not.
 */
export function lockedUntil(terms: Terms): bigint {
  const clocks = terms.verifyWithin + terms.challengeWithin + terms.arbitrateWithin
  const settled = terms.claimBy + clocks
  return terms.holdback > 0n ? settled + terms.warranty + clocks : settled
}
