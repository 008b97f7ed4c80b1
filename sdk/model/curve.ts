import type { Point } from './terms.ts'

/**
 * F(m), the cumulative price at a measurement, in base units, rounded down: 0 before the first point, linear between points, the
 * higher value at a jump, constant after the last.
 */
export function priceAt(curve: readonly Point[], measurement: bigint): bigint {
  const next = curve.findIndex((point) => point.measurement > measurement)
  const b = next === -1 ? undefined : curve[next]
  const a = next === -1 ? curve.at(-1) : curve[next - 1]
  if (a === undefined) return 0n
  if (b === undefined) return a.price
  return a.price + ((b.price - a.price) * (measurement - a.measurement)) / (b.measurement - a.measurement)
}

/** The measurement of the first point above `x`, the last one if there is none: a record that reaches it counts, however short. */
export function nextMeasurement(curve: readonly Point[], x: bigint): bigint {
  return curve.find((point) => point.measurement > x)?.measurement ?? lastMeasurement(curve)
}

/** The curve's last measurement: progress never passes it. Of a contest the number of prizes. */
export function lastMeasurement(curve: readonly Point[]): bigint {
  return curve.at(-1)?.measurement ?? 0n
}
