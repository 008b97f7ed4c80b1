import type { Address } from 'viem'
import { listSchema } from '../answers/basics.ts'
import { deskRowSchema } from '../answers/claims.ts'
import { paymentRowSchema, pledgeRowSchema } from '../answers/money.ts'
import { positionSchema } from '../answers/positions.ts'
import { useList } from './ask.ts'

const [positionsSchema, desksSchema] = [listSchema(positionSchema), listSchema(deskRowSchema)]
const [pledgesSchema, paymentsSchema] = [listSchema(pledgeRowSchema), listSchema(paymentRowSchema)]

export const usePositions = (account: Address | undefined) =>
  useList(`/v1/accounts/${account ?? ''}`, positionsSchema, {}, account !== undefined)
export const useAccountPayments = (account: Address | undefined) =>
  useList(`/v1/accounts/${account ?? ''}/payments`, paymentsSchema, { limit: 100 }, account !== undefined)
export const useAccountPledges = (account: Address | undefined) =>
  useList(`/v1/accounts/${account ?? ''}/pledges`, pledgesSchema, { limit: 100 }, account !== undefined)
export const useDesk = (account: Address | undefined) =>
  useList(`/v1/accounts/${account ?? ''}/desk`, desksSchema, { limit: 50 }, account !== undefined)
