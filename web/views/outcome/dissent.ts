import type { Address } from 'viem'
import type { ClaimView, ObservationRow } from '../../data/answers/claims.ts'

/** What one member said of a claim. */
export interface Voice {
  member: Address
  seat: number
  observation: ObservationRow | undefined
  /** `awaited`: it can still observe; `missing`: it can no more. Else how its measurement compares with the verdict. */
  says: 'same' | 'more' | 'less' | 'awaited' | 'missing'
}

/** Every member of the panel with what it said, by seat. @param observing whether observations are still recorded. */
export function voicesOf(
  panel: readonly Address[],
  { observations, verdict }: Pick<ClaimView, 'observations' | 'verdict'>,
  observing: boolean,
): Voice[] {
  return panel.map((member, seat) => {
    const observation = observations.find((one) => one.seat === seat)
    if (observation === undefined) return { member, seat, observation, says: observing ? 'awaited' : 'missing' }
    const { measurement } = observation
    return {
      member,
      seat,
      observation,
      says: measurement === verdict ? 'same' : measurement > verdict ? 'more' : 'less',
    }
  })
}

/** How many members said something else than the verdict. */
export function dissentersOf(voices: readonly Voice[]): number {
  return voices.filter(({ says }) => says === 'more' || says === 'less').length
}
