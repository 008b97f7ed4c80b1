import { zeroAddress } from 'viem'
import type { Terms } from '../../sdk/model/terms.ts'
import type { ClaimState } from './state.ts'

/** A claim's phase, as section 3 of the design has it. */
export type Phase = 'observing' | 'challenging' | 'arbitrating' | 'decided' | 'settled'

/**
 * The phase of a claim at a time in unix seconds. The last second of each deadline belongs to the phase that ends with it; observing
 * ends at once when all members have observed, arbitrating when the arbiter rules.
 */
export function phaseAt(terms: Terms, claim: ClaimState, time: bigint): Phase {
  if (claim.settled !== undefined) return 'settled'
  const observed = claim.observedAt > 0n
  const observingEnd = observed ? claim.observedAt : claim.filed.timestamp + terms.verifyWithin
  if (!observed && time <= observingEnd) return 'observing'
  // Without a measurement above 0 nothing is left to decide.
  if (terms.arbiter === zeroAddress || claim.tally.length === 0) return 'decided'
  if (claim.challenged === undefined) return time <= observingEnd + terms.challengeWithin ? 'challenging' : 'decided'
  if (claim.ruled !== undefined) return 'decided'
  return time <= claim.challenged.place.timestamp + terms.arbitrateWithin ? 'arbitrating' : 'decided'
}
