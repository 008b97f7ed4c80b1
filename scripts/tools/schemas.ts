/**
 * Writes schemas/*.json, the JSON Schemas of the documents that people write, from the schemas by which the SDK parses them. `--check`
 * writes nothing and exits 1 when a file is not what the SDK says.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { format } from 'prettier'
import { z } from 'zod'
import { manifestSchema } from '../../sdk/model/evidence.ts'
import { outcomeSchema } from '../../sdk/model/outcome.ts'
import { sheetSchema } from '../../sdk/model/sheet.ts'

const FOLDER = new URL('../../schemas/', import.meta.url)
const SCHEMAS = { outcome: outcomeSchema, sheet: sheetSchema, manifest: manifestSchema }

async function render(name: string, schema: z.ZodType): Promise<string> {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' })
  const published = { $schema, $id: `urn:lodestone:schema:${name}:1`, ...rest }
  return format(JSON.stringify(published), { parser: 'json', printWidth: 120 })
}

const check = process.argv.includes('--check')
const stale: string[] = []
await mkdir(FOLDER, { recursive: true })
for (const [name, schema] of Object.entries(SCHEMAS)) {
  const file = new URL(`${name}.json`, FOLDER)
  const wanted = await render(name, schema)
  const present = await readFile(file, 'utf8').catch(() => '')
  if (present === wanted) continue
  stale.push(`schemas/${name}.json`)
  if (!check) await writeFile(file, wanted)
}
if (check && stale.length > 0) {
  console.error(`Not what the SDK says: ${stale.join(', ')}. Run: npm run schemas`)
  process.exitCode = 1
} else {
  console.log(stale.length > 0 ? `Wrote ${stale.join(', ')}` : 'The schemas in schemas/ are those of the SDK.')
}
