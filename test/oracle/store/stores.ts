/** The two databases that a store may be in, for suites that hold for both. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { PGliteDialect } from 'kysely'
import { migrated, openStore, type Store } from '../../../oracle/store/openStore.ts'

export interface Database {
  /** Another connection to the same data, as after a restart. */
  connect(): Promise<Store>
  /** Ends all connections and removes the data. */
  stop(): Promise<void>
}

export async function sqliteDatabase(): Promise<Database & { path: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'lodestone-store-'))
  const path = join(folder, 'store.sqlite')
  const opened: Store[] = []
  return {
    path,
    connect: async () => {
      const store = await openStore(path)
      opened.push(store)
      return store
    },
    stop: async () => {
      for (const store of opened) await store.destroy()
      await rm(folder, { recursive: true })
    },
  }
}

/** PostgreSQL in this process. It has one connection, which all share. */
async function postgresDatabase(): Promise<Database> {
  const pglite = new PGlite({ parsers: { 20: Number } })
  return {
    connect: () => migrated(new PGliteDialect({ pglite })),
    stop: () => pglite.close(),
  }
}

export const DATABASES: readonly { name: string; open: () => Promise<Database> }[] = [
  { name: 'SQLite', open: sqliteDatabase },
  { name: 'PostgreSQL', open: postgresDatabase },
]
