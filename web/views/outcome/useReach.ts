import { useEffect } from 'react'
import type { ClaimRow } from '../../data/answers/claims.ts'

interface List {
  data?: { pages: ({ rows: ClaimRow[] } | null)[] } | undefined
  hasNextPage: boolean
  isFetchingNextPage: boolean
  fetchNextPage: () => Promise<unknown>
}

/** Loads pages of claims until the next one to be settled is among them: what can be done depends on it. */
export function useReach(list: List, settled: number): void {
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = list
  const reached = (data?.pages ?? []).some((page) =>
    (page?.rows ?? []).some(({ target, place }) => target === null && place >= settled),
  )
  const isShort = data !== undefined && !reached && hasNextPage && !isFetchingNextPage
  useEffect(() => {
    if (isShort) void fetchNextPage()
  }, [isShort, fetchNextPage])
}
