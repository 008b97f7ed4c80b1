import { readText } from '../readJson.ts'
import { askPassword } from './askPassword.ts'

/** The password from the file, without the end of its line; without a file it is asked for on the terminal. */
export async function readPassword(file: string | undefined, what: string): Promise<string> {
  if (file === undefined) return askPassword(what)
  return (await readText(file, 'password file')).replace(/\r?\n$/, '')
}
