/** The databases that an index may be in, for suites that hold for both. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { PGliteDialect } from 'kysely'
import pg from 'pg'
import { migrated, openIndex, type Index } from '../../../indexer/store/openIndex.ts'

export interface Database {
  /** Another connection to the same data, as after a restart. */
  connect(): Promise<Index>
  /** Ends all connections and removes the data. */
  stop(): Promise<void>
}

export async function sqliteDatabase(): Promise<Database & { path: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'lodestone-index-'))
  const path = join(folder, 'index.sqlite')
  const opened: Index[] = []
  return {
    path,
    connect: async () => {
      const index = await openIndex(path)
      opened.push(index)
      return index
    },
    stop: async () => {
      for (const index of opened) await index.destroy()
      await rm(folder, { recursive: true })
    },
  }
}

/** Databases that nobody uses now. They are kept: V8 ends the process now and then when it throws the code of one away. */
const idle: PGlite[] = []

/** PostgreSQL in this process. A database has one connection, which all share. */
export async function postgresDatabase(): Promise<Database> {
  const pglite = idle.pop() ?? new PGlite({ parsers: { 20: Number } })
  await pglite.exec('drop schema public cascade; create schema public')
  // Indexes that are destroyed close their connection, which is everybody's.
  const kept = new Proxy(pglite, {
    get: (on, name) => {
      if (name === 'close') return () => Promise.resolve()
      const value: unknown = Reflect.get(on, name, on)
      return typeof value === 'function' ? (value.bind(on) as unknown) : value
    },
  })
  return {
    connect: () => migrated(new PGliteDialect({ pglite: kept })),
    stop: () => {
      idle.push(pglite)
      return Promise.resolve()
    },
  }
}

/** A database of its own on a PostgreSQL server, with connections of its own for each index. */
async function serverDatabase(url: string): Promise<Database> {
  const name = `t${randomBytes(8).toString('hex')}`
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  await admin.query(`create database ${name}`)
  const opened: Index[] = []
  return {
    connect: async () => {
      const own = new URL(url)
      own.pathname = name
      const index = await openIndex(own.href)
      opened.push(index)
      return index
    },
    stop: async () => {
      for (const index of opened) await index.destroy()
      await admin.query(`drop database ${name}`)
      await admin.end()
    },
  }
}

/** With `npm run verify:postgres`: the URL of a server to run on too. */
const SERVER = process.env['LODESTONE_TEST_POSTGRES']

export const DATABASES: readonly { name: string; open: () => Promise<Database> }[] = [
  { name: 'SQLite', open: sqliteDatabase },
  { name: 'PostgreSQL', open: postgresDatabase },
  ...(SERVER === undefined ? [] : [{ name: 'a PostgreSQL server', open: () => serverDatabase(SERVER) }]),
]
