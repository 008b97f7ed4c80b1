import type { Hex } from 'viem'
import type { Place } from '../../finding.ts'
import type { ClaimState } from '../../model/state.ts'
import type { AuditedEscrow } from '../../result.ts'
import { claimsEnd, type Closing } from './closing.ts'
import { compare } from './funders.ts'
import { isBreak } from './paid.ts'

/** One moment in the life of an escrow. */
export interface Moment {
  /** Unix seconds. */
  at: bigint
  /** In a few words, of this program's own. */
  what: string
  claim?: Hex
  /** Undefined for deadlines. */
  place?: Place
  /** Published by whoever did it: may be hostile. */
  said?: string
  /** A deadline rather than something that happened. */
  isDeadline: boolean
}

/** The life of an escrow in order of time: what happened to it and its claims, and its deadlines. */
export function momentsOf(escrow: AuditedEscrow, closing: Closing): Moment[] {
  const { subject, state, payments } = escrow
  const { terms } = subject
  const found: Moment[] = []
  const happened = (place: Place | undefined, what: string, claim?: Hex, said?: string): void => {
    if (place === undefined) return
    const more = { ...(claim === undefined ? {} : { claim }), ...(said === undefined ? {} : { said }) }
    found.push({ at: place.timestamp, what, place, isDeadline: false, ...more })
  }
  const deadline = (at: bigint, what: string): number => found.push({ at, what, isDeadline: true })

  happened(subject.created, 'created')
  pledging(escrow, happened)
  for (const claim of state.claims.values()) lifeOf(claim, happened)
  const kinds = { prize: 'prize awarded', release: 'held part released' } as const
  for (const { kind, claim, place } of payments) {
    if (kind === 'prize' || kind === 'release') happened(place, kinds[kind], claim)
  }
  happened(payments.find(({ kind }) => kind === 'refund')?.place, 'first refund')

  deadline(terms.pledgeBy, 'last second for pledges')
  const end = claimsEnd(escrow)
  deadline(end, end === terms.claimBy ? 'last second for claims' : 'last second for claims, by the last call')
  for (const { key, held, paidAt } of state.claims.values()) {
    if (held === 0n) continue
    found.push({ at: paidAt + terms.warranty, what: 'last second of the warranty', claim: key, isDeadline: true })
  }
  if (closing.waitsUntil !== undefined) deadline(closing.waitsUntil, 'after this at the latest refunds are open')
  // Stable: what shares a second stays as above.
  return found.sort((a, b) => compare(a.at, b.at) || (a.place?.logIndex ?? 0) - (b.place?.logIndex ?? 0))
}

type Happened = (place: Place | undefined, what: string, claim?: Hex, said?: string) => void

function pledging({ pledges, subject }: AuditedEscrow, happened: Happened): void {
  happened(pledges[0]?.place, 'first pledge')
  let pledged = 0n
  const binding = pledges.find(({ amount }) => (pledged += amount) >= subject.terms.threshold)
  happened(binding?.place, 'threshold reached: binding')
  if (pledges.length > 1) happened(pledges.at(-1)?.place, 'last pledge')
}

function lifeOf(claim: ClaimState, happened: Happened): void {
  const name = isBreak(claim) ? 'break claim' : 'claim'
  const { key, challenged, ruled, settled } = claim
  happened(claim.filed, `${name} filed`, key)
  const last = claim.observations.at(-1)
  const count = claim.observations.length
  happened(last?.place, `${name}: ${count} ${count === 1 ? 'member has' : 'members have'} observed`, key)
  happened(challenged?.place, `${name} challenged`, key, challenged?.grounds)
  happened(ruled?.place, `${name}: the arbiter ruled ${ruled?.measurement ?? 0n}`, key, ruled?.grounds)
  happened(settled?.place, `${name} settled with ${settled?.verdict ?? 0n}`, key)
}
