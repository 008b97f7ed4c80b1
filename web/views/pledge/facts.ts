/** What decides about a pledge, asked of the chain again and again. */
import { useQuery } from '@tanstack/react-query'
import type { Address } from 'viem'
import type { EscrowState } from '../../../sdk/actions/getEscrow.ts'
import { useSite } from '../../app/site.ts'
import type { Reader } from '../../chain/reader.ts'
import { readChecked, readWays } from './readFacts.ts'

/** Milliseconds. */
const AGAIN = 6_000

/** Checks the escrow before anything else. @param document what the index says the document is: its hash is checked. */
export function useChecked(reader: Reader | undefined, escrow: Address, document: string | undefined) {
  const { deployment } = useSite()
  return useQuery({
    queryKey: ['chain', 'checked', reader?.through, escrow, document?.length],
    queryFn: () => {
      if (reader === undefined) throw new TypeError('There is nothing to read through.')
      return readChecked(reader.client, deployment, escrow, document)
    },
    enabled: reader !== undefined,
    refetchInterval: AGAIN,
  })
}

/** What `account` has, and by which ways it can pay. */
export function useWayFacts(reader: Reader | undefined, { address: escrow, terms }: EscrowState, account: Address) {
  const { deployment } = useSite()
  return useQuery({
    queryKey: ['chain', 'ways', reader?.through, escrow, account],
    queryFn: () => {
      if (reader === undefined) throw new TypeError('There is nothing to read through.')
      return readWays(reader.client, deployment.router, { escrow, token: terms.asset, account })
    },
    enabled: reader !== undefined,
    refetchInterval: AGAIN,
  })
}
