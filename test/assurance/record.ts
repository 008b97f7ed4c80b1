/** What was last verified, when, and of which contracts: `record.json`, a part of the repository. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const ROOT = join(import.meta.dirname, '../..')
const PATH = join(import.meta.dirname, 'record.json')

const Entry = z.strictObject({
  /** The summary line that the program ended with, without its name. */
  figures: z.string().min(1),
  /** Of the contracts it was run on: see {@link fingerprint}. */
  contracts: z.string().regex(/^[0-9a-f]{12}$/),
  /** The day, UTC. */
  on: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  minutes: z.number().min(0),
})

/** The latest passed run of each part, by name. */
const Verified = z.record(z.string(), Entry)
export type Verified = z.infer<typeof Verified>

/** What a part looks at: the core, or all that is deployed, the periphery too. */
export type Scope = 'core' | 'all'

/** The first 12 digits of a SHA-256 over the sources of the deployed contracts in `scope`: the same text, the same figures. */
export function fingerprint(scope: Scope): string {
  const hash = createHash('sha256')
  const folder = join(ROOT, 'contracts')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.sol') && !path.startsWith('mocks/'))
    .filter((path) => scope === 'all' || !path.startsWith('periphery/'))
    .sort()
  for (const path of files) hash.update(`${path}\n`).update(readFileSync(join(folder, path)))
  return hash.digest('hex').slice(0, 12)
}

export function readRecord(): Verified {
  return existsSync(PATH) ? Verified.parse(JSON.parse(readFileSync(PATH, 'utf8'))) : {}
}

/** Writes all or nothing. */
export function writeRecord(record: Verified): void {
  const sorted = Object.fromEntries(Object.entries(record).sort(([a], [b]) => a.localeCompare(b)))
  writeFileSync(`${PATH}.new`, `${JSON.stringify(Verified.parse(sorted), null, 2)}\n`)
  renameSync(`${PATH}.new`, PATH)
}
