/** How far the chain was read, and which blocks it had then. */
import type { Hex, PublicClient } from 'viem'
import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import type { Header } from '../chain/agree.ts'
import type { Operator } from '../operator.ts'
import type { Store } from '../store/openStore.ts'

const CURSOR = 'observed to block'
const FOLLOWED = 'escrows followed'
/** How many hashes are kept. */
const RING = 256

/** The last block that was read, and its hash; the block before the deployment where nothing was. */
export interface Position {
  number: bigint
  hash: Hex | undefined
}

export async function positionOf({ store, deployment }: Pick<Operator, 'store' | 'deployment'>): Promise<Position> {
  const row = await store.selectFrom('meta').select('value').where('name', '=', CURSOR).executeTakeFirst()
  if (row === undefined) return { number: BigInt(deployment.block) - 1n, hash: undefined }
  const number = BigInt(row.value)
  const block = await store.selectFrom('blocks').select('hash').where('number', '=', Number(number)).executeTakeFirst()
  return { number, hash: block?.hash }
}

/**
 * Moves the position on, within the transaction of what was read.
 * @throws {Error} when another process moved it meanwhile.
 */
export async function moveOn(
  store: Store,
  from: bigint,
  { number, hash }: Pick<Header, 'number' | 'hash'>,
): Promise<void> {
  await setCursor(store, from, number)
  await store
    .insertInto('blocks')
    .values({ number: Number(number), hash })
    .execute()
  const oldest = await store
    .selectFrom('blocks')
    .select('number')
    .orderBy('number', 'desc')
    .limit(1)
    .offset(RING - 1)
    .executeTakeFirst()
  if (oldest !== undefined) await store.deleteFrom('blocks').where('number', '<', oldest.number).execute()
}

/** Moves the position back to `to`, within the transaction that forgets what was read after it. */
export async function moveBack(store: Store, from: bigint, to: bigint): Promise<void> {
  await setCursor(store, from, to)
  await store.deleteFrom('blocks').where('number', '>', Number(to)).execute()
}

/** The blocks that were read and are remembered, up to `most`, the newest first. */
export async function remembered(store: Store, most: bigint): Promise<Pick<Header, 'number' | 'hash'>[]> {
  const rows = await store
    .selectFrom('blocks')
    .select(['number', 'hash'])
    .where('number', '<=', Number(most))
    .orderBy('number', 'desc')
    .execute()
  return rows.map(({ number, hash }) => ({ number: BigInt(number), hash }))
}

/** The block with a number, by two endpoints. @throws {ConnectionError} when they give different ones. */
export async function sameHeader(client: PublicClient, witness: PublicClient, blockNumber: bigint): Promise<Header> {
  const [first, second] = await Promise.all(
    (client === witness ? [client] : [client, witness]).map((one) => one.getBlock({ blockNumber })),
  )
  const same = second === undefined || (first?.hash === second.hash && first.timestamp === second.timestamp)
  if (first === undefined || !same || first.number !== blockNumber) {
    throw new ConnectionError(`Two RPC endpoints give different blocks ${blockNumber}.`)
  }
  return { number: blockNumber, hash: first.hash, timestamp: first.timestamp }
}

async function setCursor(store: Store, from: bigint, to: bigint): Promise<void> {
  const value = String(to)
  const { numUpdatedRows } = await store
    .updateTable('meta')
    .set({ value })
    .where('name', '=', CURSOR)
    .where('value', '=', String(from))
    .executeTakeFirst()
  if (numUpdatedRows > 0n) return
  const { numInsertedOrUpdatedRows = 0n } = await store
    .insertInto('meta')
    .values({ name: CURSOR, value })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .executeTakeFirst()
  if (numInsertedOrUpdatedRows === 0n) throw new Error('Another process writes to this store: end one of the two.')
}

/** Which escrows were followed as the chain was read; undefined where the store does not say. */
export async function followed(store: Store): Promise<string | undefined> {
  const row = await store.selectFrom('meta').select('value').where('name', '=', FOLLOWED).executeTakeFirst()
  return row?.value
}

export async function setFollowed(store: Store, value: string): Promise<void> {
  await store
    .insertInto('meta')
    .values({ name: FOLLOWED, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute()
}
