import type { Address, Hex, PublicClient } from 'viem'
import { BaseError, HttpRequestError, TimeoutError } from 'viem'
import * as z from 'zod'
import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import { addressSchema, bytes32Schema } from '../../sdk/model/schemas.ts'
import { bytesSchema } from '../prove/ask.ts'

/** Asked for at once: one batch, where the client's transport makes batches. */
const AT_ONCE = 100

const transactionSchema = z
  .object({ hash: bytes32Schema, from: addressSchema, to: addressSchema.nullable(), input: bytesSchema })
  .nullable()

/** What was sent: to whom (null = a contract was created), by whom, with which input. */
export interface Sent {
  hash: Hex
  from: Address
  to: Address | null
  input: Hex
}

/**
 * Reads transactions, 100 at a time: in one JSON-RPC batch each where the client was made with `http(url, { batch: true })`.
 * @returns them by hash; those that the endpoint does not know, or answers with something else, are left out.
 * @throws {ConnectionError} when the endpoint cannot be asked.
 */
export async function readTransactions(client: PublicClient, hashes: readonly Hex[]): Promise<Map<Hex, Sent>> {
  const found = new Map<Hex, Sent>()
  for (let from = 0; from < hashes.length; from += AT_ONCE) {
    const some = hashes.slice(from, from + AT_ONCE)
    const answers = await Promise.all(some.map((hash) => readOne(client, hash)))
    for (const sent of answers) if (sent !== undefined) found.set(sent.hash, sent)
  }
  return found
}

async function readOne(client: PublicClient, hash: Hex): Promise<Sent | undefined> {
  try {
    const answer = await client.request({ method: 'eth_getTransactionByHash', params: [hash] })
    const { data } = transactionSchema.safeParse(answer)
    if (data?.hash !== hash.toLowerCase()) return undefined
    return data
  } catch (error) {
    if (isUnreachable(error)) throw new ConnectionError('The endpoint does not give the transactions.', error)
    return undefined
  }
}

/** Whether the endpoint could not be asked at all, rather than refused. */
export function isUnreachable(error: unknown): boolean {
  return (
    error instanceof BaseError &&
    error.walk((cause) => cause instanceof HttpRequestError || cause instanceof TimeoutError) !== null
  )
}
