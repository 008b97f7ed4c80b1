import { useQuery } from '@tanstack/react-query'
import type { Address } from 'viem'
import { useSite } from '../../app/site.ts'
import { readStatement } from './readStatement.ts'

/** Milliseconds. */
const FRESH = 15_000

/** The statement of an account: all pages of the index's lists. Asked for again after each action of the visitor. */
export function useStatement(account: Address) {
  const { index } = useSite()
  return useQuery({
    queryKey: ['index', index, 'statement', account],
    queryFn: ({ signal }) => readStatement(index, account, signal),
    staleTime: FRESH,
    // The index is a moment behind what the visitor has just done.
    refetchInterval: FRESH,
    structuralSharing: false,
  })
}
