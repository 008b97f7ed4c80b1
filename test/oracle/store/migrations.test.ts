import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFile, stat } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { expect } from 'chai'
import { sql } from 'kysely'
import { MIGRATIONS } from '../../../oracle/store/migrations.ts'
import { LaterStore, type Store } from '../../../oracle/store/openStore.ts'
import { rejection } from '../sign/support.ts'
import { RELEASES } from './dump.ts'
import { postgresDatabase, sqliteDatabase } from './stores.ts'

const NAMES = Object.keys(MIGRATIONS)
const releaseOf = (name: string) => readFile(new URL(`${name}.sql`, RELEASES), 'utf8')

/** A database with what is in `script`, and how it is opened as a store. */
const KINDS: {
  name: string
  load: (script: string) => Promise<{ open: () => Promise<Store>; stop: () => Promise<void> }>
}[] = [
  {
    name: 'SQLite',
    load: async (script) => {
      const { path, connect, stop } = await sqliteDatabase()
      const database = new DatabaseSync(path)
      database.exec(script)
      database.close()
      return { open: connect, stop }
    },
  },
  {
    name: 'PostgreSQL',
    load: async (script) => {
      const { connect, stop } = await postgresDatabase(script)
      return { open: connect, stop }
    },
  },
]

/** Tables and columns, with their types, in one order. */
async function schemaOf(store: Store): Promise<string[]> {
  const tables = await store.introspection.getTables({ withInternalKyselyTables: true })
  const columns = tables.flatMap((table) =>
    table.columns.map(({ name, dataType, isNullable }) => `${table.name}.${name} ${dataType} ${isNullable}`),
  )
  return columns.sort()
}

/** The values that a dump inserts, as text, by table. */
function inserted(script: string): Map<string, string[][]> {
  const rows = new Map<string, string[][]>()
  for (const [, table, values] of script.matchAll(/^insert into "(\w+)" values \((.*)\);$/gm)) {
    const cells = [...values!.matchAll(/'((?:[^']|'')*)'|([^\s,]+)/g)].map(
      ([, text, bare]) => text?.replaceAll("''", "'") ?? bare!,
    )
    rows.set(table!, [...(rows.get(table!) ?? []), cells])
  }
  return rows
}

for (const { name: kind, load } of KINDS) {
  describe(`oracle: versions of the store, in ${kind}`, function () {
    this.timeout(60_000)

    for (const name of NAMES) {
      it(`brings ${name} up to this version with all that is in it`, async () => {
        const script = await releaseOf(name)
        const { open, stop } = await load(script)
        const store = await open()
        const tables = [...inserted(script)].filter(([table]) => !table.startsWith('kysely_'))
        expect(tables.length, 'tables in the dump').to.be.at.least(12)
        for (const [table, expected] of tables) {
          const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(table)}`.execute(store)
          // Columns that came later stand behind.
          const found = rows.map((row) => Object.values(row).slice(0, expected[0]!.length).map(String))
          expect(found.sort(), table).to.deep.equal(expected.sort())
        }
        const brought = await schemaOf(store)
        await stop()
        const fresh = await load('')
        expect(brought, 'like a fresh store').to.deep.equal(await schemaOf(await fresh.open()))
        await fresh.stop()
      })
    }

    it('refuses a store of a later version and leaves it alone', async () => {
      const script = await releaseOf(NAMES.at(-1)!)
      const later = `insert into "kysely_migration" values ('9999-later', '2030-01-01T00:00:00.000Z');`
      const { open, stop } = await load(`${script}\n${later}`)
      expect(await rejection(open())).to.be.instanceOf(LaterStore)
      await stop()
    })
  })
}

describe('oracle: versions of the store', function () {
  this.timeout(60_000)

  it('have a dump of the latest with the tables that it makes', async () => {
    const { load } = KINDS[0]!
    const dumped = await load(await releaseOf(NAMES.at(-1)!))
    const fresh = await load('')
    const tables = async (store: Store) =>
      (await sql<{ sql: string }>`select sql from sqlite_master where sql is not null order by sql`.execute(store)).rows
    expect(await tables(await dumped.open()), 'else: node test/oracle/store/dump.ts').to.deep.equal(
      await tables(await fresh.open()),
    )
    await dumped.stop()
    await fresh.stop()
  })

  it('are made once by processes that start at the same time', async () => {
    const { path, connect, stop } = await sqliteDatabase()
    const script = new URL('openChild.ts', import.meta.url)
    const children = Array.from({ length: 4 }, () => fork(script, [path], { execArgv: [], stdio: 'inherit' }))
    // All wait until all are there.
    await Promise.all(children.map((child) => once(child, 'message')))
    const codes = children.map(async (child) => {
      const ended = once(child, 'exit')
      child.send('go')
      return (await ended)[0] as number
    })
    expect(await Promise.all(codes), 'exit codes').to.deep.equal([0, 0, 0, 0])
    const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(await connect())
    expect(rows.map(({ name }) => name)).to.deep.equal(NAMES)
    await stop()
  })

  it('are in a file that only its owner can read, and so is what lies beside it', async () => {
    const { path, connect, stop } = await sqliteDatabase()
    await connect()
    for (const beside of ['', '-wal', '-shm']) {
      expect((await stat(`${path}${beside}`)).mode & 0o777, beside).to.equal(0o600)
    }
    await stop()
  })
})
