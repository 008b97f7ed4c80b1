import type { Address, PublicClient } from 'viem'
import { operatorDirectoryAbi } from '../abi/operatorDirectory.ts'
import { explained } from './explained.ts'

/** What an account has published of itself: empty texts and time 0 if nothing. Nobody has checked it. */
export interface OperatorEntry {
  account: Address
  endpoint: string
  /** An age recipient, if it is what it should be. */
  encryptionKey: string
  /** Unix seconds. */
  publishedAt: bigint
}

/** What accounts have published in OperatorDirectory, in the order of `accounts`. */
export async function getOperators(
  client: PublicClient,
  directory: Address,
  accounts: readonly Address[],
): Promise<OperatorEntry[]> {
  const contract = { address: directory, abi: operatorDirectoryAbi, functionName: 'operatorOf' } as const
  return explained(() =>
    Promise.all(
      accounts.map(async (account) => ({
        account,
        ...(await client.readContract({ ...contract, args: [account] })),
      })),
    ),
  )
}
