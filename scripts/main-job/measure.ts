/** How honest members measure: each computes it from the evidence, by the outcome document's method. */
import { z } from 'zod'
import { GRID, relativeReduction, spentAlpha, upperBound } from '../../oracle/verifiers/binomial.ts'

/** What a member knows beside the results. */
export interface Context {
  /** The claim's place among all claims of the escrow, from 1: the error is spent over them. */
  readonly attempt: number
  /** Results of earlier claims of the escrow that could be opened. */
  readonly earlier: readonly unknown[]
}

/** The measurement of what was found in a bundle; `undefined` = it did not open. */
export type Measure = (results: unknown, context: Context) => bigint

const ALPHA = { numerator: 5n, denominator: 100n }
const BASIS_POINTS = 10_000n
const wholeSchema = z.int().min(0)
const armSchema = z.strictObject({ successes: wholeSchema, trials: wholeSchema })
const trialSchema = z.strictObject({ control: armSchema, treated: armSchema })
const tournamentSchema = z.strictObject({ design: z.string(), misses: wholeSchema, trials: wholeSchema })
const wallSchema = z.strictObject({ days: wholeSchema })
const breakSchema = z.strictObject({ kilobitsPerSecond: wholeSchema })
const unitsSchema = z.strictObject({ serverMonths: wholeSchema })

/** Outcome B: lower confidence bound of the relative risk reduction, in basis points. */
export const measureReduction: Measure = measuring(trialSchema, ({ control, treated }, { attempt }) =>
  relativeReduction(control, treated, spentAlpha(ALPHA, attempt)),
)

/** Outcome C: 10,000 minus the upper confidence bound of the miss rate, in basis points; copies measure 0. */
export const measureMonitor: Measure = measuring(
  tournamentSchema,
  ({ design, misses, trials }, { attempt, earlier }) => {
    const isCopy = earlier.some((one) => tournamentSchema.safeParse(one).data?.design === design)
    if (isCopy) return 0n
    const bound = upperBound({ successes: misses, trials }, spentAlpha(ALPHA, attempt))
    const grid = GRID / BASIS_POINTS
    return BASIS_POINTS - (bound + grid - 1n) / grid
  },
)

/** Outcome A: proven days to move the canary out. */
export const measureWall: Measure = measuring(wallSchema, ({ days }) => BigInt(days))

/** A break claim on outcome A: 1 if the canary leaves faster than 254 kbit/s, the rate of 1 TB in 365 days. */
export const measureBreak: Measure = measuring(breakSchema, ({ kilobitsPerSecond }) =>
  kilobitsPerSecond > 254 ? 1n : 0n,
)

/** Outcome D: attested server-months. */
export const measureServers: Measure = measuring(unitsSchema, ({ serverMonths }) => BigInt(serverMonths))

/** Evidence that does not open or does not have the method's form measures 0. */
function measuring<T>(schema: z.ZodType<T>, measure: (results: T, context: Context) => bigint): Measure {
  return (results, context) => {
    const parsed = schema.safeParse(results)
    return parsed.success ? measure(parsed.data, context) : 0n
  }
}
