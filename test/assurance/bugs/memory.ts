/** What the bug bank found before: kept in cache/, so that a run that was stopped goes on where it was. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { z } from 'zod'
import type { Bug } from './bug.ts'

const ROOT = join(import.meta.dirname, '../../..')
const FOLDER = join(ROOT, 'cache/assurance/bugs')

/** Values by key, in a file. */
export class Memory<T> {
  readonly #path: string
  readonly #values: z.ZodType<Record<string, T>>

  constructor(path: string, value: z.ZodType<T>) {
    this.#path = path
    this.#values = z.record(z.string().regex(/^[0-9a-f]{64}$/), value)
  }

  get(key: string): T | undefined {
    return this.#read().get(key)
  }

  /** Remembers `value` under `key`; undefined forgets it. Writes all or nothing. */
  set(key: string, value: T | undefined): void {
    const values = this.#read()
    if (value === undefined) values.delete(key)
    else values.set(key, value)
    mkdirSync(dirname(this.#path), { recursive: true })
    writeFileSync(`${this.#path}.new`, `${JSON.stringify(Object.fromEntries(values), null, 2)}\n`)
    renameSync(`${this.#path}.new`, this.#path)
  }

  #read(): Map<string, T> {
    if (!existsSync(this.#path)) return new Map()
    return new Map(Object.entries(this.#values.parse(JSON.parse(readFileSync(this.#path, 'utf8')))))
  }
}

/** Of a bug that was caught, the title of the first test that failed. */
export const CAUGHT = new Memory(join(FOLDER, 'caught.json'), z.string())
/** Of a suite that passes on the core without a bug, its number of tests. */
export const PASSING = new Memory(join(FOLDER, 'passing.json'), z.number().int().min(1))

/** The file at `path` and all that it imports below the same root, directly or not. Paths are relative to that root. */
export function filesOf(path: string, read: (path: string) => string, seen = new Set<string>()): Set<string> {
  if (seen.has(path)) return seen
  seen.add(path)
  for (const [, imported = ''] of read(path).matchAll(/\b(?:from|import) '(\.[^']+)'/g)) {
    const target = posix.join(posix.dirname(path), imported)
    if (!target.startsWith('../')) filesOf(target, read, seen)
  }
  return seen
}

const readTest = (path: string) => readFileSync(join(ROOT, 'test', path), 'utf8')

/** What a run of `suites` with `bug` (null: without one) is remembered by: anything changed in bug, contracts or suites gives another key. */
export function keyOf(
  bug: Bug | null,
  suites: readonly string[],
  contracts: string,
  read: (path: string) => string = readTest,
): string {
  const files = new Set<string>()
  for (const suite of suites) filesOf(`${suite}.test.ts`, read, files)
  const texts = [...files].sort().map((path) => [path, read(path)])
  return createHash('sha256')
    .update(JSON.stringify([bug, contracts, texts]))
    .digest('hex')
}
