/** Questions to the index: a hook for each stands in a file of its own beside this one. Answers are asked for again every few seconds, and shown meanwhile. */
import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useQuery,
  type InfiniteData,
} from '@tanstack/react-query'
import type * as z from 'zod'
import { useSite } from '../../app/site.ts'
import { askIndex, type Parameters } from '../askIndex.ts'
import { sharedPage, sharedPages } from '../sharedPages.ts'

/** Milliseconds. */
const AGAIN = 4_000

/** How the index at `index` is asked for one answer; it is null where the index has no such thing. */
export function answerOf<S extends z.ZodType>(index: string, path: string, schema: S, parameters: Parameters = {}) {
  return queryOptions({
    queryKey: ['index', index, path, parameters],
    queryFn: async ({ signal }) => (await askIndex(index, path, schema, parameters, signal)) ?? null,
    refetchInterval: AGAIN,
  })
}

/** How it is asked for a list, page by page; pages that were loaded stay. */
export function listOf<S extends z.ZodType<{ next: string | null; rows: unknown[] }>>(
  index: string,
  path: string,
  schema: S,
  parameters: Parameters = {},
) {
  return infiniteQueryOptions({
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
  })
}

/** One answer; `data` is null where the index has no such thing. */
export function useAnswer<S extends z.ZodType>(path: string, schema: S, parameters: Parameters = {}, enabled = true) {
  const { index } = useSite()
  return useQuery({ ...answerOf(index, path, schema, parameters), enabled })
}

/** A list, page by page; pages that were loaded stay. */
export function useList<S extends z.ZodType<{ next: string | null; rows: unknown[] }>>(
  path: string,
  schema: S,
  parameters: Parameters = {},
  enabled = true,
) {
  const { index } = useSite()
  return useInfiniteQuery({ ...listOf(index, path, schema, parameters), enabled })
}
