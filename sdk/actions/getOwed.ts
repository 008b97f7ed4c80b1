import type { Address, PublicClient } from 'viem'
import { escrowAbi } from '../abi/escrow.ts'
import { explained } from './explained.ts'

/** What an account can collect and how many shares it holds, in base units. */
export async function getOwed(
  client: PublicClient,
  escrow: Address,
  account: Address,
): Promise<{ owed: bigint; shares: bigint }> {
  return explained(async () => {
    const contract = { address: escrow, abi: escrowAbi } as const
    const [owed, shares] = await Promise.all([
      client.readContract({ ...contract, functionName: 'owed', args: [account] }),
      client.readContract({ ...contract, functionName: 'balanceOf', args: [account] }),
    ])
    return { owed, shares }
  })
}
