import type { Address, PublicClient } from 'viem'
import { escrowAbi } from '../abi/escrow.ts'
import { explained } from './explained.ts'

/** The token of an escrow and how much of it can still be pledged, in base units. */
export interface Room {
  asset: Address
  room: bigint
}

/** What each of some escrows still accepts, all at one block. */
export async function getRooms(client: PublicClient, escrows: readonly Address[]): Promise<Room[]> {
  return explained(async () => {
    const blockNumber = await client.getBlockNumber({ cacheTime: 0 })
    return Promise.all(
      escrows.map(async (address) => {
        const contract = { address, abi: escrowAbi, blockNumber } as const
        const [asset, room] = await Promise.all([
          client.readContract({ ...contract, functionName: 'asset' }),
          client.readContract({ ...contract, functionName: 'maxDeposit', args: [address] }),
        ])
        return { asset, room }
      }),
    )
  })
}
