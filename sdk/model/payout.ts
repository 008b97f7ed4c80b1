import { lastMeasurement, nextMeasurement, priceAt } from './curve.ts'
import { Rule, type Terms } from './terms.ts'

/** What a verdict earns: progress afterwards, the payment, how much of it is held for the warranty and how much is owed at once. */
export interface Payout {
  progress: bigint
  earned: bigint
  held: bigint
  direct: bigint
}

/** What settling a verdict would do to an escrow of rule `Units` or `Record` (a contest: `prizesOf`). Amounts in base units. */
export function payoutOf(terms: Terms, state: { progress: bigint; pledged: bigint }, verdict: bigint): Payout {
  const progress = progressAfter(terms, state.progress, verdict)
  return paying(terms, progress, paidAt(terms, state.pledged, progress) - paidAt(terms, state.pledged, state.progress))
}

/** The prizes of a contest in which `ranked` claims are ranked, best first. Amounts in base units. */
export function prizesOf(terms: Terms, pledged: bigint, ranked: number): Payout[] {
  const prizes = Math.min(ranked, Number(lastMeasurement(terms.curve)))
  return Array.from({ length: prizes }, (_, i) => {
    const rank = BigInt(i + 1)
    return paying(terms, rank, paidAt(terms, pledged, rank) - paidAt(terms, pledged, rank - 1n))
  })
}

/** G(x) = min(F(x), P): everything paid for claims at progress x, in base units. */
export function paidAt(terms: Terms, pledged: bigint, progress: bigint): bigint {
  return min(priceAt(terms.curve, progress), pledged)
}

function progressAfter({ rule, curve, minStep }: Terms, x: bigint, m: bigint): bigint {
  const last = lastMeasurement(curve)
  if (rule === Rule.Units) return m >= minStep ? min(x + m, last) : x
  return m > x && m >= min(x + minStep, nextMeasurement(curve, x)) ? min(m, last) : x
}

function paying({ holdback }: Terms, progress: bigint, earned: bigint): Payout {
  const direct = (earned * (10_000n - holdback)) / 10_000n
  return { progress, earned, held: earned - direct, direct }
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}
