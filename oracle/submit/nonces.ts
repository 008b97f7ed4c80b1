import type { Address } from 'viem'
import { explained } from '../../sdk/actions/explained.ts'
import { twoClients } from '../chain/twoClients.ts'
import type { Operator } from '../operator.ts'

/**
 * Nonces below are used in the latest block, by the lower of two answers: one that is too low costs a transaction that no node takes, one
 * that is too high leaves a gap that blocks the account.
 */
export async function usedNonces({ chain }: Pick<Operator, 'chain'>, address: Address): Promise<number> {
  const clients = await twoClients(chain)
  const answers = await Promise.allSettled(
    clients.map((client) => explained(() => client.getTransactionCount({ address, blockTag: 'latest' }))),
  )
  const counts = answers.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  if (counts.length > 0) return Math.min(...counts)
  return explained(() => chain.client.getTransactionCount({ address, blockTag: 'latest' }))
}
