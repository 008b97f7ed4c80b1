import { priceAt } from './curve.ts'
import { valueOf, type Metric } from './metric.ts'
import { Rule, type Terms } from './terms.ts'

/** One line of the mapping: a value of the metric, its measurement, and what has been paid in all once it is reached. */
export interface PriceRow {
  /** In the metric's unit; undefined for a contest, whose curve goes by rank, and where the metric is not known. */
  value: string | undefined
  /** For a contest: the rank. */
  measurement: bigint
  /** Base units. */
  price: bigint
}

/** The mapping from values to measurements to cumulative prices: at each point of the curve, just before a jump, and half-way between. */
export function priceTable({ curve, rule }: Terms, metric: Metric | undefined): PriceRow[] {
  const measurements = new Set<bigint>()
  for (const [i, { measurement }] of curve.entries()) {
    const before = curve[i - 1]?.measurement ?? 0n
    const isRise = i > 0 && measurement > before + 1n
    if (isRise) measurements.add((before + measurement) / 2n)
    if ((i === 0 || curve[i + 1]?.measurement === measurement) && measurement > 0n) measurements.add(measurement - 1n)
    measurements.add(measurement)
  }
  const named = rule === Rule.Contest ? undefined : metric
  return [...measurements]
    .sort((a, b) => (a < b ? -1 : 1))
    .map((measurement) => ({
      value: named && valueOf(named, measurement),
      measurement,
      price: priceAt(curve, measurement),
    }))
}
