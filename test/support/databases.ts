/** Databases that what the services keep may be in, for suites that hold for all of them. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { PGliteDialect, type Dialect } from 'kysely'
import pg from 'pg'

export interface Database<S> {
  /** Another connection to the same data, as after a restart. */
  connect(): Promise<S>
  /** Ends all connections and removes the data. */
  stop(): Promise<void>
}

/** How a service opens what it keeps: by a path or a URL, or over a connection that exists. */
export interface Opener<S> {
  open: (where: string) => Promise<S>
  migrated: (dialect: Dialect) => Promise<S>
}

/** Databases that nobody uses now. They are kept: V8 ends the process now and then when it throws the code of one away. */
const idle: PGlite[] = []
/** With `npm run verify:postgres`: the URL of a server to run on too. */
const SERVER = process.env['LODESTONE_TEST_POSTGRES']

/** The databases of a service. */
export function databasesOf<S extends { destroy(): Promise<void> }>({ open, migrated }: Opener<S>) {
  async function sqliteDatabase(): Promise<Database<S> & { path: string }> {
    const folder = await mkdtemp(join(tmpdir(), 'lodestone-store-'))
    const path = join(folder, 'store.sqlite')
    const opened: S[] = []
    return {
      path,
      connect: async () => {
        const store = await open(path)
        opened.push(store)
        return store
      },
      stop: async () => {
        for (const store of opened) await store.destroy()
        await rm(folder, { recursive: true })
      },
    }
  }

  /**
   * PostgreSQL in this process. A database has one connection, which all share.
   * @param script what is in it.
   */
  async function postgresDatabase(script = ''): Promise<Database<S>> {
    const pglite = idle.pop() ?? new PGlite({ parsers: { 20: Number } })
    await pglite.exec(`drop schema public cascade; create schema public; ${script}`)
    // Stores that are destroyed close their connection, which is everybody's.
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

  /** A database of its own on a PostgreSQL server, with connections of its own for each store. */
  async function serverDatabase(url: string): Promise<Database<S>> {
    const name = `t${randomBytes(8).toString('hex')}`
    const admin = new pg.Client({ connectionString: url })
    await admin.connect()
    await admin.query(`create database ${name}`)
    const opened: S[] = []
    return {
      connect: async () => {
        const own = new URL(url)
        own.pathname = name
        const store = await open(own.href)
        opened.push(store)
        return store
      },
      stop: async () => {
        for (const store of opened) await store.destroy()
        await admin.query(`drop database ${name}`)
        await admin.end()
      },
    }
  }

  const all: readonly { name: string; open: () => Promise<Database<S>> }[] = [
    { name: 'SQLite', open: sqliteDatabase },
    { name: 'PostgreSQL', open: postgresDatabase },
    ...(SERVER === undefined ? [] : [{ name: 'a PostgreSQL server', open: () => serverDatabase(SERVER) }]),
  ]
  return { sqliteDatabase, postgresDatabase, all }
}
