import { lastMeasurement, priceAt } from '../../../sdk/model/curve.ts'
import { payoutOf, prizesOf, type Payout } from '../../../sdk/model/payout.ts'
import { Rule, type Terms } from '../../../sdk/model/terms.ts'

/** What a claim would be paid, settled now, in an escrow of rule `Units` or `Record`. Amounts in base units. */
export interface Payment {
  /** Why it does not count; undefined where it does. */
  fault: 'noAdvance' | 'belowStep' | 'exhausted' | undefined
  /** G(x') - G(x), what of it is held, and what is owed at once. */
  payout: Payout
  /** F(x') - F(x): what the curve says. */
  full: bigint
}

/** The payment for a measurement as things stand. */
export function paymentFor(terms: Terms, state: { progress: bigint; pledged: bigint }, measurement: bigint): Payment {
  const payout = payoutOf(terms, state, measurement)
  const full = priceAt(terms.curve, payout.progress) - priceAt(terms.curve, state.progress)
  return {
    fault: payout.progress === state.progress ? faultOf(terms, state.progress, measurement) : undefined,
    payout,
    full,
  }
}

function faultOf(
  { rule, curve, minStep }: Terms,
  progress: bigint,
  measurement: bigint,
): NonNullable<Payment['fault']> {
  if (progress >= lastMeasurement(curve)) return 'exhausted'
  if (rule === Rule.Units) return measurement < minStep ? 'belowStep' : 'exhausted'
  return measurement <= progress ? 'noAdvance' : 'belowStep'
}

/** What a score would win in a contest if nothing else came. `prize` is undefined where it is not ranked or has no prize. */
export interface Winning {
  /** 1 = the best; 0 = not ranked. */
  rank: number
  prize: Payout | undefined
}

/** @param ranking the scores that are ranked so far, in any order; of equal ones the earlier is better. */
export function winningOf(terms: Terms, pledged: bigint, ranking: readonly bigint[], score: bigint): Winning {
  if (score < terms.minStep) return { rank: 0, prize: undefined }
  const rank = ranking.filter((other) => other >= score).length + 1
  return { rank, prize: prizesOf(terms, pledged, rank)[rank - 1] }
}
