import { readFile } from 'node:fs/promises'
import { InputError } from '../../sdk/errors/InputError.ts'

/** Reads a JSON file. @throws {InputError} when it cannot be read or is not JSON. */
export async function readJson(path: string, what: string): Promise<unknown> {
  const text = await readText(path, what)
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new InputError(what, [{ path: '', value: path, message: `is not JSON: ${String(error)}` }])
  }
}

/** Reads a text file. @throws {InputError} when it cannot be read. */
export async function readText(path: string, what: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const reason =
      error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'there is no such file' : String(error)
    throw new InputError(what, [{ path: '', value: path, message: reason }])
  }
}
