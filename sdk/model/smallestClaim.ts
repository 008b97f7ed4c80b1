import { lastMeasurement, priceAt } from './curve.ts'
import { Rule, type Terms } from './terms.ts'

/**
 * The least that an advance of the smallest step is paid anywhere on the curve, in base units, leaving out where it pays nothing: fees
 * must be reasonable for it. Of a contest the smallest prize.
 */
export function smallestClaim({ curve, rule, minStep }: Terms): bigint {
  const last = lastMeasurement(curve)
  const step = rule === Rule.Contest ? 1n : minStep
  const ranks = rule === Rule.Contest ? Array.from({ length: Number(last) }, (_, i) => BigInt(i)) : []
  // Prices are linear between points: the least rise begins or ends at one, or at an end.
  const starts = curve.flatMap(({ measurement }) => [measurement, measurement - step])
  const paid = [0n, last - step, ...ranks, ...starts]
    .filter((x) => x === 0n || (x > 0n && x + step <= last))
    .map((x) => priceAt(curve, x + step) - priceAt(curve, x))
    .filter((price) => price > 0n)
  return paid.reduce((least, price) => (price < least ? price : least), curve.at(-1)?.price ?? 0n)
}
