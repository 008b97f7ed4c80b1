import { isAddressEqual, type Address, type Hex } from 'viem'
import type { Subject } from '../history.ts'
import type { ClaimState, EscrowState, ObservationState } from '../model/state.ts'

/** An escrow whose record evidence is compared with. */
export interface Audited {
  subject: Subject
  state: EscrowState
}

/** A recorded observation, with where it belongs. */
export interface Recorded extends Audited {
  claim: ClaimState
  observation: ObservationState
}

/** Recorded observations by the digests of their reports. */
export function byReport(escrows: readonly Audited[]): Map<Hex, Recorded[]> {
  const all = new Map<Hex, Recorded[]>()
  for (const audited of escrows) {
    for (const claim of audited.state.claims.values()) {
      for (const observation of claim.observations) {
        const digest = observation.report.toLowerCase() as Hex
        all.set(digest, [...(all.get(digest) ?? []), { ...audited, claim, observation }])
      }
    }
  }
  return all
}

/** The escrow with this address, where it is audited. */
export function auditedAt(escrows: readonly Audited[], escrow: Address): Audited | undefined {
  return escrows.find(({ subject }) => isAddressEqual(subject.escrow, escrow))
}
