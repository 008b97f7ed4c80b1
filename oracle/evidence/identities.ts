import { readText } from '../files/readJson.ts'
import { parseIdentities } from '../../sdk/evidence/parseIdentities.ts'
import type { Config } from '../config/config.ts'

/**
 * The age identities in a file as age-keygen writes it: one a line, `#` begins a comment.
 * @throws {InputError} naming the lines that are none, without repeating them.
 */
export async function readIdentities(path: string): Promise<string[]> {
  return parseIdentities(await readText(path, 'identity file'), path)
}

/** All identities of a configuration, in its order. @throws {InputError} as `readIdentities`. */
export async function identitiesOf({ evidence }: Pick<Config, 'evidence'>): Promise<string[]> {
  return (await Promise.all(evidence.identities.map(readIdentities))).flat()
}
