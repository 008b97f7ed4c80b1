import type { Address, Hex } from 'viem'
import { BaseError, HttpRequestError, TimeoutError } from 'viem'
import * as z from 'zod'
import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import { transactionOf, type Foreseen } from './foreseen.ts'
import { addressSchema, bytes32Schema } from '../../sdk/model/schemas.ts'
import { bytesSchema } from '../prove/ask.ts'

/** Asked for at once, where the endpoint takes no batches. */
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
 * Reads transactions, by JSON-RPC batches where the endpoint takes them.
 * @param answers what was asked ahead.
 * @returns them by hash; those that the endpoint does not know, or answers with something else, are left out.
 * @throws {ConnectionError} when the endpoint cannot be asked.
 */
export async function readTransactions(answers: Foreseen, hashes: readonly Hex[]): Promise<Map<Hex, Sent>> {
  const found = new Map<Hex, Sent>()
  await answers.foresee(hashes.map((transactionHash) => transactionOf({ transactionHash })))
  for (let from = 0; from < hashes.length; from += AT_ONCE) {
    const some = hashes.slice(from, from + AT_ONCE)
    const read = await Promise.all(some.map((hash) => readOne(answers, hash)))
    for (const sent of read) if (sent !== undefined) found.set(sent.hash, sent)
  }
  return found
}

async function readOne(answers: Foreseen, hash: Hex): Promise<Sent | undefined> {
  try {
    const answer = await answers.get(transactionOf({ transactionHash: hash }))
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
