import { zeroAddress, type Hex } from 'viem'
import { lastMeasurement } from './curve.ts'
import { paidAt } from './payout.ts'
import { phaseAt, type ClaimFacts } from './phase.ts'
import { statusAt, type EscrowFacts } from './status.ts'
import { Rule, type Terms } from './terms.ts'

/** A step that somebody can take. `settleBreaks` and `release` name the paid claim. */
export interface Possible {
  action:
    | 'pledge'
    | 'file'
    | 'observe'
    | 'challenge'
    | 'rule'
    | 'settle'
    | 'award'
    | 'fileBreak'
    | 'settleBreaks'
    | 'release'
    | 'refund'
  by: 'anybody' | 'members' | 'arbiter' | 'holders of shares'
  claim?: Hex
  /** The last second; undefined where time alone does not end it. */
  until?: bigint
}

/** What decides a claim's steps: its clocks, its place, and what is held of it. */
export interface ClaimPosition extends ClaimFacts {
  key: Hex
  index: bigint
  /** Break claims only: the key of the paid claim, and how many break claims against it are settled. */
  target?: { key: Hex; breaksSettled: bigint }
  held: bigint
  /** 0 where nothing was ever held. */
  paidAt: bigint
  breaksFiled: bigint
  breaksSettled: bigint
}

/**
 * All that can be done with an escrow at `now`, and by whom. What an account is owed can be collected at any time and is not listed.
 * @param escrow `room` is what pledges are still accepted (0 once a passing verdict has ended pledging).
 * @param claims those to look at; settling is only seen where the next unsettled claim is among them.
 */
export function whatCanBeDone(
  escrow: EscrowFacts & { terms: Terms; room: bigint },
  claims: readonly ClaimPosition[],
  now: bigint,
): Possible[] {
  const { terms, pledged, progress, claimsEnd } = escrow
  const status = statusAt(terms, escrow, now)
  const refunds = status === 'Closed' || status === 'Void'
  const canRise = paidAt(terms, pledged, lastMeasurement(terms.curve)) > paidAt(terms, pledged, progress)
  const toAward =
    terms.rule === Rule.Contest &&
    now > claimsEnd &&
    escrow.settled === escrow.filed &&
    escrow.ranked > 0 &&
    progress === 0n
  const steps: Possible[] = []
  if (!refunds && escrow.room > 0n && now <= terms.pledgeBy)
    steps.push({ action: 'pledge', by: 'anybody', until: terms.pledgeBy })
  if (status === 'Binding' && now <= claimsEnd && canRise)
    steps.push({ action: 'file', by: 'anybody', until: claimsEnd })
  for (const claim of claims) steps.push(...stepsOf(escrow, claim, now))
  if (toAward) steps.push({ action: 'award', by: 'anybody' })
  if (refunds && pledged > 0n) steps.push({ action: 'refund', by: 'holders of shares' })
  return steps
}

function stepsOf(escrow: EscrowFacts & { terms: Terms }, claim: ClaimPosition, now: bigint): Possible[] {
  const { terms } = escrow
  const { phase, until } = phaseAt(terms, claim, now)
  const timed = { claim: claim.key, ...(until === undefined ? {} : { until }) }
  const isNext = claim.index === (claim.target?.breaksSettled ?? escrow.settled)
  switch (phase) {
    case 'Observing':
      return [{ action: 'observe', by: 'members', ...timed }]
    case 'Challenging':
      return terms.arbiter === zeroAddress ? [] : [{ action: 'challenge', by: 'anybody', ...timed }]
    case 'Arbitrating':
      return [{ action: 'rule', by: 'arbiter', ...timed }]
    case 'Decided':
      if (!isNext) return []
      return claim.target === undefined
        ? [{ action: 'settle', by: 'anybody', claim: claim.key }]
        : [{ action: 'settleBreaks', by: 'anybody', claim: claim.target.key }]
    default:
      return warrantySteps(terms, claim, now)
  }
}

function warrantySteps({ warranty }: Terms, { key, held, paidAt, ...claim }: ClaimPosition, now: bigint): Possible[] {
  if (held === 0n) return []
  const until = paidAt + warranty
  if (now <= until) return [{ action: 'fileBreak', by: 'anybody', claim: key, until }]
  return claim.breaksSettled === claim.breaksFiled ? [{ action: 'release', by: 'anybody', claim: key }] : []
}
