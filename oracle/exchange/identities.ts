import { readFile } from 'node:fs/promises'
import type { Config } from '../config/config.ts'

/** The age identities of this operator, as their files have them: one a line, `#` begins a comment. */
export async function readIdentities({ evidence }: Config): Promise<string[]> {
  const texts = await Promise.all(evidence.identities.map((path) => readFile(path, 'utf8')))
  return texts
    .flatMap((text) => text.split(/\r?\n/).map((line) => line.trim()))
    .filter((line) => line !== '' && !line.startsWith('#'))
}
