import * as z from 'zod'
import { InputError } from '../errors/InputError.ts'
import { formatDecimal, parseDecimal } from './decimal.ts'
import { decimalSchema, textSchema } from './schemas.ts'

/** How finely values of a metric can be written: decimals. */
const PRECISION = 18
const ONE = 10n ** BigInt(PRECISION)

/**
 * What is measured, and how the contract's measurement (an integer, more is better, 0 = nothing achieved) follows from it:
 * `scale` times how much better than `baseline` the value is, rounded down, at least 0, with values beyond `best` taken for `best`.
 */
export const metricSchema = z.strictObject({
  name: textSchema.describe('What is measured, in a few words.'),
  definition: textSchema.describe('Exactly what is measured, so that two members get the same figure.'),
  unit: textSchema.describe('The unit of its values, in words, for instance "basis points".'),
  direction: z
    .enum(['higher', 'lower'], 'write "higher" if higher values are better, "lower" if lower ones are')
    .describe('Which values are better.'),
  baseline: decimalSchema.describe('The value at which nothing is achieved: measurement 0.'),
  best: decimalSchema.describe('Values better than this one are taken for it. Left out: no limit.').optional(),
  scale: decimalSchema
    .refine((scale) => /[1-9]/.test(scale), { message: 'must be above 0', params: { code: 'ScaleZero' } })
    .meta({ allOf: [{ pattern: '[1-9]' }] })
    .describe('How many measurements one unit of the metric makes; a measurement is a whole number.'),
})

export type Metric = z.output<typeof metricSchema>

/**
 * The measurement of a value of the metric, rounded down (towards nothing achieved).
 * @param value in the metric's unit, as decimal text.
 * @throws {InputError} when it is not a number, or its measurement is 2^64 or more.
 */
export function measurementOf(metric: Metric, value: string, path = ''): bigint {
  const exact = parseDecimal(value, PRECISION, path)
  const clamped = isBeyondBest(metric, exact) ? parseDecimal(metric.best ?? '0', PRECISION) : exact
  return inRange(scaled(metric, better(metric, clamped)), value, path)
}

/**
 * The measurement that a difference in the metric's unit makes, rounded down; for instance a smallest step.
 * @throws {InputError} as `measurementOf`.
 */
export function measurementOfStep(metric: Metric, step: string, path = ''): bigint {
  return inRange(scaled(metric, parseDecimal(step, PRECISION, path)), step, path)
}

/**
 * As `measurementOf`, for what a term sheet says, which must not be rounded or cut off unseen.
 * @throws {InputError} also when the value lies beyond `best` or between two measurements.
 */
export function exactMeasurementOf(metric: Metric, value: string, path = ''): bigint {
  const exact = parseDecimal(value, PRECISION, path)
  if (isBeyondBest(metric, exact)) {
    throw fault(
      'BeyondBest',
      value,
      path,
      `lies beyond the metric's best value, ${metric.best ?? ''}; nobody reaches it`,
    )
  }
  requireWhole(metric, better(metric, exact), value, path)
  return measurementOf(metric, value, path)
}

/** As `exactMeasurementOf`, for a difference. @throws {InputError} also when it is not a whole measurement. */
export function exactMeasurementOfStep(metric: Metric, step: string, path = ''): bigint {
  requireWhole(metric, parseDecimal(step, PRECISION, path), step, path)
  return measurementOfStep(metric, step, path)
}

/**
 * The value of the metric that a measurement stands for: the one nearest to the baseline that measures it, with 18 decimals at most.
 * Below 0 where a lower value is better and the measurement is more than the baseline allows.
 */
export function valueOf(metric: Metric, measurement: bigint): string {
  const baseline = parseDecimal(metric.baseline, PRECISION)
  const step = ceilDiv(measurement * ONE * ONE, parseDecimal(metric.scale, PRECISION))
  return formatDecimal(metric.direction === 'lower' ? baseline - step : baseline + step, PRECISION)
}

/** A difference of the metric that so many measurements stand for, with 18 decimals at most. */
export function stepOf(metric: Metric, measurements: bigint): string {
  return formatDecimal(ceilDiv(measurements * ONE * ONE, parseDecimal(metric.scale, PRECISION)), PRECISION)
}

function isBeyondBest(metric: Metric, value: bigint): boolean {
  if (metric.best === undefined) return false
  const best = parseDecimal(metric.best, PRECISION)
  return metric.direction === 'lower' ? value < best : value > best
}

/** How much better than the baseline a value is; below 0 for worse ones. */
function better(metric: Metric, value: bigint): bigint {
  const baseline = parseDecimal(metric.baseline, PRECISION)
  return metric.direction === 'lower' ? baseline - value : value - baseline
}

function scaled(metric: Metric, difference: bigint): bigint {
  return difference <= 0n ? 0n : (difference * parseDecimal(metric.scale, PRECISION)) / (ONE * ONE)
}

function requireWhole(metric: Metric, difference: bigint, value: string, path: string): void {
  if (difference < 0n)
    throw fault('WorseThanBaseline', value, path, 'is worse than the baseline, where nothing is achieved')
  if ((difference * parseDecimal(metric.scale, PRECISION)) % (ONE * ONE) === 0n) return
  throw fault('BetweenMeasurements', value, path, 'lies between two measurements; round it, or use a larger scale')
}

function inRange(measurement: bigint, value: string, path: string): bigint {
  if (measurement < 2n ** 64n) return measurement
  throw fault('MeasurementTooLarge', value, path, 'its measurement is 2^64 or more; use a smaller scale')
}

function fault(code: string, value: string, path: string, message: string): InputError {
  return new InputError('measurement', [{ code, path, value: JSON.stringify(value), message }])
}

function ceilDiv(a: bigint, b: bigint): bigint {
  return (a + b - 1n) / b
}
