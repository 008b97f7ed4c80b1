import type { PublicClient } from 'viem'
import { explained } from '../../sdk/actions/explained.ts'
import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import type { Chain } from '../operator.ts'

/**
 * Reads by two endpoints what one alone must not decide.
 * @param read gives plain values; big numbers count.
 * @throws {ConnectionError} where no two give the same.
 */
export async function readSame<T>(chain: Pick<Chain, 'read'>, read: (client: PublicClient) => Promise<T>): Promise<T> {
  return chain.read(async (client, witness) => {
    const [first, second] = await explained(() =>
      Promise.all(client === witness ? [read(client)] : [read(client), read(witness)]),
    )
    if (client !== witness && textOf(first) !== textOf(second)) {
      throw new ConnectionError('Two RPC endpoints give different answers.', undefined, 'They are asked again.')
    }
    return first
  })
}

function textOf(value: unknown): string {
  return JSON.stringify([value], (_, one: unknown) => (typeof one === 'bigint' ? `${one}n` : one))
}
