/** The small schemas that requests and answers are made of. */
import * as z from 'zod'
import { addressSchema, bytes32Schema } from '../../sdk/model/schemas.ts'
import { STATUSES } from '../../sdk/model/status.ts'
import { Rule, type RuleName } from '../../sdk/model/terms.ts'

/** Rows of a page: at most, and where nothing is said. A CSV file may have more. */
export const PAGE = { most: 100, usual: 20, csv: 10_000 }
/** Characters of a text that is searched for. */
const MOST_SEARCH = 200

export const RULES = Object.keys(Rule) as [RuleName, ...RuleName[]]

/** An amount in base units, or a measurement, exactly. */
export const amount = z
  .string()
  .regex(/^\d+$/)
  .describe('A whole number in decimal notation; amounts are in base units.')
export const hex = z.string().regex(/^0x[0-9a-f]*$/i)
export const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/)
export const seconds = z.int().describe('Unix seconds.')
export const place = {
  block: z.int().describe('The block that this is from, or that changed it last.'),
  finality: z.enum(['final', 'not yet']).describe('Whether that block can no longer be reorganised away.'),
}
export const status = z.enum(STATUSES, `write ${STATUSES.join(', ')}`)
export const token = z.object({
  address,
  symbol: z.string().nullable().describe('As the token calls itself: anybody can deploy one that calls itself so.'),
  decimals: z.int().nullable(),
})

/** The address in a path. */
export const addressPath = z.strictObject({ address: addressSchema })
export const claimPath = z.strictObject({ address: addressSchema, key: bytes32Schema })

const limit = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, `write a whole number from 1 to ${PAGE.most}, or to ${PAGE.csv} with format=csv`)
  .transform(Number)
  .optional()
  .describe(`Rows of a page: 1 to ${PAGE.most}, ${PAGE.usual} by default; with format=csv to ${PAGE.csv}.`)

/** What every list takes. */
export const listQuery = {
  limit,
  cursor: z
    .string()
    .max(1_000, 'is no cursor: take the field next of a page before')
    .optional()
    .describe('Where to go on: the field `next` of the page before.'),
  format: z.enum(['json', 'csv'], 'write json or csv').optional().describe('json by default.'),
}

/** Text to search for. */
export const search = z
  .string()
  .max(MOST_SEARCH, `write at most ${MOST_SEARCH} characters`)
  .optional()
  .describe(
    'Text in title, summary, theme or metric in any case; or an address of escrow or creator; or the hash of a document.',
  )

export const optionalAddress = addressSchema.optional()
