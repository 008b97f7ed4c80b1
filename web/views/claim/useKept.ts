import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { Hex } from 'viem'
import { changePrepared, forgetPrepared, listPrepared, type Whose } from './keep.ts'
import type { Prepared } from './prepared.ts'

/** The claims that are kept on this device, and how they are changed. */
export function useKept(whose: Whose) {
  const queries = useQueryClient()
  const list = useQuery({
    queryKey: ['kept', whose.chainId, whose.escrow, whose.solver, whose.target],
    queryFn: () => listPrepared(whose),
    staleTime: 0,
  })
  const again = useCallback(() => queries.invalidateQueries({ queryKey: ['kept'] }), [queries])
  const change = useCallback(
    async (key: Hex, how: (prepared: Prepared) => Prepared): Promise<void> => {
      await changePrepared(key, how)
      await again()
    },
    [again],
  )
  const forget = useCallback(
    async (key: Hex): Promise<void> => {
      await forgetPrepared(key)
      await again()
    },
    [again],
  )
  return { list, change, forget, again }
}
