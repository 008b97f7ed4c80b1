/** Pledges, payments and who holds shares. */
import * as z from 'zod'
import { address, amount, bytes32, place, seconds, tokenSchema } from './basics.ts'

export const paymentRowSchema = z.object({
  escrow: address,
  kind: z.string(),
  account: address,
  to: address.nullable(),
  amount,
  asset: tokenSchema,
  shares: amount.nullable(),
  claim: bytes32.nullable(),
  at: seconds,
  transaction: bytes32,
  logIndex: z.int(),
  ...place,
})

export const pledgeRowSchema = z.object({
  escrow: address,
  sender: address,
  account: address,
  amount,
  asset: tokenSchema,
  at: seconds,
  transaction: bytes32,
  logIndex: z.int(),
  ...place,
})

export const transferRowSchema = z.object({
  escrow: address,
  from: address,
  to: address,
  shares: amount,
  asset: tokenSchema,
  at: seconds,
  transaction: bytes32,
  logIndex: z.int(),
  ...place,
})

export const holderRowSchema = z.object({ escrow: address, account: address, shares: amount, ...place })

export const feeRowSchema = z.object({
  escrow: address,
  kind: z.enum(['filing fee', 'challenge fee']),
  account: address,
  amount,
  asset: tokenSchema,
  claim: bytes32,
  at: seconds,
  transaction: bytes32,
  ...place,
})

export type FeeRow = z.output<typeof feeRowSchema>
export type PaymentRow = z.output<typeof paymentRowSchema>
export type PledgeRow = z.output<typeof pledgeRowSchema>
export type TransferRow = z.output<typeof transferRowSchema>
export type HolderRow = z.output<typeof holderRowSchema>
