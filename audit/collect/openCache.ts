import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Hex } from 'viem'
import { InputError } from '../../sdk/errors/InputError.ts'
import type { Origin } from '../../sdk/model/escrowAddress.ts'

/** Of the tables below and of the records in them. */
const VERSION = '1'

/** Whose logs a cache holds. */
export interface Belongs extends Origin {
  chainId: number
  /** The hash of block 0: local chains share their ids. */
  genesis: Hex
}

const TABLES = `
  create table if not exists meta (key text primary key, value text not null) strict;
  -- Blocks whose hashes are known: where two histories part lies between two of them.
  create table if not exists marks (number integer primary key, hash text not null) strict;
  -- What has been read: all logs of a stream in these blocks, of the chain on which the block of the pin is.
  create table if not exists ranges (
    owner text not null, stream text not null, from_block integer not null, to_block integer not null,
    pin_number integer not null, pin_hash text not null, witnessed integer not null,
    primary key (owner, stream, from_block)
  ) strict, without rowid;
  -- The logs, many in a row, in the form of records.ts.
  create table if not exists chunks (
    id integer primary key, owner text not null, stream text not null,
    first integer not null, last integer not null, logs integer not null, body blob not null
  ) strict;
  create index if not exists chunks_by_place on chunks (owner, stream, first);
  -- Streams with answers that could not be relied on: read again by the next audit.
  create table if not exists odd (owner text not null, stream text not null, primary key (owner, stream)) strict, without rowid;
`

/**
 * Opens the cache of a chain and an origin in a folder, or makes it; without a folder: on the disk, and gone when it is closed or this
 * process ends, however it ends.
 * @throws {InputError} when the file is of another chain or origin, of another version, or no cache.
 */
export function openCache(folder: string | undefined, belongs: Belongs): DatabaseSync {
  const { chainId, factory, implementation, genesis } = belongs
  // To SQLite an empty name is a file without a name.
  const path = folder === undefined ? '' : join(folder, `${chainId}-${factory.toLowerCase()}.sqlite`)
  if (folder !== undefined) mkdirSync(folder, { recursive: true })
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(path, { timeout: PATIENCE })
    // Whatever ends the process, the file stays whole; what was written last may be lost with the machine's power, and is read again.
    database.exec('pragma page_size = 16384')
    changeToWal(database)
    database.exec('pragma synchronous = normal')
    database.exec('pragma cache_size = -16000')
    database.exec(`begin immediate; ${TABLES} commit`)
    const expected = { version: VERSION, chainId: `${chainId}`, factory, implementation, genesis }
    for (const [key, value] of Object.entries(expected)) {
      database.prepare('insert into meta values (?, ?) on conflict do nothing').run(key, value.toLowerCase())
      const there = database.prepare('select value from meta where key = ?').get(key)?.['value']
      if (there !== value.toLowerCase()) throw notOurs(path, key, `${String(there)}, not ${value}`)
    }
    return database
  } catch (error) {
    database?.close()
    if (isSqlite(error, 26)) throw notOurs(path, 'file', 'no cache')
    throw error
  }
}

/** How long a lock of another process is waited for, in milliseconds. */
const PATIENCE = 30_000

/** SQLite waits for locks of others, but not for that of one that also changes to WAL: it is asked again. */
function changeToWal(database: DatabaseSync): void {
  const end = Date.now() + PATIENCE
  for (;;) {
    try {
      database.exec('PRAGMA journal_mode = WAL')
      return
    } catch (error) {
      const isBusy = error instanceof Error && 'errcode' in error && error.errcode === 5
      if (!isBusy || Date.now() > end) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10 + 20 * Math.random())
    }
  }
}

function notOurs(path: string, key: string, value: string): InputError {
  const message = 'delete the file, or name another folder for the cache: it is not of what is audited'
  return new InputError('cache', [{ document: path, path: key, value, message }])
}

function isSqlite(error: unknown, code: number): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === code
}
