import type { PublicClient } from 'viem'
import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import type { Chain } from '../operator.ts'

/**
 * Clients of two endpoints that agreed on the confirmed block, for what must not fail because one of them lies or keeps silent. Where
 * there is only one, or no two agree now, the one that answers: work goes on.
 */
export async function twoClients(chain: Chain): Promise<readonly PublicClient[]> {
  try {
    const two = await chain.read((client, witness) => Promise.resolve([client, witness]))
    return two[0] === two[1] ? [chain.client] : two
  } catch (error) {
    if (error instanceof ConnectionError) return [chain.client]
    throw error
  }
}
