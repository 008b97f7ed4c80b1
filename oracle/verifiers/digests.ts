import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { lstat, readdir, readlink, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Hex } from 'viem'

/**
 * SHA-256 of a file, or of a folder: then of a line for each thing in it, sorted by path, `<what it is> <path as JSON> <digest>`.
 * Links inside a folder count by where they point, and are not followed.
 * @throws {Error} when something cannot be read.
 */
export async function digestOf(path: string): Promise<Hex> {
  if (!(await stat(path)).isDirectory()) return digestOfFile(path)
  const lines: string[] = []
  const paths = await readdir(path, { recursive: true })
  for (const one of paths.sort((a, b) => (a < b ? -1 : 1))) {
    const whole = join(path, one)
    const kind = await lstat(whole)
    if (kind.isSymbolicLink()) lines.push(`link ${JSON.stringify(one)} ${JSON.stringify(await readlink(whole))}`)
    else if (kind.isFile()) lines.push(`file ${JSON.stringify(one)} ${await digestOfFile(whole)}`)
  }
  return `0x${createHash('sha256').update(lines.join('\n')).digest('hex')}`
}

async function digestOfFile(path: string): Promise<Hex> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return `0x${hash.digest('hex')}`
}
