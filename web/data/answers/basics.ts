/**
 * What all answers of the index are made of: schemas/index-api.json says what each field means. Amounts become `bigint`. What a view asks
 * for stands in a file of its own beside this one, so that no view waits for what others read.
 */
import { getAddress, isAddress, type Address, type Hex } from 'viem'
import * as z from 'zod'

export const RULES = ['Units', 'Record', 'Contest'] as const

export const amount = z
  .string()
  .regex(/^\d{1,78}$/)
  .transform(BigInt)
export const hex = z
  .string()
  .regex(/^0x[0-9a-fA-F]*$/)
  .transform((text) => text as Hex)
export const address = z
  .string()
  .refine((text) => isAddress(text, { strict: false }))
  .transform((text): Address => getAddress(text))
/** Unix seconds until the year 9999: what is later cannot be written as a date. */
export const seconds = z.int().min(0).max(253_402_300_799)
export const bytes32 = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/)
  .transform((text) => text as Hex)
export const place = { block: z.int(), finality: z.enum(['final', 'not yet']) }

export const tokenSchema = z.object({
  address,
  symbol: z.string().nullable(),
  decimals: z.int().min(0).max(255).nullable(),
})

export const asOfSchema = z.object({ number: z.int(), hash: bytes32, time: seconds, finalized: z.int() }).nullable()

/** A page of a list. */
export const listSchema = <R extends z.ZodType>(row: R) =>
  z.object({ asOf: asOfSchema, rows: z.array(row), next: z.string().nullable() })

export type AsOf = z.output<typeof asOfSchema>
export type AssetToken = z.output<typeof tokenSchema>
