import type { Terms } from '../../../sdk/model/terms.ts'
import { worstCase } from '../../../sdk/model/worstCase.ts'
import type { ClaimRow } from '../../data/answers/claims.ts'
import type { EscrowView } from '../../data/answers/escrow.ts'
import { phaseOfClaim } from './claimLife.ts'

/** A moment in an escrow's life. */
export interface Moment {
  id: 'created' | 'pledgeBy' | 'lastCall' | 'claimBy' | 'settledAfter' | 'freeAfter' | 'phase' | 'warranty'
  /** Unix seconds: the last one in which the old state holds. */
  at: number
  /** `moot`: it decides nothing any more. */
  state: 'past' | 'next' | 'ahead' | 'moot'
  /** Whose phase or warranty ends; `phase` is its name. */
  claim?: Pick<ClaimRow, 'key' | 'place' | 'target'> & { phase: string }
}

type Facts = Pick<EscrowView, 'createdAt' | 'status' | 'passed' | 'pledged' | 'cap' | 'claimsEnd' | 'lastCallEnd'>

/**
 * All clocks of an escrow in the order of time: what was fixed at its creation, what its claims wait for, and how long money can be
 * locked at worst from here on.
 * @param claims those that are known: docket and break claims.
 */
export function momentsOf(terms: Terms, escrow: Facts, claims: readonly ClaimRow[], now: number): Moment[] {
  const isOver = escrow.status === 'Closed' || escrow.status === 'Void'
  const worst = worstCase({ ...terms, claimBy: BigInt(escrow.claimsEnd) })
  const full = escrow.pledged >= escrow.cap
  const dates: (Omit<Moment, 'state'> & { moot: boolean })[] = [
    { id: 'created', at: escrow.createdAt, moot: false },
    { id: 'pledgeBy', at: Number(terms.pledgeBy), moot: escrow.passed || full || escrow.status === 'Closed' },
    { id: 'claimBy', at: Number(terms.claimBy), moot: isOver || escrow.claimsEnd < terms.claimBy },
    { id: 'settledAfter', at: Number(worst.settledAfter), moot: isOver },
  ]
  if (escrow.lastCallEnd !== null) dates.push({ id: 'lastCall', at: escrow.lastCallEnd, moot: isOver })
  if (terms.holdback > 0n) dates.push({ id: 'freeAfter', at: Number(worst.freeAfter), moot: isOver })
  for (const { key, place, target, ...claim } of claims) {
    const { phase, until } = phaseOfClaim(terms, claim, now)
    const about = { claim: { key, place, target, phase }, moot: false }
    if (until !== undefined) dates.push({ id: 'phase', at: Number(until), ...about })
    if (claim.held > 0n && claim.warrantyUntil !== null && now <= claim.warrantyUntil)
      dates.push({ id: 'warranty', at: claim.warrantyUntil, ...about })
  }
  const sorted = dates.sort((one, other) => one.at - other.at)
  const next = sorted.find(({ at, moot }) => !moot && at >= now)
  return sorted.map(({ moot, ...moment }, i) => {
    const isPast = moment.at < now
    const state = moot ? 'moot' : isPast ? 'past' : sorted[i] === next ? 'next' : 'ahead'
    return { ...moment, state }
  })
}
