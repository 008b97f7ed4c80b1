import { zeroAddress } from 'viem'
import type { Phase } from './phaseNames.ts'
import type { Terms } from './terms.ts'

/** What decides a claim's phase. Times are unix seconds, 0 = has not happened. */
export interface ClaimFacts {
  filedAt: bigint
  /** When the last member observed. */
  observedAt: bigint
  challengedAt: bigint
  ruled: boolean
  settled: boolean
  /** The highest observation recorded. */
  highest: bigint
}

/** A phase and its last second; `until` is undefined where time alone changes nothing. */
export interface PhaseAt {
  phase: Phase
  until: bigint | undefined
}

/** The phase of a claim at `now`. A deadline's last second belongs to the phase that ends with it. */
export function phaseAt(terms: Terms, claim: ClaimFacts, now: bigint): PhaseAt {
  if (claim.filedAt === 0n) return { phase: 'None', until: undefined }
  if (claim.settled) return { phase: 'Settled', until: undefined }
  const decided: PhaseAt = { phase: 'Decided', until: undefined }
  const observingEnd = claim.observedAt > 0n ? claim.observedAt : claim.filedAt + terms.verifyWithin
  if (claim.observedAt === 0n && now <= observingEnd) return { phase: 'Observing', until: observingEnd }
  if (terms.arbiter === zeroAddress || claim.highest === 0n) return decided
  if (claim.challengedAt === 0n) {
    const until = observingEnd + terms.challengeWithin
    return now <= until ? { phase: 'Challenging', until } : decided
  }
  const until = claim.challengedAt + terms.arbitrateWithin
  return !claim.ruled && now <= until ? { phase: 'Arbitrating', until } : decided
}
