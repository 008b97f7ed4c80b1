import { access, constants, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { InputError } from '../../../sdk/errors/InputError.ts'

/** @throws {InputError} when a report could not be written there, before an audit that takes long. */
export async function expectWritable(path: string): Promise<void> {
  const there = await stat(path).catch(() => undefined)
  if (there !== undefined && !there.isFile()) throw refused(path, new Error('it is no file'))
  try {
    const folder = await stat(dirname(path))
    if (!folder.isDirectory()) throw new Error('it lies in no folder')
    await access(dirname(path), constants.W_OK)
  } catch (error) {
    throw refused(path, error)
  }
}

/** Writes a report in place of what the file held, whole or not at all. @throws {InputError} when it cannot be written. */
export async function writeReport(path: string, content: string): Promise<void> {
  const part = `${path}.${process.pid}.part`
  try {
    await writeFile(part, content, { flush: true })
    await rename(part, path)
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined)
    throw refused(path, error)
  }
}

function refused(path: string, error: unknown): InputError {
  const message = `cannot be written, name another file: ${error instanceof Error ? error.message : String(error)}`
  return new InputError('file', [{ path: '--html', value: path, message }])
}
