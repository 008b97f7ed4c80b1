/** Which bugs were caught before: kept in cache/, so that a run that was stopped goes on where it was. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { z } from 'zod'
import type { Bug } from './bug.ts'

const ROOT = join(import.meta.dirname, '../../..')
const PATH = join(ROOT, 'cache/assurance/bugs/caught.json')

/** By key, the title of the first test that failed. */
const Caught = z.record(z.string().regex(/^[0-9a-f]{64}$/), z.string())

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

/** What `bug` is remembered by: another bug, other contracts or another text of its suites give another key. */
export function keyOf(bug: Bug, contracts: string, read: (path: string) => string = readTest): string {
  const files = new Set<string>()
  for (const suite of bug.suite) filesOf(`${suite}.test.ts`, read, files)
  const texts = [...files].sort().map((path) => [path, read(path)])
  return createHash('sha256')
    .update(JSON.stringify([bug, contracts, texts]))
    .digest('hex')
}

const readTest = (path: string) => readFileSync(join(ROOT, 'test', path), 'utf8')

/** The test that caught the bug of `key` before; undefined if none did. */
export const caughtBefore = (key: string, path = PATH): string | undefined => readCaught(path).get(key)

/** Remembers that the bug of `key` was caught by the test `why`; undefined forgets it. Writes all or nothing. */
export function remember(key: string, why: string | undefined, path = PATH): void {
  const caught = readCaught(path)
  if (why === undefined) caught.delete(key)
  else caught.set(key, why)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(`${path}.new`, `${JSON.stringify(Object.fromEntries(caught), null, 2)}\n`)
  renameSync(`${path}.new`, path)
}

function readCaught(path: string): Map<string, string> {
  return new Map(existsSync(path) ? Object.entries(Caught.parse(JSON.parse(readFileSync(path, 'utf8')))) : [])
}
