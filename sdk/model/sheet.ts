import * as z from 'zod'
import { parseInput } from '../errors/parseInput.ts'
import { amountSchema, decimalSchema, durationSchema, momentSchema, shareSchema, textSchema } from './schemas.ts'

const party = (description: string) => textSchema.describe(`${description} An address, or a name from the names file.`)

const common = {
  version: z.literal(1, 'write 1: the version of this format').describe('The version of this format: 1.'),
  token: party('The ERC-20 that is pledged.'),
  decimals: z
    .int('write a whole number')
    .min(0, 'must be at least 0')
    .max(255, 'must be at most 255')
    .describe(
      'How many decimals the token has. Needed only to check a sheet without a chain; compared where there is one.',
    )
    .optional(),
  pledges: z
    .strictObject({
      by: momentSchema.describe('The last moment for pledges.'),
      threshold: amountSchema.describe('The commitment binds once so much is pledged; below it everybody is refunded.'),
      cap: amountSchema.describe('No more than this is accepted; at most what the curve pays in all.'),
    })
    .describe('How much is pledged, and by when.'),
  verification: z
    .strictObject({
      within: durationSchema.describe('How long the panel has for a claim, from its filing.'),
      panel: z
        .array(party('A member.'), 'write a list of members')
        .min(1, 'name 1 or 3 to 32 members')
        .max(32, 'name at most 32 members')
        .describe('The members: 1, or 3 to 32. Their order means nothing.'),
      quorum: z.int('write a whole number').min(1, 'must be at least 1').describe('How many members must vouch.'),
    })
    .describe('Who measures claims.'),
  arbitration: z
    .strictObject({
      arbiter: party('Who may overrule a challenged verdict; never a member.'),
      challengeWithin: durationSchema.describe('How long anybody may challenge a verdict.'),
      arbitrateWithin: durationSchema.describe('How long the arbiter has to rule.'),
      challengeFee: amountSchema.describe('What a challenge costs.'),
    })
    .describe('Left out: nobody can overrule the panel.')
    .optional(),
  warranty: z
    .strictObject({
      holdback: shareSchema.describe('The part of each payment that is held, with at most two decimals.'),
      lasts: durationSchema.describe('How long it is held, 5 years at most.'),
    })
    .describe('Left out: all is paid at once and nothing can be broken.')
    .optional(),
}

const claims = {
  by: momentSchema.describe('The last moment for claims.'),
  fee: amountSchema.describe('What filing a claim costs; members who observe share it.'),
}
const CLAIMS = 'By when results are claimed.'

/** The rest of a sheet, by rule: how results are priced. */
const sheets = {
  Units: z.strictObject({
    ...common,
    rule: z.literal('Units').describe('A price for each unit.'),
    claims: z.strictObject(claims).describe(CLAIMS),
    minStep: decimalSchema.describe('The smallest number of units that one claim may bring.'),
    tranches: z
      .array(
        z.strictObject({
          units: decimalSchema.describe('How many units, a whole number.'),
          price: amountSchema.describe('The price of each.'),
        }),
        'write a list of tranches',
      )
      .min(1, 'write at least one tranche')
      .max(15, 'write at most 15 tranches')
      .describe('One after the other: so many units at this price each.'),
  }),
  Record: z.strictObject({
    ...common,
    rule: z.literal('Record').describe('Pay for each improvement of the best result.'),
    claims: z.strictObject(claims).describe(CLAIMS),
    minStep: decimalSchema.describe("The smallest improvement that counts, in the metric's unit."),
    curve: z
      .array(
        z.strictObject({
          at: decimalSchema.describe('A value of the metric.'),
          pays: amountSchema.describe('What has been paid in all once it is reached.'),
        }),
        'write a list of points',
      )
      .min(1, 'write at least one point')
      .max(16, 'write at most 16 points')
      .describe('Straight lines between the values; a jump at the first and at repeated ones.'),
  }),
  Contest: z.strictObject({
    ...common,
    rule: z.literal('Contest').describe('Ranked prizes.'),
    claims: z
      .strictObject({
        ...claims,
        lastCall: durationSchema
          .describe('Once a first passing claim is settled, claims end so much later. Left out: no last call.')
          .optional(),
      })
      .describe(CLAIMS),
    floor: decimalSchema.describe('The lowest score that is ranked, as a value of the metric.'),
    prizes: z
      .array(amountSchema.describe('A prize.'), 'write a list of prizes')
      .min(1, 'write at least one prize')
      .max(16, 'a contest has at most 16 prizes')
      .describe('Best first.'),
  }),
} as const

/** What a person writes: the terms with units. Measurements are in the unit of the outcome document's metric. */
export const sheetSchema = z
  .discriminatedUnion('rule', [sheets.Units, sheets.Record, sheets.Contest], 'write Units, Record or Contest')
  .meta({ title: 'Lodestone term sheet', description: 'Who pays how much for the outcome, by when, and who judges.' })

/** What all rules share, for a sheet whose rule cannot be read. */
export const commonSheetSchema = z.looseObject(common, 'write a JSON object')

export type Sheet = z.output<typeof sheetSchema>

/** Parses a term sheet's form; `termsOfSheet` reads its values. @throws {InputError} with all its faults. */
export function parseSheet(input: unknown): Sheet {
  return parseInput(sheetSchema, input, 'term sheet')
}
