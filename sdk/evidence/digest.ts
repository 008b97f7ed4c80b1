import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, type Hex } from 'viem'
import { streamOf, chunksOf } from './streams.ts'

/** Size and SHA-256 of what a stream carried. */
export interface Digest {
  /** Bytes. */
  size: number
  sha256: Hex
}

/** Counts and digests bytes as they pass. */
export class Digester {
  readonly #hash = sha256.create()
  #size = 0

  update(chunk: Uint8Array): void {
    this.#hash.update(chunk)
    this.#size += chunk.length
  }

  /** Of all bytes so far; nothing can be added afterwards. */
  digest(): Digest {
    return { size: this.#size, sha256: bytesToHex(this.#hash.digest()) }
  }
}

/** Reads a stream to its end. @returns its size and SHA-256. */
export async function digestOf(stream: ReadableStream<Uint8Array>): Promise<Digest> {
  const digester = new Digester()
  for await (const chunk of chunksOf(stream)) digester.update(chunk)
  return digester.digest()
}

/** The stream as it is; it fails at its end, before that is delivered, unless `check` accepts size and SHA-256 of what passed. */
export function checked(
  stream: ReadableStream<Uint8Array>,
  check: (digest: Digest) => void,
): ReadableStream<Uint8Array> {
  return streamOf(checkedChunks(stream, check))
}

async function* checkedChunks(stream: ReadableStream<Uint8Array>, check: (digest: Digest) => void) {
  const digester = new Digester()
  for await (const chunk of chunksOf(stream)) {
    digester.update(chunk)
    yield chunk
  }
  check(digester.digest())
}
