import type { Hex, PublicClient, TransactionReceipt } from 'viem'
import { twoClients } from '../chain/twoClients.ts'
import type { Operator } from '../operator.ts'
import { reasonOf } from './reasonOf.ts'
import type { Send } from './sends.ts'

/** What a node says of a transaction that it has, or had. */
const HAS_IT =
  /already known|known transaction|already imported|already exists|nonce too low|nonce has already been used|lower than the current nonce/i

/** What this process has broadcast: when last, unix milliseconds, and whether it was complained about. */
const known = new WeakMap<Operator, Map<Hex, { at: number; told: boolean }>>()

/** When this process broadcast a transaction last, unix milliseconds; 0 if never. */
export function broadcastAt(operator: Operator, { hash }: Send): number {
  return known.get(operator)?.get(hash)?.at ?? 0
}

/** Its end is known: nothing needs to be remembered of it. */
export function forget(operator: Operator, sends: readonly Send[]): void {
  for (const { hash } of sends) known.get(operator)?.delete(hash)
}

/**
 * Gives a signed transaction to the node. Never fails: whether it arrived is judged by receipts alone, since nodes answer with an error to
 * what reverts though they include it, and an answer may be lost.
 */
export async function broadcast(operator: Operator, { raw, hash }: Send, purpose: string): Promise<void> {
  const { chain, log, clock } = operator
  const all = known.get(operator) ?? new Map<Hex, { at: number; told: boolean }>()
  known.set(operator, all)
  const { told } = all.get(hash) ?? { told: false }
  all.set(hash, { at: clock.now(), told })
  // One that says that it has taken it may drop it.
  const [, second] = await twoClients(chain)
  void second?.sendRawTransaction({ serializedTransaction: raw }).catch(() => undefined)
  try {
    await chain.client.sendRawTransaction({ serializedTransaction: raw })
  } catch (error) {
    const reason = reasonOf(error)
    if (HAS_IT.test(reason)) return
    if ((await receiptOf(chain.client, hash).catch(() => undefined)) !== undefined) return
    if (told) return
    all.set(hash, { at: clock.now(), told: true })
    log.warn({ purpose, hash, reason }, 'the node did not take a transaction; it is sent again')
  }
}

/** What decides about a transaction. */
export type Receipt = Pick<TransactionReceipt, 'blockHash' | 'blockNumber' | 'status' | 'transactionHash'>

/** The receipt of a transaction; undefined while it is in no block. */
export async function receiptOf(client: PublicClient, hash: Hex): Promise<Receipt | undefined> {
  try {
    const { blockHash, blockNumber, status, transactionHash } = await client.getTransactionReceipt({ hash })
    return { blockHash, blockNumber, status, transactionHash }
  } catch (error) {
    if (error instanceof Error && error.name === 'TransactionReceiptNotFoundError') return undefined
    throw error
  }
}
