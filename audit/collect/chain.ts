import { isHex, type PublicClient } from 'viem'
import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import { InputError } from '../../sdk/errors/InputError.ts'
import { Batches, unusable } from './batches.ts'
import { Headers } from './headers.ts'
import type { Pin } from './pin.ts'

/**
 * Whether a second endpoint is of the same chain, and has the pinned block.
 * @throws {InputError} when it is of another chain; {ConnectionError} when it does not answer, or has another block.
 */
export async function checkWitness(witness: PublicClient, chainId: number, pin: Pin): Promise<void> {
  const batches = new Batches(witness)
  const other = await chainOf(batches).catch((error: unknown) => {
    if (!(error instanceof ConnectionError)) throw error
    throw new ConnectionError('The witness does not answer.', error, 'Check its URL and try again.')
  })
  if (other !== chainId) {
    const message = `is of chain ${other}, the first endpoint of chain ${chainId}; change one of them`
    throw new InputError('witness', [{ path: 'witness', value: `chain ${other}`, message }])
  }
  await pin.isOn(new Headers(batches))
}

/** The id of an endpoint's chain. @throws {ConnectionError} when it does not answer with one. */
export async function chainOf(batches: Batches): Promise<number> {
  const [answer] = await batches.ask([{ method: 'eth_chainId', params: [] }])
  if (!isHex(answer) || answer === '0x' || answer.length > 14) throw unusable('something else than the id of its chain')
  return Number(answer)
}
