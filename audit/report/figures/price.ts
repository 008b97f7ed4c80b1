import type { Point } from '../../../sdk/model/terms.ts'

/**
 * F(x): 0 before the curve's first point, linear between points, the higher price at a jump, constant after the last; in base units,
 * rounded down.
 */
export function priceAt(curve: readonly Point[], x: bigint): bigint {
  let before: Point | undefined
  for (const point of curve) {
    if (point.measurement > x) {
      if (before === undefined) return 0n
      const rise = (point.price - before.price) * (x - before.measurement)
      return before.price + rise / (point.measurement - before.measurement)
    }
    before = point
  }
  return before?.price ?? 0n
}

/** G(x) = min(F(x), P): all that is ever paid for claims up to progress `x`, of `pledged`. */
export function paidUpTo(curve: readonly Point[], pledged: bigint, x: bigint): bigint {
  const price = priceAt(curve, x)
  return price < pledged ? price : pledged
}
