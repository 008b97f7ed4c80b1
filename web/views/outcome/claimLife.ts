/** The clocks of a claim, by the SDK's model. Times in unix seconds. */
import { zeroAddress } from 'viem'
import { phaseAt, type ClaimFacts, type PhaseAt } from '../../../sdk/model/phase.ts'
import { Rule, type Terms } from '../../../sdk/model/terms.ts'
import type { ClaimRow } from '../../data/answers/claims.ts'

/** A stage of a claim's life. */
export interface Stage {
  id: 'observing' | 'challenging' | 'arbitrating' | 'settling' | 'warranty'
  /** `skipped`: it did not come to it, and will not. */
  state: 'done' | 'now' | 'ahead' | 'skipped'
  /** Undefined where it is not known yet. */
  from: number | undefined
  /** The last second, or when it ended. */
  until: number | undefined
  /** Whether `until` can still come earlier. */
  latest: boolean
}

type Clocks = Pick<
  ClaimRow,
  'filedAt' | 'observedAt' | 'challengedAt' | 'ruledAt' | 'settledAt' | 'highest' | 'held' | 'warrantyUntil'
>

/** What decides a claim's phase, as the SDK's model takes it. */
export function claimFacts(claim: Clocks): ClaimFacts {
  return {
    filedAt: BigInt(claim.filedAt),
    observedAt: BigInt(claim.observedAt ?? 0),
    challengedAt: BigInt(claim.challengedAt ?? 0),
    ruled: claim.ruledAt !== null,
    settled: claim.settledAt !== null,
    highest: claim.highest,
  }
}

/** The phase of a claim at `now`: it changes with the seconds, also before the index has another block. */
export function phaseOfClaim(terms: Terms, claim: Clocks, now: number): PhaseAt {
  return phaseAt(terms, claimFacts(claim), BigInt(now))
}

/** The stages of a claim in their order; of a claim without arbiter or warranty those are left out. */
export function stagesOf(terms: Terms, claim: Clocks, now: number): Stage[] {
  const { phase } = phaseOfClaim(terms, claim, now)
  const [v, c, a] = [terms.verifyWithin, terms.challengeWithin, terms.arbitrateWithin].map(Number) as [
    number,
    number,
    number,
  ]
  const observing = phase === 'Observing'
  const observed = claim.observedAt ?? claim.filedAt + v
  const stages: Stage[] = [
    { id: 'observing', state: observing ? 'now' : 'done', from: claim.filedAt, until: observed, latest: observing },
  ]
  if (terms.arbiter !== zeroAddress) stages.push(challenging(), arbitrating())
  stages.push({
    id: 'settling',
    state: claim.settledAt !== null ? 'done' : phase === 'Decided' ? 'now' : 'ahead',
    from: undefined,
    until: claim.settledAt ?? undefined,
    latest: false,
  })
  if (terms.holdback > 0n) stages.push(warranty())
  return stages

  function challenging(): Stage {
    const isMoot = !observing && claim.highest === 0n
    const until = claim.challengedAt ?? observed + c
    const state = observing ? 'ahead' : isMoot ? 'skipped' : phase === 'Challenging' ? 'now' : 'done'
    return { id: 'challenging', state, from: observed, until, latest: state === 'ahead' || state === 'now' }
  }
  function arbitrating(): Stage {
    const asked = claim.challengedAt
    if (asked === null) {
      const isAhead = observing || phase === 'Challenging'
      return {
        id: 'arbitrating',
        state: isAhead ? 'ahead' : 'skipped',
        from: undefined,
        until: observed + c + a,
        latest: true,
      }
    }
    const isNow = phase === 'Arbitrating'
    return {
      id: 'arbitrating',
      state: isNow ? 'now' : 'done',
      from: asked,
      until: claim.ruledAt ?? asked + a,
      latest: isNow,
    }
  }
  function warranty(): Stage {
    const { warrantyUntil, settledAt } = claim
    if (warrantyUntil === null) {
      // A contest pays later than it settles.
      const isOver = settledAt !== null && terms.rule !== Rule.Contest
      return { id: 'warranty', state: isOver ? 'skipped' : 'ahead', from: undefined, until: undefined, latest: false }
    }
    const isNow = claim.held > 0n && now <= warrantyUntil
    return {
      id: 'warranty',
      state: isNow ? 'now' : 'done',
      from: warrantyUntil - Number(terms.warranty),
      until: warrantyUntil,
      latest: isNow,
    }
  }
}
