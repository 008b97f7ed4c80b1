import { useQuery } from '@tanstack/react-query'
import type { Address, Hex } from 'viem'
import { useSite } from '../../app/site.ts'
import { useReader } from '../../chain/reader.ts'
import { readFiling } from './readFiling.ts'

/** Milliseconds. */
const AGAIN = 12_000

/** What filing a claim would meet, read from the chain again and again. */
export function useFiling(escrow: Address, account: Address, target: Hex | undefined) {
  const { deployment } = useSite()
  const reader = useReader()
  return useQuery({
    queryKey: ['filing', reader?.through, escrow, account, target],
    queryFn: () => {
      if (reader === undefined) throw new TypeError('There is nothing to read the chain through.')
      return readFiling(reader.client, deployment, { escrow, account, target })
    },
    enabled: reader !== undefined,
    refetchInterval: AGAIN,
  })
}
