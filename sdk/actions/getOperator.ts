import type { Address, PublicClient } from 'viem'
import { operatorDirectoryAbi } from '../abi/operatorDirectory.ts'
import { explained } from './explained.ts'

/** What an operator says of itself. The directory checks lengths only: parse both before using them. */
export interface Operator {
  /** Where its service is reached; empty if it never published. */
  endpoint: string
  /** To what evidence for it is encrypted, an age recipient; empty if it never published. */
  encryptionKey: string
  /** Unix seconds; 0 = never published. */
  publishedAt: bigint
}

/** What an account published last in the directory of operators; all empty if nothing. */
export async function getOperator(client: PublicClient, directory: Address, account: Address): Promise<Operator> {
  const contract = { address: directory, abi: operatorDirectoryAbi } as const
  return explained(() => client.readContract({ ...contract, functionName: 'operatorOf', args: [account] }))
}
