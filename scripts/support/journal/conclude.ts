import { setTimeout } from 'node:timers/promises'
import { isAddressEqual, type Hex, type PublicClient, type TransactionReceipt } from 'viem'
import { StillPending } from '../StillPending.ts'
import type { Signer } from '../../../oracle/sign/signer.ts'
import type { Entry } from './entry.ts'
import { findByNonce } from './findByNonce.ts'
import type { Journal } from './journal.ts'

/** What sending takes besides the entry. */
export interface Sending {
  client: PublicClient
  signer: Signer
  journal: Journal
  /** Seconds. */
  wait: number
}

/** What an endpoint says of a transaction that it has, or had. */
const HAS_IT =
  /already known|known transaction|already imported|already exists|nonce too low|nonce has already been used/i
const [FIRST_PAUSE, LONGEST_PAUSE] = [100, 2000]

/**
 * Brings a signed transaction to its end: sends it (again), waits for its receipt, and writes down which end it was. Sending one
 * transaction twice is harmless.
 * @returns the receipt; undefined if another transaction has taken its nonce, so that it can never be included.
 * @throws {StillPending} when it is not included in time; what the endpoint said when it refuses it.
 */
export async function conclude(sending: Sending, entry: Entry): Promise<TransactionReceipt | undefined> {
  const { client, journal } = sending
  const known = (await endOf(client, entry)) ?? (await awaitEnd(sending, await send(sending, entry)))
  if (known === 'replaced') {
    journal.write({ ...entry, state: 'over' })
    return undefined
  }
  const unreported = known.status === 'success' && entry.once
  journal.write({ ...entry, hash: known.transactionHash, state: unreported ? 'included' : 'over' })
  return known
}

/** Sends it where it is not included yet. @returns the entry, with the hash once that is known. */
async function send({ client, signer, journal }: Sending, entry: Entry): Promise<Entry> {
  const { raw } = entry
  try {
    if (raw !== undefined) {
      await client.sendRawTransaction({ serializedTransaction: raw })
      return entry
    }
    // What the signer sends lies in the pool already if the account's next nonce is a later one.
    if ((await client.getTransactionCount({ address: entry.account, blockTag: 'pending' })) > entry.nonce) return entry
    const sent = { ...entry, hash: await signer.send?.(entry) }
    journal.write(sent)
    return sent
  } catch (error) {
    if (isUnknown(error) || HAS_IT.test(String(error))) return entry
    // Some nodes answer with an error though they include it, because it reverts.
    if ((await endOf(client, entry)) !== undefined) return entry
    journal.write({ ...entry, state: 'refused' })
    throw error
  }
}

/** Whether an error leaves open if the transaction arrived. */
function isUnknown(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (['HttpRequestError', 'TimeoutError', 'ConnectionError'].includes(at.name)) return true
  }
  return false
}

async function awaitEnd({ client, wait }: Sending, entry: Entry): Promise<TransactionReceipt | 'replaced'> {
  const until = Date.now() + wait * 1000
  for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
    const end = await endOf(client, entry).catch((error: unknown) => {
      if (!isUnknown(error)) throw error
      return undefined
    })
    if (end !== undefined) return end
    const left = until - Date.now()
    if (left <= 0) {
      const which = entry.hash === undefined ? `with nonce ${entry.nonce}` : entry.hash
      throw new StillPending(`Transaction ${which} was sent and is still pending after ${wait} s.`, entry.hash)
    }
    await setTimeout(Math.min(pause, left))
  }
}

/** The end of a transaction as the chain knows it now; undefined while it has none. */
async function endOf(client: PublicClient, entry: Entry): Promise<TransactionReceipt | 'replaced' | undefined> {
  const receipt = await receiptOf(client, entry.hash)
  if (receipt !== undefined) return receipt
  const { account: address, nonce } = entry
  if ((await client.getTransactionCount({ address, blockTag: 'latest' })) <= nonce) return undefined
  // Its nonce is used: by itself since, by the same with other fees, or by something else.
  const included = await findByNonce(client, address, nonce, entry.block)
  if (included === undefined) return receiptOf(client, entry.hash)
  const same = included.to !== null && isAddressEqual(included.to, entry.to) && included.input === entry.data
  return same && included.value === entry.value ? receiptOf(client, included.hash) : 'replaced'
}

async function receiptOf(client: PublicClient, hash: Hex | undefined): Promise<TransactionReceipt | undefined> {
  if (hash === undefined) return undefined
  try {
    return await client.getTransactionReceipt({ hash })
  } catch (error) {
    if (error instanceof Error && error.name === 'TransactionReceiptNotFoundError') return undefined
    throw error
  }
}
