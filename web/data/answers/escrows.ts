/** The list of escrows. */
import * as z from 'zod'
import { STATUSES } from '../../../sdk/model/status.ts'
import { address, amount, place, RULES, seconds, tokenSchema } from './basics.ts'

export const escrowRowSchema = z.object({
  address,
  title: z.string().nullable(),
  summary: z.string().nullable(),
  theme: z.string().nullable(),
  wellFormed: z.boolean(),
  creator: address,
  createdAt: seconds,
  asset: tokenSchema,
  rule: z.enum(RULES),
  status: z.enum(STATUSES),
  pledged: amount,
  paid: amount,
  held: amount,
  refundable: amount,
  threshold: amount,
  cap: amount,
  progress: amount,
  pledgeBy: seconds,
  claimsEnd: seconds,
  passed: z.boolean(),
  filed: z.int(),
  settled: z.int(),
  ...place,
})

export const totalsSchema = z.object({
  escrows: z.int(),
  byStatus: z.partialRecord(z.enum(STATUSES), z.int()),
  byAsset: z.array(
    z.object({
      asset: tokenSchema,
      escrows: z.int(),
      pledged: amount,
      paid: amount,
      held: amount,
      refundable: amount,
    }),
  ),
})

export type EscrowRow = z.output<typeof escrowRowSchema>
export type Totals = z.output<typeof totalsSchema>
