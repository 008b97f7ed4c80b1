import { readText } from '../files/readJson.ts'
import { InputError } from '../../sdk/errors/InputError.ts'
import { recipientOf } from '../../sdk/evidence/seal.ts'
import type { Config } from '../config/config.ts'

/**
 * The age identities in a file as age-keygen writes it: one a line, `#` begins a comment.
 * @throws {InputError} naming the lines that are none, without repeating them.
 */
export async function readIdentities(path: string): Promise<string[]> {
  const lines = (await readText(path, 'identity file'))
    .split(/\r?\n/)
    .map((line, i) => ({ text: line.trim(), line: i + 1 }))
  const identities = lines.filter(({ text }) => text !== '' && !text.startsWith('#'))
  const faults = []
  for (const { text, line } of identities) {
    const valid = await recipientOf(text).then(
      () => true,
      () => false,
    )
    if (!valid) faults.push({ path: `line ${line}`, value: '', message: 'is not an age identity: AGE-SECRET-KEY-...' })
  }
  if (identities.length === 0) faults.push({ path: '', value: path, message: 'has no age identity in it' })
  if (faults.length > 0) throw new InputError('identity file', faults)
  return identities.map(({ text }) => text)
}

/** All identities of a configuration, in its order. @throws {InputError} as `readIdentities`. */
export async function identitiesOf({ evidence }: Pick<Config, 'evidence'>): Promise<string[]> {
  return (await Promise.all(evidence.identities.map(readIdentities))).flat()
}
