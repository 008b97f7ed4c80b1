/**
 * Writes a filled store of the present version as SQL that both databases take: run it when a version is released, and before that when
 * its tables change. `node test/oracle/store/dump.ts`
 */
import { writeFile } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { MIGRATIONS } from '../../../oracle/store/migrations.ts'
import { openStore } from '../../../oracle/store/openStore.ts'
import { sqliteDatabase } from './stores.ts'

/** The folder of the dumps: `<name of the migration>.sql`. */
export const RELEASES = new URL('releases/', import.meta.url)

interface Column {
  name: string
  type: string
  notnull: number
  pk: number
}

async function dump(): Promise<string> {
  const { path, stop } = await sqliteDatabase()
  await (await openStore(path)).destroy()
  const database = new DatabaseSync(path)
  const objects = database
    .prepare('SELECT name, type, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid')
    .all() as { name: string; type: string; sql: string }[]
  const lines = objects.map(({ sql }) => `${sql};`)
  for (const { name: table } of objects.filter(({ type }) => type === 'table')) {
    const columns = database.prepare(`PRAGMA table_info("${table}")`).all().map(columnOf)
    const rows = table.startsWith('kysely_')
      ? database
          .prepare(`SELECT * FROM "${table}"`)
          .all()
          .map((row) => Object.values(row).map(literal))
      : [0, 1].map((row) => columns.map((column, i) => sample(table, column, row * 100 + i)))
    lines.push(...rows.map((values) => `insert into "${table}" values (${values.join(', ')});`))
  }
  database.close()
  await stop()
  // When it was migrated is of no interest: the same version gives the same dump.
  return `${lines.join('\n').replace(/'\d{4}-\d\d-\d\dT[\d:.]+Z'/g, "'2026-01-01T00:00:00.000Z'")}\n`
}

function columnOf({ name, type, notnull, pk }: Record<string, unknown>): Column {
  return { name: String(name), type: String(type).toLowerCase(), notnull: Number(notnull), pk: Number(pk) }
}

/** Something for each column; in the first row nothing where that is allowed. */
function sample(table: string, { name, type, notnull, pk }: Column, i: number): string {
  if (notnull === 0 && pk === 0 && i < 100) return 'null'
  if (type === 'integer') return `${i}`
  if (type === 'bigint') return `${1_700_000_000_000 + i}`
  return literal(`${table}.${name} ${i}: it's “so”`)
}

const literal = (value: unknown) =>
  typeof value === 'number' ? `${value}` : `'${String(value).replaceAll("'", "''")}'`

if (import.meta.main) {
  const latest = Object.keys(MIGRATIONS).at(-1)!
  await writeFile(new URL(`${latest}.sql`, RELEASES), await dump())
}
