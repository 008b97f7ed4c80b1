import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { WriteSettings } from './options.ts'

/**
 * The settings of a command that is also what its files say: with other contents it is another command, so that what an earlier run did
 * by other contents is never reported as done by these.
 * @param files those that are named; one that cannot be read is told by whoever reads it.
 */
export async function withContents<S extends WriteSettings>(
  settings: S,
  files: readonly (string | undefined)[],
): Promise<S> {
  const digests = await Promise.all(files.map(digestOf))
  return { ...settings, intent: [settings.intent, ...digests].join(' ') }
}

async function digestOf(file: string | undefined): Promise<string> {
  if (file === undefined) return '-'
  const content = await readFile(file).catch(() => Buffer.alloc(0))
  return createHash('sha256').update(content).digest('hex')
}
