/** The one interface of all verifiers: JSON in, JSON out. */
import * as z from 'zod'
import { manifestSchema } from '../../sdk/model/evidence.ts'
import { outcomeSchema } from '../../sdk/model/outcome.ts'
import { addressSchema, bytes32Schema } from '../../sdk/model/schemas.ts'
import { factsSchema } from '../../sdk/model/report.ts'

/** Decimal text of whole numbers that JSON's own cannot carry. */
const whole = z.string().regex(/^(0|[1-9]\d*)$/, 'write a whole number as text')

/** A measurement: an unsigned 64-bit integer as decimal text. */
export const measurementSchema = z
  .string('write the measurement as text, for instance "123"')
  .regex(/^(0|[1-9]\d{0,19})$/, 'write a whole number as text, for instance "123"')
  .refine((text) => !/^\d+$/.test(text) || BigInt(text) < 2n ** 64n, 'must be below 2^64')

/** What a verifier is given. A command gets it as JSON on its stdin, and the end of the file after it. */
export const verifierInputSchema = z
  .strictObject({
    version: z.literal(1),
    outcome: outcomeSchema.describe('The outcome document. It says how to measure.'),
    manifest: manifestSchema.describe('The manifest: what is claimed, and each file by its digest, all proved.'),
    evidence: z.string().describe('The folder of the evidence: manifest.json, and each file under files/. Read only.'),
    earlierEvidence: z
      .array(z.strictObject({ claim: bytes32Schema, folder: z.string() }))
      .nullable()
      .describe(
        'Where configured: the folders of the evidence of earlier claims, as far as this member could read it. Oldest first.',
      ),
    chainId: z.int(),
    escrow: addressSchema,
    claim: bytes32Schema.describe('The key of the claim.'),
    target: bytes32Schema.describe(
      'Zero for a claim of the docket. Else the claim that this one says is broken: measure by the breakClause alone, above 0 if it is.',
    ),
    solver: addressSchema,
    filedAt: z.int().describe('When it was filed, unix seconds.'),
    place: z.int().min(0).describe('Its place in the docket, or among the break claims of its target, from 0.'),
    alpha: z
      .strictObject({ numerator: whole, denominator: whole })
      .nullable()
      .describe(
        'Where a statistic is configured: the error level for this attempt, alpha / (j (j + 1)), as a fraction.',
      ),
    ...factsSchema.shape,
  })
  .meta({ title: 'Lodestone verifier input' })

export type VerifierInput = z.output<typeof verifierInputSchema>
export type EarlierEvidence = NonNullable<VerifierInput['earlierEvidence']>[number]

const text = (most: number) =>
  z
    .string()
    .max(most, `must have at most ${most} characters`)
    .regex(/^\P{Surrogate}*$/u, 'contains half a character')
const conditionsSchema = z
  .array(z.strictObject({ name: z.string(), holds: z.boolean(), note: text(2000).optional() }))
  .max(1000)
  .describe('Each side condition of the outcome document by its name, once; none for a break claim.')
const armSchema = z.strictObject({ trials: z.int().min(1), events: z.int().min(0) })
const measuredSchema = z.strictObject({
  measurement: measurementSchema,
  sideConditions: conditionsSchema,
  notes: text(20_000).optional(),
})
const countedSchema = z.strictObject({
  arms: z
    .union([z.strictObject({ treated: armSchema }), z.strictObject({ control: armSchema, treated: armSchema })])
    .describe('How often it was tried and how often it happened. One arm is called treated.'),
  sideConditions: conditionsSchema,
  notes: text(20_000).optional(),
})

/** What a verifier answers: a measurement, or counts where a statistic is configured. */
export const verifierResultSchema = z
  .union([measuredSchema, countedSchema])
  .meta({ title: 'Lodestone verifier result' })

export type VerifierResult = z.output<typeof verifierResultSchema>
export type Arms = z.output<typeof countedSchema>['arms']
export type SideCondition = z.output<typeof conditionsSchema>[number]

/**
 * Measures a claim, or counts what is measured by.
 * @param opened `folder` has the evidence, `earlier` that of earlier claims where configured; all is gone once the verifier has ended.
 * @throws {VerifierError} when there is no result.
 */
export type Verifier = (
  input: VerifierInput,
  opened: { folder: string; earlier: readonly EarlierEvidence[] },
) => Promise<VerifierResult>
