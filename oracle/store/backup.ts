/**
 * Copies of a store in an SQLite file. A restored one may lack the newest duties, so nothing is signed with it until a person confirms
 * that nothing newer was signed. PostgreSQL has its own tools; `markRestored` belongs after those too.
 */
import { access, chmod, copyFile, link, open, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { sql, SqliteAdapter } from 'kysely'
import { InputError } from '../../sdk/errors/InputError.ts'
import { FILE } from './belongs.ts'
import { openStore, type Store } from './openStore.ts'

/** Why nothing is signed with a restored store. */
const REASON =
  'The store was restored from a backup and may lack the newest duties. Resume only when it is certain that nothing newer was signed.'

/**
 * Writes a store to one file while it is in use; only its owner can read it.
 * @param to a file that does not exist.
 * @throws {InputError} when it exists, or the store is in PostgreSQL; {Error} when what was written does not open.
 */
export async function backupStore(store: Store, to: string): Promise<void> {
  if (!(store.getExecutor().adapter instanceof SqliteAdapter)) {
    throw wrong(to, 'cannot be written: the store is in PostgreSQL; use pg_dump or the tools of your server')
  }
  const part = await beginFile(to)
  const { duties } = await store
    .selectFrom('duties')
    .select(({ fn }) => fn.countAll<number>().as('duties'))
    .executeTakeFirstOrThrow()
  await (await open(part, 'wx', 0o600)).close()
  await sql`vacuum into ${part}`.execute(store)
  verifyFile(part, duties)
  await finishFile(part, to)
}

/**
 * Copies a backup to where the store belongs, marked so that nothing is signed with it until a person resumes signing.
 * @param to a file that does not exist, nor SQLite's files beside it.
 * @throws {InputError} when there is a store, or the backup cannot be read or is damaged; {LaterStore} when it is of a later version.
 */
export async function restoreBackup(from: string, to: string): Promise<void> {
  for (const beside of ['-wal', '-shm', '-journal']) await refuseExisting(`${to}${beside}`)
  const part = await beginFile(to)
  try {
    await copyFile(from, part)
    await chmod(part, 0o600)
    verifyFile(part, 0)
  } catch (error) {
    throw wrong(from, `is no backup that can be read: ${String(error)}`)
  }
  // It gets its name only when it is marked.
  const store = await openStore(part)
  try {
    await markRestored(store)
  } finally {
    await store.destroy()
  }
  await finishFile(part, to)
}

/** Nothing is signed with this store until a person resumes signing: it may lack the newest duties. */
export async function markRestored(store: Store): Promise<void> {
  await store
    .insertInto('meta')
    .values({ name: 'signingStopped', value: REASON })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  // It is another file than the one that was backed up: that need not be said as well.
  await store.deleteFrom('meta').where('name', '=', FILE).execute()
}

/** @param duties how many it holds at least. @throws {Error} when the file is damaged or holds less. */
function verifyFile(path: string, duties: number): void {
  const database = new DatabaseSync(path, { readOnly: true })
  try {
    const check = database.prepare('PRAGMA integrity_check').all()
    if (check.length !== 1 || check[0]?.['integrity_check'] !== 'ok') throw new Error('the file is damaged')
    const found = Number(database.prepare('SELECT count(*) AS found FROM duties').get()?.['found'])
    if (found < duties) throw new Error(`it holds ${found} of ${duties} duties`)
  } finally {
    database.close()
  }
}

/** Where a file is written before it gets its name. What a crash left there goes. */
async function beginFile(to: string): Promise<string> {
  await refuseExisting(to)
  const part = `${to}.part`
  for (const beside of ['', '-wal', '-shm', '-journal']) await rm(`${part}${beside}`, { force: true })
  return part
}

/** Gives a whole file its name, unless that was taken meanwhile. */
async function finishFile(part: string, to: string): Promise<void> {
  await flush(part)
  await link(part, to)
  await rm(part)
  await flush(dirname(to))
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function refuseExisting(path: string): Promise<void> {
  const exists = await access(path).then(
    () => true,
    () => false,
  )
  if (exists) throw wrong(path, 'exists and is never overwritten; name another file')
}

function wrong(path: string, message: string): InputError {
  return new InputError('backup', [{ path: '', value: path, message }])
}
