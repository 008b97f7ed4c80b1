import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { lstat, readdir, readlink, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Hex } from 'viem'

/**
 * SHA-256 of a file, or of a folder: then of a line for each thing in it, sorted by path, `<what it is> <path as JSON> <digest>`.
 * Links inside a folder count by where they point, and are not followed.
 * A file that has not changed since is not read again.
 * @param now unix milliseconds; for tests.
 * @throws {Error} when something cannot be read.
 */
export async function digestOf(path: string, now = Date.now()): Promise<Hex> {
  if (!(await stat(path)).isDirectory()) return digestOfFile(path, now)
  const lines: string[] = []
  const paths = await readdir(path, { recursive: true })
  for (const one of paths.sort((a, b) => (a < b ? -1 : 1))) {
    const whole = join(path, one)
    const kind = await lstat(whole)
    if (kind.isSymbolicLink()) lines.push(`link ${JSON.stringify(one)} ${JSON.stringify(await readlink(whole))}`)
    else if (kind.isFile()) lines.push(`file ${JSON.stringify(one)} ${await digestOfFile(whole, now)}`)
  }
  return `0x${createHash('sha256').update(lines.join('\n')).digest('hex')}`
}

/** Digests of files as they were: a program of a hundred megabytes is not read again for every claim. */
const known = new Map<string, { state: string; digest: Hex }>()
/** Milliseconds after a change in which the next one could have the same time. */
const UNSETTLED = 2000

async function digestOfFile(path: string, now: number): Promise<Hex> {
  const { dev, ino, size, mtimeNs, ctimeNs, ctimeMs } = await stat(path, { bigint: true })
  const state = [dev, ino, size, mtimeNs, ctimeNs].join()
  const before = known.get(path)
  if (before?.state === state) return before.digest
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  const digest = `0x${hash.digest('hex')}` as const
  if (now - Number(ctimeMs) > UNSETTLED) known.set(path, { state, digest })
  return digest
}
