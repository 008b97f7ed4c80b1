/** What an account has to do with an escrow. */
import * as z from 'zod'
import { amount } from './basics.ts'
import { claimRowSchema } from './claims.ts'
import { escrowRowSchema } from './escrows.ts'

export const positionSchema = z.object({
  escrow: escrowRowSchema,
  shares: amount,
  refund: z.object({ now: amount, worst: amount, best: amount }),
  owed: amount,
  seat: z.int().nullable(),
  arbiter: z.boolean(),
  claims: z.array(claimRowSchema),
})

export type Position = z.output<typeof positionSchema>
