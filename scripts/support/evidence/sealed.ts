import { lstat } from 'node:fs/promises'
import { InputError } from '../../../sdk/errors/InputError.ts'
import { cidOf } from '../../../sdk/evidence/cid.ts'
import type { Digest } from '../../../sdk/evidence/digest.ts'
import { readStream } from '../../../oracle/evidence/files.ts'
import { Progress } from './progress.ts'

/** An encrypted bundle on this machine, to be sent: it can be opened as often as it takes. */
export interface Sealed extends Digest {
  /** Content identifier (CIDv1, raw, SHA-256). */
  cid: string
  /** Its bytes from `start` to before `end` (default: all). With a text, a terminal shows the progress under it. */
  open(what?: string, start?: number, end?: number): ReadableStream<Uint8Array>
}

export function sealedFile(path: string, digest: Digest): Sealed {
  return {
    ...digest,
    cid: cidOf(digest.sha256),
    open: (what, start = 0, end = digest.size) => {
      const stream = readStream(path, start, end)
      return what === undefined ? stream : new Progress(what, end - start).of(stream)
    },
  }
}

/** A bundle on this machine that is to be read, by its path. @throws {InputError} when there is none. */
export async function openSealedFile(path: string, what: string): Promise<ReadableStream<Uint8Array>> {
  const info = await lstat(path).catch(() => undefined)
  if (info?.isFile() !== true) {
    throw new InputError('command line', [
      { path: 'bundle', value: path, message: 'is not a file; name an encrypted bundle' },
    ])
  }
  return new Progress(what, info.size).of(readStream(path))
}
