import { writeFile } from 'node:fs/promises'
import { InputError } from '../../sdk/errors/InputError.ts'

/** Writes a file that must not exist yet. @param option the argument that named it. @throws {InputError} when it cannot be written. */
export async function writeNew(path: string, content: string, option: string, mode = 0o644): Promise<void> {
  try {
    await writeFile(path, content, { flag: 'wx', mode, flush: true })
  } catch (error) {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST'
    const message = exists
      ? 'exists and is never overwritten; name another file'
      : `cannot be written: ${String(error)}`
    throw new InputError('file', [{ path: option, value: path, message }])
  }
}
