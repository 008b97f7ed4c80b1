import { zeroAddress } from 'viem'
import type { Terms } from '../../../sdk/model/terms.ts'
import type { ClaimState, EscrowState, Payment } from '../../model/state.ts'

/** A stretch of a claim's life; unix seconds. `to` may lie in the future: it is then the latest that it can end. */
export interface Phase {
  name: 'observing' | 'challenging' | 'arbitrating' | 'waiting' | 'warranty'
  from: bigint
  to: bigint
}

/**
 * The phases of a claim, in order, as far as they have begun.
 * @param claims all of the escrow: the break claims among them.
 * @param credits what was credited on its account.
 * @param now unix seconds of the audited block.
 */
export function phasesOf(
  terms: Terms,
  claim: ClaimState,
  claims: EscrowState['claims'],
  credits: readonly Payment[],
  now: bigint,
): Phase[] {
  const filed = claim.filed.timestamp
  const observed = claim.observedAt > 0n ? claim.observedAt : filed + terms.verifyWithin
  const phases: Phase[] = [{ name: 'observing', from: filed, to: observed }]
  let decided = observed
  if (terms.arbiter !== zeroAddress && claim.observations.some(({ measurement }) => measurement > 0n)) {
    const challenged = claim.challenged?.place.timestamp
    decided = challenged ?? observed + terms.challengeWithin
    phases.push({ name: 'challenging', from: observed, to: decided })
    if (challenged !== undefined) {
      decided = claim.ruled?.place.timestamp ?? challenged + terms.arbitrateWithin
      phases.push({ name: 'arbitrating', from: challenged, to: decided })
    }
  }
  const settled = claim.settled?.place.timestamp
  phases.push({ name: 'waiting', from: decided, to: settled ?? (decided > now ? decided : now) })
  const warranty = warrantyOf(terms, claim, claims, credits)
  if (warranty !== undefined) phases.push(warranty)
  return phases.filter(({ from, to }) => from <= now && to > from)
}

/** How long something of a claim's payment was held: until it was released or broken, else to the end of the warranty. */
function warrantyOf(
  terms: Terms,
  claim: ClaimState,
  claims: EscrowState['claims'],
  credits: readonly Payment[],
): Phase | undefined {
  if (claim.paidAt === 0n) return undefined
  const released = credits.find(({ kind }) => kind === 'release')?.place.timestamp
  const breaks = claim.breaks.map((key) => claims.get(key)?.settled)
  const broken = breaks.find((settled) => settled !== undefined && settled.verdict > 0n)?.place.timestamp
  return { name: 'warranty', from: claim.paidAt, to: released ?? broken ?? claim.paidAt + terms.warranty }
}
