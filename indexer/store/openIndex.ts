import { closeSync, openSync } from 'node:fs'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { Kysely, PostgresDialect, sql, SqliteAdapter, SqliteDialect, type Dialect, type SqliteDatabase } from 'kysely'
import { Migrator } from 'kysely/migration'
import { MIGRATIONS } from './migrations.ts'
import type { Tables } from './tables.ts'

/** The database of an index, or a transaction on it. */
export type Index = Kysely<Tables>

/** The index was written by a later version of this program. */
export class LaterIndex extends Error {
  override readonly name = 'LaterIndex'

  constructor(later: readonly string[]) {
    super(
      `The index is of a later version (${later.join(', ')}). Run that version or a later one, or name another database; nothing was changed.`,
    )
  }
}

/**
 * Opens an index and brings it up to this version.
 * @param where a `postgres:` URL, the path of an SQLite file, or ":memory:".
 * @throws {LaterIndex} when it is of a later version.
 */
export async function openIndex(where: string): Promise<Index> {
  return migrated(isPostgres(where) ? await postgres(where) : sqlite(where))
}

/** Whether a database is named by a URL of PostgreSQL. */
export function isPostgres(where: string): boolean {
  return /^postgres(ql)?:/.test(where)
}

/** The same over a connection that exists already. */
export async function migrated(dialect: Dialect): Promise<Index> {
  const index = new Kysely<Tables>({ dialect })
  const migrator = new Migrator({ db: index, provider: { getMigrations: () => Promise.resolve({ ...MIGRATIONS }) } })
  const { error } = await migrator.migrateToLatest()
  if (error === undefined) return index
  const later = await unknownMigrations(index).catch(() => [])
  await index.destroy()
  if (later.length > 0) throw new LaterIndex(later)
  throw error instanceof Error ? error : new Error('The index could not be brought up to this version.')
}

async function unknownMigrations(index: Index): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(index)
  return rows.map(({ name }) => name).filter((name) => !Object.hasOwn(MIGRATIONS, name))
}

/**
 * Opens an index that another connection keeps, to read alone: it neither waits for the writer nor keeps it waiting.
 * @param where as for `openIndex`, but not ":memory:".
 */
export async function openReader(where: string): Promise<Index> {
  if (isPostgres(where)) return new Kysely<Tables>({ dialect: await postgres(where) })
  const database = new DatabaseSync(where, { readOnly: true })
  database.exec('PRAGMA busy_timeout = 5000; PRAGMA cache_size = -65536')
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database: overSqlite(database, 'begin') }) })
}

/** Reads everything as of one moment. */
export async function reading<T>(index: Index, read: (snapshot: Index) => Promise<T>): Promise<T> {
  const transaction = index.transaction()
  const isSqlite = index.getExecutor().adapter instanceof SqliteAdapter
  return (isSqlite ? transaction : transaction.setIsolationLevel('repeatable read')).execute(read)
}

function sqlite(path: string): Dialect {
  if (path !== ':memory:') closeSync(openSync(path, 'a', 0o600))
  const database = new DatabaseSync(path)
  // Readers do not wait for the writer; what was committed is on the disk.
  database.exec(`PRAGMA busy_timeout = ${PATIENCE}`)
  changeToWal(database)
  database.exec('PRAGMA synchronous = FULL; PRAGMA cache_size = -65536')
  return new AtomicSqliteDialect({ database: overSqlite(database, 'begin immediate') })
}

/** How long a lock of another process is waited for, in milliseconds. */
const PATIENCE = 5_000

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

/**
 * Kysely's idea of an SQLite database over Node's own.
 * @param begin how transactions begin: one that reads first could not write any more once another process has written.
 */
function overSqlite(database: DatabaseSync, begin: 'begin' | 'begin immediate'): SqliteDatabase {
  return {
    close: () => {
      database.close()
    },
    prepare: (text) => {
      const statement = database.prepare(text === 'begin' ? begin : text)
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...(parameters as SQLInputValue[])),
        run: (parameters) => statement.run(...(parameters as SQLInputValue[])),
        iterate: (parameters) => statement.iterate(...(parameters as SQLInputValue[])),
      }
    },
  }
}

/** SQLite changes tables in transactions too: a process that ends in a migration, or two that begin one, leave nothing half done. */
class AtomicSqliteDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new AtomicSqliteAdapter()
  }
}

class AtomicSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

async function postgres(url: string): Promise<Dialect> {
  const { default: pg } = await import('pg')
  const { types } = pg
  // 64-bit integers of an index are times, numbers of blocks and counts, below 2^53.
  const parsers = {
    getTypeParser: (...asked: Parameters<typeof types.getTypeParser>): unknown =>
      asked[0] === types.builtins.INT8 ? Number : types.getTypeParser(...asked),
  }
  const pool = new pg.Pool({ connectionString: url, max: 8, connectionTimeoutMillis: 10_000, types: parsers })
  // A connection that was lost while nothing used it: the next query opens another, and says so if it cannot.
  pool.on('error', () => undefined)
  return new PostgresDialect({ pool })
}
