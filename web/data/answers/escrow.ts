/** One escrow, with its terms. */
import * as z from 'zod'
import { address, amount, asOfSchema, bytes32, RULES, seconds } from './basics.ts'
import { escrowRowSchema } from './escrows.ts'

const termsSchema = z.object({
  outcome: bytes32,
  asset: address,
  rule: z.enum(RULES),
  curve: z.array(z.object({ measurement: amount, price: amount })).min(1),
  minStep: amount,
  pledgeBy: seconds,
  threshold: amount,
  cap: amount,
  claimBy: seconds,
  verifyWithin: z.int().nonnegative(),
  challengeWithin: z.int(),
  arbitrateWithin: z.int(),
  lastCall: z.int(),
  panel: z.array(address).min(1),
  quorum: z.int(),
  arbiter: address,
  claimFee: amount,
  challengeFee: amount,
  holdback: z.int(),
  warranty: z.int(),
})

const memberSchema = z.object({
  address,
  seat: z.int(),
  acceptedAt: seconds.nullable(),
  endpoint: z.string().nullable(),
})

const escrowViewSchema = escrowRowSchema.extend({
  terms: termsSchema,
  document: z.string(),
  members: z.array(memberSchema),
  supply: amount,
  returned: amount,
  refunded: amount,
  collected: amount,
  owed: amount,
  feesIn: amount,
  openFees: amount,
  lastCallEnd: seconds.nullable(),
  ranking: z.array(z.object({ score: amount, place: z.int() })),
  room: amount,
  statusUntil: seconds.nullable(),
  transaction: bytes32,
})

/** The whole answer. */
export const escrowSchema = z.object({ asOf: asOfSchema, escrow: escrowViewSchema })

export type EscrowView = z.output<typeof escrowViewSchema>
