import * as z from 'zod'
import { parseInput } from '../errors/parseInput.ts'
import { decimalSchema, textSchema } from './schemas.ts'

const amountSchema = z.string('write an amount as text, for instance "1,000 USDC"')
const durationSchema = z.string('write a duration as text, for instance "30 d"')
const momentSchema = z.string('write a date ("2027-06-30") or a duration from now ("36 months") as text')
const partySchema = textSchema.describe('an address, or a name from the names file')

const common = {
  version: z.literal(1, 'write 1: the version of this format'),
  /** The ERC-20 that is pledged. */
  token: partySchema,
  pledges: z.strictObject({ by: momentSchema, threshold: amountSchema, cap: amountSchema }),
  verification: z.strictObject({
    within: durationSchema,
    panel: z
      .array(partySchema, 'write a list of members')
      .min(1, 'name 1 or 3 to 32 members')
      .max(32, 'name at most 32 members'),
    quorum: z.int('write a whole number').min(1, 'must be at least 1'),
  }),
  /** Left out: nobody can overrule the panel. */
  arbitration: z
    .strictObject({
      arbiter: partySchema,
      challengeWithin: durationSchema,
      arbitrateWithin: durationSchema,
      challengeFee: amountSchema,
    })
    .optional(),
  /** Left out: all is paid at once and nothing can be broken. */
  warranty: z
    .strictObject({ holdback: z.string('write a share as text, for instance "40 %"'), lasts: durationSchema })
    .optional(),
}

const claims = { by: momentSchema, fee: amountSchema }

/** What a person writes: the terms with units. Measurements are in the unit of the outcome document's metric. */
export const sheetSchema = z.discriminatedUnion(
  'rule',
  [
    z.strictObject({
      ...common,
      rule: z.literal('Units'),
      claims: z.strictObject(claims),
      /** The smallest number of units that one claim may bring. */
      minStep: decimalSchema,
      /** One after the other: so many units at this price each. */
      tranches: z
        .array(z.strictObject({ units: decimalSchema, price: amountSchema }))
        .min(1, 'write at least one tranche'),
    }),
    z.strictObject({
      ...common,
      rule: z.literal('Record'),
      claims: z.strictObject(claims),
      /** The smallest improvement that counts. */
      minStep: decimalSchema,
      /** What has been paid in all once the metric is at a value: linear between values, a jump at the first and at repeated ones. */
      curve: z.array(z.strictObject({ at: decimalSchema, pays: amountSchema })).min(1, 'write at least one point'),
    }),
    z.strictObject({
      ...common,
      rule: z.literal('Contest'),
      claims: z.strictObject({ ...claims, lastCall: durationSchema.optional() }),
      /** The lowest score that is ranked, as a value of the metric. */
      floor: decimalSchema,
      /** Best first. */
      prizes: z.array(amountSchema).min(1, 'write at least one prize').max(16, 'a contest has at most 16 prizes'),
    }),
  ],
  'write Units, Record or Contest',
)

export type Sheet = z.output<typeof sheetSchema>

/** Parses a term sheet's form; `termsOfSheet` reads its values. @throws {InputError} with all its faults. */
export function parseSheet(input: unknown): Sheet {
  return parseInput(sheetSchema, input, 'term sheet')
}
