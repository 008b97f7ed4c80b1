import { closeSync, openSync } from 'node:fs'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { Kysely, PostgresDialect, sql, SqliteAdapter, SqliteDialect, type Dialect, type SqliteDatabase } from 'kysely'
import { Migrator } from 'kysely/migration'
import { MIGRATIONS } from './migrations.ts'
import type { Tables } from './tables.ts'

/** What an operator remembers. Everything is in it but the bundles, which lie in the data folder. */
export type Store = Kysely<Tables>

/**
 * Opens the store and brings it up to this version.
 * @param where a `postgres:` URL, the path of an SQLite file, or ":memory:".
 * @throws {LaterStore} when the store is of a later version.
 */
export async function openStore(where: string): Promise<Store> {
  return migrated(/^postgres(ql)?:/.test(where) ? await postgres(where) : sqlite(where))
}

/** The same over a connection that exists already. */
export async function migrated(dialect: Dialect): Promise<Store> {
  const store = new Kysely<Tables>({ dialect })
  const migrator = new Migrator({ db: store, provider: { getMigrations: () => Promise.resolve({ ...MIGRATIONS }) } })
  const { error } = await migrator.migrateToLatest()
  if (error === undefined) return store
  const later = await unknownMigrations(store).catch(() => [])
  await store.destroy()
  if (later.length > 0) throw new LaterStore(later)
  throw error instanceof Error ? error : new Error('The store could not be brought up to this version.')
}

/** The store was written by a later version of this program. */
export class LaterStore extends Error {
  override readonly name = 'LaterStore'

  constructor(later: readonly string[]) {
    super(
      `The store is of a later version (${later.join(', ')}). Run that version or a later one; nothing was changed.`,
    )
  }
}

/** Versions of the store that this program does not know. */
async function unknownMigrations(store: Store): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(store)
  return rows.map(({ name }) => name).filter((name) => !Object.hasOwn(MIGRATIONS, name))
}

function sqlite(path: string): Dialect {
  // Salts and signatures are secret before the reveal; what SQLite writes beside the file has the same mode.
  if (path !== ':memory:') closeSync(openSync(path, 'a', 0o600))
  const database = new DatabaseSync(path)
  // Whatever was committed is on the disk, also after a power failure.
  database.exec(`PRAGMA busy_timeout = ${PATIENCE}`)
  changeToWal(database)
  database.exec('PRAGMA synchronous = FULL')
  return overSqlite(database)
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

/** The dialect of a database that is open already. */
export function overSqlite(database: Pick<DatabaseSync, 'close' | 'prepare'>): Dialect {
  const shim: SqliteDatabase = {
    close: () => {
      database.close()
    },
    prepare: (sql) => {
      // A transaction that reads first could not write any more once another process has written.
      const statement = database.prepare(sql === 'begin' ? 'begin immediate' : sql)
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...(parameters as SQLInputValue[])),
        run: (parameters) => statement.run(...(parameters as SQLInputValue[])),
        iterate: (parameters) => statement.iterate(...(parameters as SQLInputValue[])),
      }
    },
  }
  return new AtomicSqliteDialect({ database: shim })
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
  // 64-bit integers of this store are times and block numbers, below 2^53.
  const parsers = {
    getTypeParser: (...asked: Parameters<typeof types.getTypeParser>): unknown =>
      asked[0] === types.builtins.INT8 ? Number : types.getTypeParser(...asked),
  }
  const pool = new pg.Pool({ connectionString: url, max: 4, connectionTimeoutMillis: 10_000, types: parsers })
  // A connection that was lost while nothing used it: the next query opens another, and says so if it cannot.
  pool.on('error', () => undefined)
  return new PostgresDialect({ pool })
}
