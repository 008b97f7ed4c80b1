import type { Address, PublicClient } from 'viem'
import { getAcceptance } from './getAcceptance.ts'

/** Which members of a panel have not said in the OperatorDirectory that they accept `escrow`. */
export async function getUnaccepted(
  client: PublicClient,
  directory: Address,
  escrow: Address,
  panel: readonly Address[],
): Promise<Address[]> {
  const times = await Promise.all(panel.map((member) => getAcceptance(client, directory, { member, escrow })))
  return panel.filter((_, i) => times[i] === undefined)
}
