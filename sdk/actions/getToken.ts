import { erc20Abi, type Address, type PublicClient } from 'viem'
import type { Token } from '../model/amount.ts'
import { explained } from './explained.ts'

/** Symbol and decimals of a token. @throws {RevertError} when there is no token. */
export async function getToken(client: PublicClient, address: Address): Promise<Token> {
  return explained(async () => {
    const contract = { address, abi: erc20Abi } as const
    const [symbol, decimals] = await Promise.all([
      client.readContract({ ...contract, functionName: 'symbol' }),
      client.readContract({ ...contract, functionName: 'decimals' }),
    ])
    return { symbol, decimals }
  })
}
