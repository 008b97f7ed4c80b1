/** The small schemas that the report's schema is made of. What was hex on the chain stays as the audit has it. */
import * as z from 'zod'

const hex = (pattern: RegExp) => z.string().regex(pattern)

export const addressText = hex(/^0x[0-9a-fA-F]{40}$/)
export const bytes32 = hex(/^0x[0-9a-fA-F]{64}$/)
export const bytesText = hex(/^0x([0-9a-fA-F]{2})*$/)
/** A whole number as text. */
export const natural = hex(/^(0|[1-9][0-9]*)$/)
/** An amount in base units of the asset; below 0 only where money is missing. */
export const amount = hex(/^(0|-?[1-9][0-9]*)$/)

export const placeSchema = z.strictObject({
  block: natural,
  blockHash: bytes32,
  time: natural,
  transaction: bytes32,
  logIndex: z.int(),
})
