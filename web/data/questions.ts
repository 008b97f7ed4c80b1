/** One hook for each question to the index. Answers are asked for again every few seconds, and shown meanwhile. */
import { keepPreviousData, useInfiniteQuery, useQuery, type InfiniteData } from '@tanstack/react-query'
import type { Address, Hex } from 'viem'
import * as z from 'zod'
import { useSite } from '../app/site.ts'
import {
  asOfSchema,
  claimRowSchema,
  claimViewSchema,
  deskRowSchema,
  escrowRowSchema,
  escrowViewSchema,
  holderRowSchema,
  listSchema,
  operatorRowSchema,
  paymentRowSchema,
  pledgeRowSchema,
  positionSchema,
  recordRowSchema,
  statusSchema,
  totalsSchema,
} from './answers.ts'
import { askIndex, type Parameters } from './askIndex.ts'
import { sharedPage, sharedPages } from './sharedPages.ts'

/** Milliseconds. */
const AGAIN = 4_000

const escrowsSchema = listSchema(escrowRowSchema).extend({ totals: totalsSchema })
const escrowSchema = z.object({ asOf: asOfSchema, escrow: escrowViewSchema })
const claimSchema = z.object({ asOf: asOfSchema, claim: claimViewSchema })

/** One answer; `data` is null where the index has no such thing. */
function useAnswer<S extends z.ZodType>(path: string, schema: S, parameters: Parameters = {}, enabled = true) {
  const { index } = useSite()
  return useQuery({
    queryKey: ['index', index, path, parameters],
    queryFn: async ({ signal }) => (await askIndex(index, path, schema, parameters, signal)) ?? null,
    refetchInterval: AGAIN,
    enabled,
  })
}

/** A list, page by page; pages that were loaded stay. */
function useList<S extends z.ZodType<{ next: string | null; rows: unknown[] }>>(
  path: string,
  schema: S,
  parameters: Parameters = {},
  enabled = true,
) {
  const { index } = useSite()
  return useInfiniteQuery({
    queryKey: ['index', index, path, 'list', parameters],
    queryFn: async ({ pageParam, signal, client, queryKey }): Promise<z.output<S> | null> => {
      const page = (await askIndex(index, path, schema, { ...parameters, cursor: pageParam }, signal)) ?? null
      const known = client.getQueryData<InfiniteData<z.output<S> | null, string | undefined>>(queryKey)
      return sharedPage(known, pageParam, page)
    },
    structuralSharing: (before, after) => sharedPages(before, after),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last?.next ?? undefined,
    // All pages that are shown are asked for again, one after the other: the more there are, the more seldom.
    refetchInterval: ({ state }) => AGAIN * Math.max(1, state.data?.pages.length ?? 1),
    placeholderData: keepPreviousData,
    enabled,
  })
}

export const useIndexStatus = () => useAnswer('/v1/status', statusSchema)
export const useEscrows = (parameters: Parameters) => useList('/v1/escrows', escrowsSchema, parameters)
export const useEscrow = (escrow: Address) => useAnswer(`/v1/escrows/${escrow}`, escrowSchema)
export const useClaim = (escrow: Address, key: Hex) => useAnswer(`/v1/escrows/${escrow}/claims/${key}`, claimSchema)
/** @param target `docket`, or the key of the claim that break claims attack. */
export const useClaims = (escrow: Address, target: 'docket' | Hex) =>
  useList(`/v1/escrows/${escrow}/claims`, listSchema(claimRowSchema), { target, limit: 50 })
/** Docket and break claims together, in the order filed. */
export const useAllClaims = (escrow: Address) =>
  useList(`/v1/escrows/${escrow}/claims`, listSchema(claimRowSchema), { limit: 100 })
export const usePledges = (escrow: Address) =>
  useList(`/v1/escrows/${escrow}/pledges`, listSchema(pledgeRowSchema), { limit: 100 })
export const usePayments = (escrow: Address) =>
  useList(`/v1/escrows/${escrow}/payments`, listSchema(paymentRowSchema), { limit: 100 })
export const useHolders = (escrow: Address) =>
  useList(`/v1/escrows/${escrow}/holders`, listSchema(holderRowSchema), { limit: 100 })
export const usePositions = (account: Address | undefined) =>
  useList(`/v1/accounts/${account ?? ''}`, listSchema(positionSchema), {}, account !== undefined)
export const useAccountPayments = (account: Address | undefined) =>
  useList(`/v1/accounts/${account ?? ''}/payments`, listSchema(paymentRowSchema), { limit: 100 }, account !== undefined)
export const useAccountPledges = (account: Address | undefined) =>
  useList(`/v1/accounts/${account ?? ''}/pledges`, listSchema(pledgeRowSchema), { limit: 100 }, account !== undefined)
export const useDesk = (account: Address | undefined) =>
  useList(`/v1/accounts/${account ?? ''}/desk`, listSchema(deskRowSchema), { limit: 50 }, account !== undefined)
export const useOperators = (parameters: Parameters) =>
  useList('/v1/operators', listSchema(operatorRowSchema), parameters)
export const useRecord = (operator: Address) =>
  useList(`/v1/operators/${operator}/record`, listSchema(recordRowSchema), { limit: 50 })
