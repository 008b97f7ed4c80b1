import * as z from 'zod'
import { InputError } from '../errors/InputError.ts'
import { parseDecimal } from './decimal.ts'
import { decimalSchema, textSchema } from './schemas.ts'

/** How finely values of a metric can be written: decimals. */
const PRECISION = 18

/**
 * What is measured, and how the contract's measurement (an integer, more is better, 0 = nothing achieved) follows from it:
 * `scale` times how much better than `baseline` the value is, rounded down, at least 0, with values beyond `best` taken for `best`.
 */
export const metricSchema = z
  .strictObject({
    name: textSchema,
    definition: textSchema,
    /** In words, for instance "basis points". */
    unit: textSchema,
    direction: z.enum(['higher', 'lower'], 'write "higher" if higher values are better, "lower" if lower ones are'),
    baseline: decimalSchema,
    best: decimalSchema.optional(),
    /** Measurements for each unit of the metric. */
    scale: decimalSchema,
  })
  .refine((metric) => /[1-9]/.test(metric.scale), { path: ['scale'], message: 'must be above 0' })

export type Metric = z.output<typeof metricSchema>

/**
 * The measurement of a value of the metric, rounded down (towards nothing achieved).
 * @param value in the metric's unit, as decimal text.
 * @throws {InputError} when it is not a number, or its measurement is 2^64 or more.
 */
export function measurementOf(metric: Metric, value: string, path = ''): bigint {
  const exact = parseDecimal(value, PRECISION, path)
  const best = metric.best === undefined ? undefined : parseDecimal(metric.best, PRECISION)
  const baseline = parseDecimal(metric.baseline, PRECISION)
  const lower = metric.direction === 'lower'
  const beyond = best !== undefined && (lower ? exact < best : exact > best)
  const clamped = beyond ? best : exact
  const better = lower ? baseline - clamped : clamped - baseline
  return better <= 0n ? 0n : inRange(metric, better, value, path)
}

/**
 * The measurement that a difference in the metric's unit makes, rounded down; for instance a smallest step.
 * @throws {InputError} as `measurementOf`.
 */
export function measurementOfStep(metric: Metric, step: string, path = ''): bigint {
  return inRange(metric, parseDecimal(step, PRECISION, path), step, path)
}

function inRange(metric: Metric, difference: bigint, value: string, path: string): bigint {
  const measurement = (difference * parseDecimal(metric.scale, PRECISION)) / 10n ** BigInt(2 * PRECISION)
  if (measurement < 2n ** 64n) return measurement
  throw new InputError('measurement', [
    { path, value: JSON.stringify(value), message: 'its measurement is 2^64 or more; use a smaller scale' },
  ])
}
