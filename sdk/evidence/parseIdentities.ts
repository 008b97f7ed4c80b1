import { InputError } from '../errors/InputError.ts'
import { recipientOf } from './seal.ts'

/**
 * The age identities in the text of a file as age-keygen writes it: one a line, `#` begins a comment.
 * @param name of the file, for errors.
 * @throws {InputError} naming the lines that are none, without repeating them.
 */
export async function parseIdentities(text: string, name: string): Promise<string[]> {
  const lines = text.split(/\r?\n/).map((line, i) => ({ text: line.trim(), line: i + 1 }))
  const identities = lines.filter((line) => line.text !== '' && !line.text.startsWith('#'))
  const faults = []
  for (const identity of identities) {
    const valid = await recipientOf(identity.text).then(
      () => true,
      () => false,
    )
    if (!valid) {
      const message = 'is not an age identity: AGE-SECRET-KEY-...'
      faults.push({ path: `line ${identity.line}`, value: '', message })
    }
  }
  if (identities.length === 0) faults.push({ path: '', value: name, message: 'has no age identity in it' })
  if (faults.length > 0) throw new InputError('identity file', faults)
  return identities.map((identity) => identity.text)
}
