import type { Address } from 'viem'
import { listSchema } from '../answers/basics.ts'
import { holderRowSchema, paymentRowSchema, pledgeRowSchema } from '../answers/money.ts'
import { useList } from './ask.ts'

const [pledgesSchema, paymentsSchema] = [listSchema(pledgeRowSchema), listSchema(paymentRowSchema)]
const holdersSchema = listSchema(holderRowSchema)

export const usePledges = (escrow: Address) => useList(`/v1/escrows/${escrow}/pledges`, pledgesSchema, { limit: 100 })
export const usePayments = (escrow: Address) =>
  useList(`/v1/escrows/${escrow}/payments`, paymentsSchema, { limit: 100 })
export const useHolders = (escrow: Address) => useList(`/v1/escrows/${escrow}/holders`, holdersSchema, { limit: 100 })
