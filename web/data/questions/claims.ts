import type { Address, Hex } from 'viem'
import { listSchema } from '../answers/basics.ts'
import { claimRowSchema, claimSchema } from '../answers/claims.ts'
import { useAnswer, useList } from './ask.ts'

const claimsSchema = listSchema(claimRowSchema)

export const useClaim = (escrow: Address, key: Hex) => useAnswer(`/v1/escrows/${escrow}/claims/${key}`, claimSchema)
/** @param target `docket`, or the key of the claim that break claims attack. */
export const useClaims = (escrow: Address, target: 'docket' | Hex) =>
  useList(`/v1/escrows/${escrow}/claims`, claimsSchema, { target, limit: 50 })
/** Docket and break claims together, in the order filed. */
export const useAllClaims = (escrow: Address) => useList(`/v1/escrows/${escrow}/claims`, claimsSchema, { limit: 100 })
