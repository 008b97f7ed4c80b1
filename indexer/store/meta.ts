/** Whose an index is, and how far it has read. */
import type { Hex } from 'viem'
import { InputError } from '../../sdk/errors/InputError.ts'
import type { Deployment } from '../../sdk/model/deployment.ts'
import type { Index } from './openIndex.ts'

const [OWNER, CURSOR, HEAD, FINALIZED] = ['belongs to', 'read to block', 'head', 'finalized']

/** A block. */
export interface Position {
  number: number
  hash: Hex
  /** Unix seconds. */
  time: number
}

/** Notes whose an index is, the first time. @throws {InputError} when it is of another chain or deployment. */
export async function requireOwner(index: Index, deployment: Deployment): Promise<void> {
  const { chainId, factory, directory, block } = deployment
  const owner = `chain ${chainId}, factory ${factory}, directory ${directory}, from block ${block}`
  const before = await read(index, OWNER)
  if (before === owner) return
  if (before === undefined) {
    await write(index, OWNER, owner)
    return
  }
  const message = `holds the index of ${before}; the endpoint and the deployment record are of ${owner}: name another database, or correct them`
  throw new InputError('index', [{ path: 'database', value: '', message }])
}

/** The last block that was read; undefined where none was. */
export async function cursorOf(index: Index): Promise<Position | undefined> {
  const number = await read(index, CURSOR)
  if (number === undefined) return undefined
  return index
    .selectFrom('blocks')
    .select(['number', 'hash', 'time'])
    .where('number', '=', Number(number))
    .executeTakeFirstOrThrow()
}

/** Moves on, within the transaction that writes what was read. */
export async function setCursor(index: Index, to: Position | undefined): Promise<void> {
  if (to === undefined) await index.deleteFrom('meta').where('name', '=', CURSOR).execute()
  else await write(index, CURSOR, String(to.number))
}

/** The newest block of the chain, and the last one that is final, as far as known. */
export async function chainHead(index: Index): Promise<{ head: number; finalized: number }> {
  const [head, finalized] = [await read(index, HEAD), await read(index, FINALIZED)]
  return { head: Number(head ?? -1), finalized: Number(finalized ?? -1) }
}

export async function setChainHead(
  index: Index,
  { head, finalized }: { head: number; finalized: number },
): Promise<void> {
  await write(index, HEAD, String(head))
  await write(index, FINALIZED, String(finalized))
}

async function read(index: Index, name: string): Promise<string | undefined> {
  return (await index.selectFrom('meta').select('value').where('name', '=', name).executeTakeFirst())?.value
}

async function write(index: Index, name: string, value: string): Promise<void> {
  await index
    .insertInto('meta')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute()
}
