/** Whose a store is, and whether it is the file that it was: a store of another member, chain or deployment, or a copy, could sign twice. */
import { stat } from 'node:fs/promises'
import type { Address } from 'viem'
import { InputError } from '../../sdk/errors/InputError.ts'
import type { Store } from './openStore.ts'

const [OWNER, STOPPED] = ['belongs to', 'signingStopped']
/** The name under which a store keeps which file it is in. */
export const FILE = 'file'
const COPIED =
  'The store is a copy, or was moved: another may sign with the original. Resume only when no other machine runs with it.'

/** What the rows of a store are about. */
export interface Owner {
  chainId: number
  factory: Address
  member: Address
}

/** Notes whose a store is, the first time. @throws {InputError} when it is somebody else's. */
export async function requireOwner(store: Store, { chainId, factory, member }: Owner): Promise<void> {
  const owner = `member ${member} of factory ${factory} on chain ${chainId}`
  const before = await read(store, OWNER)
  if (before === owner) return
  if (before === undefined) {
    await write(store, OWNER, owner)
    return
  }
  const message = `is the store of ${before}; the configuration is of ${owner}: name another data folder, or correct it`
  throw new InputError('store', [{ path: 'data', value: '', message }])
}

/** Stops signing where an SQLite file is not the one that it was. @param path of the file. @returns whether it is another. */
export async function stopIfCopied(store: Store, path: string): Promise<boolean> {
  const { ino, birthtimeNs, ctimeNs } = await stat(path, { bigint: true })
  // Where a file system does not know when a file was made, it says 0 or when it was changed.
  const made = birthtimeNs === ctimeNs ? 0n : birthtimeNs
  const before = (await read(store, FILE))?.split(' ')
  const isSame = (one: string | undefined, now: bigint) => one === `${now}` || one === '0' || now === 0n
  if (before !== undefined && before[0] === `${ino}` && isSame(before[1], made)) return false
  await store.transaction().execute(async (transaction) => {
    await write(transaction, FILE, `${ino} ${made}`)
    if (before === undefined) return
    const stopped = await read(transaction, STOPPED)
    await write(transaction, STOPPED, stopped === undefined ? COPIED : `${stopped}; ${COPIED}`)
  })
  return before !== undefined
}

async function read(store: Store, name: string): Promise<string | undefined> {
  return (await store.selectFrom('meta').select('value').where('name', '=', name).executeTakeFirst())?.value
}

async function write(store: Store, name: string, value: string): Promise<void> {
  await store
    .insertInto('meta')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute()
}
