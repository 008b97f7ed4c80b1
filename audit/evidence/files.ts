/** Files of the auditor's own, as they are read: regular ones only, links never followed. */
import { constants, open } from 'node:fs/promises'
import { InputError } from '../../sdk/errors/InputError.ts'
import { streamOf } from '../../sdk/evidence/streams.ts'

const CHUNK = 256 * 1024

/** The bytes of a file as they are read. @throws {InputError} while it is read, when the system refuses. */
export function readStream(path: string): ReadableStream<Uint8Array> {
  return streamOf(chunks(path, Number.MAX_SAFE_INTEGER))
}

/** A whole file, in memory. @throws {InputError} when it has more than `most` bytes, or cannot be read. */
export async function readWhole(path: string, most: number): Promise<Uint8Array> {
  const bytes = await readStart(path, most + 1)
  if (bytes.length > most) throw wrong(path, `has more than ${most} bytes`)
  return bytes
}

/** The first bytes of a file, `most` of them or all. @throws {InputError} when it cannot be read. */
export async function readStart(path: string, most: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  for await (const piece of chunks(path, most)) pieces.push(piece)
  return Buffer.concat(pieces)
}

/** A file of JSON. @throws {InputError} when it has more than `most` bytes, is no JSON, or cannot be read. */
export async function readJson(path: string, most: number): Promise<unknown> {
  const bytes = await readWhole(path, most)
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw wrong(path, 'is not JSON')
  }
}

async function* chunks(path: string, most: number): AsyncGenerator<Uint8Array, void> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    try {
      if (!(await file.stat()).isFile()) throw wrong(path, 'is not a regular file')
      for (let at = 0; at < most;) {
        const buffer = new Uint8Array(Math.min(CHUNK, most - at))
        const { bytesRead } = await file.read(buffer, 0, buffer.length, at)
        if (bytesRead === 0) return
        yield buffer.subarray(0, bytesRead)
        at += bytesRead
      }
    } finally {
      await file.close()
    }
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) throw wrong(path, error.message)
    throw error
  }
}

function wrong(path: string, message: string): InputError {
  return new InputError('evidence', [{ path: '', value: path, message }])
}
