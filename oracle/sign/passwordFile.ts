import { readText } from '../files/readJson.ts'

/** The password in a file, without the end of its line. @throws {InputError} when it cannot be read. */
export async function readPasswordFile(path: string): Promise<string> {
  return (await readText(path, 'password file')).replace(/\r?\n$/, '')
}
