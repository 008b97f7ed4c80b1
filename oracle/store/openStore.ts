import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { Kysely, PostgresDialect, SqliteDialect, type Dialect, type SqliteDatabase } from 'kysely'
import { Migrator } from 'kysely/migration'
import { MIGRATIONS } from './migrations.ts'
import type { Tables } from './tables.ts'

/** What an operator remembers. Everything is in it but the bundles, which lie in the data folder. */
export type Store = Kysely<Tables>

/** PostgreSQL's type of 64-bit integers. Those of this store are times and block numbers, below 2^53. */
const INT8 = 20

/**
 * Opens the store and brings it up to this version.
 * @param where a `postgres:` URL, the path of an SQLite file, or ":memory:".
 * @throws {Error} when the store is of a later version.
 */
export async function openStore(where: string): Promise<Store> {
  return migrated(/^postgres(ql)?:/.test(where) ? await postgres(where) : sqlite(where))
}

/** The same over a connection that exists already. */
export async function migrated(dialect: Dialect): Promise<Store> {
  const store = new Kysely<Tables>({ dialect })
  const migrator = new Migrator({ db: store, provider: { getMigrations: () => Promise.resolve({ ...MIGRATIONS }) } })
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined) {
    await store.destroy()
    throw error instanceof Error ? error : new Error('The store could not be brought up to this version.')
  }
  return store
}

function sqlite(path: string): Dialect {
  const database = new DatabaseSync(path)
  // Whatever was committed is on the disk, also after a power failure.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000')
  const shim: SqliteDatabase = {
    close: () => {
      database.close()
    },
    prepare: (sql) => {
      const statement = database.prepare(sql)
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...(parameters as SQLInputValue[])),
        run: (parameters) => statement.run(...(parameters as SQLInputValue[])),
        iterate: (parameters) => statement.iterate(...(parameters as SQLInputValue[])),
      }
    },
  }
  return new SqliteDialect({ database: shim })
}

async function postgres(url: string): Promise<Dialect> {
  const { default: pg } = await import('pg')
  pg.types.setTypeParser(INT8, Number)
  return new PostgresDialect({ pool: new pg.Pool({ connectionString: url, max: 4 }) })
}
