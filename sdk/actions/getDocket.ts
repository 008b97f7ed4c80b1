import { zeroHash, type Address, type Hex, type PublicClient } from 'viem'
import { escrowAbi } from '../abi/escrow.ts'
import type { Terms } from '../model/terms.ts'
import { explained } from './explained.ts'
import { getClaim, type ClaimState } from './getClaim.ts'

/** Claims in filing order from place `from`, at most `count`. */
export interface DocketRange {
  from: bigint
  count: bigint
  /** A paid claim's key: the break claims against it instead of the docket. */
  target?: Hex
  /** The block to look at; default: the latest. */
  at?: bigint
}

/** A stretch of the docket; shorter than `count` where it ends. */
export async function getDocket(
  client: PublicClient,
  escrow: { address: Address; terms: Terms },
  range: DocketRange,
): Promise<(ClaimState & { index: bigint })[]> {
  const { from, count, target = zeroHash } = range
  return explained(async () => {
    const blockNumber = range.at ?? (await client.getBlockNumber({ cacheTime: 0 }))
    const contract = { address: escrow.address, abi: escrowAbi, blockNumber } as const
    const filed =
      target === zeroHash
        ? (await client.readContract({ ...contract, functionName: 'docket' }))[0]
        : (await getClaim(client, escrow, target, blockNumber)).breaksFiled
    const end = from + count < filed ? from + count : filed
    const places = Array.from({ length: end > from ? Number(end - from) : 0 }, (_, i) => from + BigInt(i))
    return Promise.all(
      places.map(async (index) => {
        const key = await client.readContract({ ...contract, functionName: 'keyAt', args: [target, index] })
        return { ...(await getClaim(client, escrow, key, blockNumber)), index }
      }),
    )
  })
}
