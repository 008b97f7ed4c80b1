/** Files as streams, and files that are either whole or not there. */
import { access, constants, link, mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { InputError } from '../../sdk/errors/InputError.ts'
import { streamOf } from '../../sdk/evidence/streams.ts'

const CHUNK = 256 * 1024

/** The bytes of a regular file, from `start` to before `end` (default: all). A symbolic link is refused. */
export function readStream(path: string, start = 0, end = Number.MAX_SAFE_INTEGER): ReadableStream<Uint8Array> {
  return streamOf(chunks(path, start, end))
}

async function* chunks(path: string, start: number, end: number): AsyncGenerator<Uint8Array, void> {
  const file = await told(path, open(path, constants.O_RDONLY | constants.O_NOFOLLOW))
  try {
    for (let at = start; at < end;) {
      const buffer = new Uint8Array(Math.min(CHUNK, end - at))
      const { bytesRead } = await told(path, file.read(buffer, 0, buffer.length, at))
      if (bytesRead === 0) return
      yield buffer.subarray(0, bytesRead)
      at += bytesRead
    }
  } finally {
    await file.close()
  }
}

/** Writes a new file; closing the stream returns once the content is on the disk. A file that is there is an error. */
export async function writeStream(path: string, mode = 0o600): Promise<WritableStream<Uint8Array>> {
  const file = await told(path, open(path, 'wx', mode))
  return new WritableStream<Uint8Array>({
    write: async (chunk) => {
      try {
        await told(path, writeAll(file, chunk))
      } catch (error) {
        // A stream that failed is neither closed nor aborted afterwards.
        await file.close()
        throw error
      }
    },
    close: async () => {
      try {
        await told(path, file.sync())
      } finally {
        await file.close()
      }
    },
    abort: () => file.close(),
  })
}

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let done = 0; done < chunk.length;) done += (await file.write(chunk, done)).bytesWritten
}

/** Puts a text into a file in one step that survives a crash, in place of what was there. Mode 0600. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const part = await writePart(path, text)
  await rename(part, path)
  await syncFolder(dirname(path))
}

/** The same, but what is there stays: @returns false then, and has changed nothing. */
export async function createFile(path: string, text: string): Promise<boolean> {
  return settleFile(await writePart(path, text), path)
}

/** Gives a finished file its name unless the name is taken; the other name goes. @returns whether it was free. */
export async function settleFile(part: string, path: string): Promise<boolean> {
  try {
    await link(part, path)
    return true
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error
    return false
  } finally {
    await rm(part)
    await syncFolder(dirname(path))
  }
}

/** A name beside `path` that nobody else uses. */
export function partOf(path: string): string {
  return `${path}.${crypto.randomUUID().slice(0, 8)}.part`
}

async function writePart(path: string, text: string): Promise<string> {
  const part = partOf(path)
  const writer = (await writeStream(part)).getWriter()
  await writer.write(new TextEncoder().encode(text))
  await writer.close()
  return part
}

/** Makes new names in a folder survive a crash. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** Makes a folder, and those above it, where it is not there. */
export async function makeFolder(path: string, mode?: number): Promise<void> {
  await told(path, mkdir(path, { recursive: true, ...(mode === undefined ? {} : { mode }) }))
}

/** What the system refuses comes out as an error that names the file, with the system's own as its cause. */
export async function told<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error
    const refused = new InputError('file', [{ path: '', value: path, message: error.message }])
    refused.cause = error
    throw refused
  }
}

/** Whether an error of the file system has this code, for instance ENOENT. */
export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

export async function exists(path: string): Promise<boolean> {
  try {
    await access(path)
    return true
  } catch (error) {
    if (isCode(error, 'ENOENT')) return false
    throw error
  }
}
