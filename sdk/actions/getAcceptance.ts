import type { Address, PublicClient } from 'viem'
import { operatorDirectoryAbi } from '../abi/operatorDirectory.ts'
import { explained } from './explained.ts'

/** When a member of the panel said that it accepts an escrow, in unix seconds; undefined if it has not. */
export async function getAcceptance(
  client: PublicClient,
  directory: Address,
  accepted: { member: Address; escrow: Address },
): Promise<bigint | undefined> {
  const call = { address: directory, abi: operatorDirectoryAbi, functionName: 'acceptedAt' } as const
  const time = await explained(() => client.readContract({ ...call, args: [accepted.member, accepted.escrow] }))
  return time === 0n ? undefined : time
}
