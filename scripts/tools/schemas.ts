/**
 * Writes schemas/*.json, the JSON Schemas of what people and programs write, from the schemas by which it is parsed, and the
 * tables of docs/documents.md. `--check` writes nothing and exits 1 when a file is not what the SDK says.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { format } from 'prettier'
import { z } from 'zod'
import { openApi } from '../../indexer/serve/openApi.ts'
import { auditReportSchema } from '../../audit/report/json/schema.ts'
import { configSchema } from '../../oracle/config/config.ts'
import { reportSchema } from '../../sdk/model/report.ts'
import { verifierInputSchema, verifierResultSchema } from '../../oracle/verifiers/verifier.ts'
import { manifestSchema } from '../../sdk/model/evidence.ts'
import { outcomeSchema } from '../../sdk/model/outcome.ts'
import { pageConfigSchema } from '../../sdk/model/pageConfig.ts'
import { sheetSchema } from '../../sdk/model/sheet.ts'
import { documentTables, fillPage } from './documentTables.ts'

const ROOT = new URL('../../', import.meta.url)
const PAGE = 'docs/documents.md'
/** What has tables in the page. */
const DOCUMENTS = { outcome: outcomeSchema, sheet: sheetSchema, manifest: manifestSchema }
const SCHEMAS = {
  ...DOCUMENTS,
  oracle: configSchema,
  'verifier-input': verifierInputSchema,
  'verifier-result': verifierResultSchema,
  report: reportSchema,
  'audit-report': auditReportSchema,
  'page-config': pageConfigSchema,
}

function published(name: string, schema: z.ZodType): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' })
  return { $schema, $id: `urn:lodestone:schema:${name}:1`, ...rest }
}

const read = (path: string): Promise<string> => readFile(new URL(path, ROOT), 'utf8').catch(() => '')

const allOf = (some: Record<string, z.ZodType>) =>
  Object.fromEntries(Object.entries(some).map(([name, schema]) => [name, published(name, schema)]))
const schemas = allOf(SCHEMAS)
const wanted: Record<string, string> = { [PAGE]: fillPage(await read(PAGE), documentTables(allOf(DOCUMENTS))) }
for (const [name, schema] of Object.entries(schemas)) {
  wanted[`schemas/${name}.json`] = await format(JSON.stringify(schema), { parser: 'json', printWidth: 120 })
}

wanted['schemas/index-api.json'] = await format(JSON.stringify(openApi()), { parser: 'json', printWidth: 120 })

const check = process.argv.includes('--check')
const stale: string[] = []
for (const [path, text] of Object.entries(wanted)) {
  if ((await read(path)) === text) continue
  stale.push(path)
  if (check) continue
  await mkdir(new URL('schemas/', ROOT), { recursive: true })
  await writeFile(new URL(path, ROOT), text)
}
if (check && stale.length > 0) {
  console.error(`Not what the SDK says: ${stale.join(', ')}. Run: npm run schemas`)
  process.exitCode = 1
} else {
  console.log(stale.length > 0 ? `Wrote ${stale.join(', ')}` : 'The schemas and their tables are what the SDK says.')
}
