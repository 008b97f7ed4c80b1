import { InputError } from '../../../sdk/errors/InputError.ts'
import { readPasswordFile } from '../../../oracle/sign/passwordFile.ts'
import { askPassword } from './askPassword.ts'

/** The password from the file, without the end of its line; without a file it is asked for on the terminal. */
export async function readPassword(file: string | undefined, what: string): Promise<string> {
  if (file === undefined) return askPassword(what)
  return readPasswordFile(file)
}

/** The same for a new keystore: asked for twice. @throws {InputError} when it is empty, or the two differ. */
export async function readNewPassword(file: string | undefined): Promise<string> {
  const password = await readPassword(file, 'New password')
  const wrong = (message: string) => new InputError('password', [{ path: '--password-file', value: '', message }])
  if (password === '') throw wrong('is empty; a keystore without a password protects nothing')
  if (file === undefined && (await askPassword('Once more')) !== password)
    throw wrong('is not the same both times; nothing was written')
  return password
}
