/** How far the index is. */
import * as z from 'zod'
import { asOfSchema } from './basics.ts'

export const statusSchema = z.object({
  asOf: asOfSchema,
  head: z.int(),
  behind: z.int(),
  escrows: z.int(),
  claims: z.int(),
  logs: z.int(),
})
