import { useQuery } from '@tanstack/react-query'
import { erc20Abi } from 'viem'
import { explained } from '../../../sdk/actions/explained.ts'
import { getEscrow } from '../../../sdk/actions/getEscrow.ts'
import { verifyEscrow } from '../../../sdk/actions/verifyEscrow.ts'
import type { Terms } from '../../../sdk/model/terms.ts'
import { useSite } from '../../app/site.ts'
import { useReader } from '../../chain/reader.ts'
import type { AsOf } from '../../data/answers/basics.ts'
import type { EscrowView } from '../../data/answers/escrow.ts'
import { compared, coverOf } from './compare.ts'

/** Reads an escrow from the chain, as of the block that the index had read, and holds the index's figures against it. Once, until asked again. */
export function useChecked(view: EscrowView, asOf: AsOf, terms: Terms) {
  const { deployment } = useSite()
  const reader = useReader()
  return useQuery({
    queryKey: ['checked', view.address, reader?.through],
    queryFn: async () => {
      if (reader === undefined || asOf === null) return null
      const { client, through } = reader
      const blockNumber = BigInt(asOf.number)
      const { faults } = await verifyEscrow(client, deployment, view.address, { terms })
      const [block, chain, balance] = await Promise.all([
        explained(() => client.getBlock({ blockNumber })),
        getEscrow(client, view.address, blockNumber),
        explained(() =>
          client.readContract({
            address: terms.asset,
            abi: erc20Abi,
            functionName: 'balanceOf',
            args: [view.address],
            blockNumber,
          }),
        ),
      ])
      return {
        faults,
        through,
        block: asOf.number,
        sameHistory: block.hash === asOf.hash,
        rows: compared(view, chain),
        cover: coverOf(view, balance),
      }
    },
    enabled: reader !== undefined && asOf !== null,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
}
