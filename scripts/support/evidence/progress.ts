import { streamOf, chunksOf } from '../../../sdk/evidence/streams.ts'
import { formatBytes } from '../../../sdk/model/bytes.ts'

/** What takes shorter is not worth a line. */
const QUIET = 1_000
const EVERY = 200

/** Shows on a terminal's stderr how far something of `total` bytes is; silent elsewhere, and about what takes less than a second. */
export class Progress {
  readonly #what: string
  readonly #total: number | undefined
  readonly #start = Date.now()
  #shown = 0
  #bytes = 0

  constructor(what: string, total?: number) {
    this.#what = what
    this.#total = total
  }

  add(bytes: number): void {
    this.#bytes += bytes
    const now = Date.now()
    if (!process.stderr.isTTY || now - this.#start < QUIET || now - this.#shown < EVERY) return
    this.#shown = now
    process.stderr.write(`\r${progressLine(this.#what, this.#bytes, this.#total, now - this.#start)}\u001b[K`)
  }

  /** The stream, counted as it passes; the line goes when it ends. */
  of(stream: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
    return streamOf(this.#counted(stream))
  }

  /** Takes the line away. */
  end(): void {
    if (this.#shown > 0) process.stderr.write('\r\u001b[K')
    this.#shown = 0
  }

  async *#counted(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void> {
    try {
      for await (const chunk of chunksOf(stream)) {
        this.add(chunk.length)
        yield chunk
      }
    } finally {
      this.end()
    }
  }
}

/** `Packing 1.2 GB of 10 GB, 12 %, 85 MB/s`. */
export function progressLine(what: string, bytes: number, total: number | undefined, milliseconds: number): string {
  const rate = `${formatBytes((bytes * 1000) / Math.max(milliseconds, 1))}/s`
  if (total === undefined || total === 0) return `${what} ${formatBytes(bytes)}, ${rate}`
  const percent = Math.min(100, Math.floor((100 * bytes) / total))
  return `${what} ${formatBytes(bytes)} of ${formatBytes(total)}, ${percent} %, ${rate}`
}
