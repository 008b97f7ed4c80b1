/** Streams of bytes, in ways that every browser and Node know. */

/** A stream of what a generator yields; the generator runs only as fast as the stream is read. */
export function streamOf(chunks: AsyncGenerator<Uint8Array, void>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await chunks.next()
        if (done === true) controller.close()
        else controller.enqueue(value)
      },
      async cancel() {
        await chunks.return(undefined)
      },
    },
    { highWaterMark: 0 },
  )
}

/** The chunks of a stream. Whoever stops early cancels the stream. */
export async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const reader = stream.getReader()
  let whole = false
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      yield value
    }
    whole = true
  } finally {
    // A stream that failed says so again here; the error itself is on its way already.
    if (!whole) await reader.cancel().catch(() => undefined)
    reader.releaseLock()
  }
}

/** The stream, with its errors as `translate` makes them. */
export function withErrors(
  stream: ReadableStream<Uint8Array>,
  translate: (error: unknown) => unknown,
): ReadableStream<Uint8Array> {
  return streamOf(translated(chunksOf(stream), translate))
}

async function* translated(chunks: AsyncGenerator<Uint8Array, void>, translate: (error: unknown) => unknown) {
  try {
    yield* chunks
  } catch (error) {
    throw translate(error)
  }
}

/** Reads a stream in pieces of the sizes that are asked for. */
export class ByteReader {
  readonly #chunks: AsyncGenerator<Uint8Array, void>
  #left: Uint8Array = new Uint8Array(0)

  constructor(stream: ReadableStream<Uint8Array>) {
    this.#chunks = chunksOf(stream)
  }

  /** At least one and at most `most` of the next bytes; undefined at the end. */
  async some(most: number): Promise<Uint8Array | undefined> {
    while (this.#left.length === 0) {
      const { done, value } = await this.#chunks.next()
      if (done === true) return undefined
      this.#left = value
    }
    const piece = this.#left.subarray(0, most)
    this.#left = this.#left.subarray(piece.length)
    return piece
  }

  /** The next `size` bytes, all in memory; fewer where the stream ends. */
  async take(size: number): Promise<Uint8Array> {
    const taken = new Uint8Array(size)
    let used = 0
    while (used < size) {
      const piece = await this.some(size - used)
      if (piece === undefined) return taken.subarray(0, used)
      taken.set(piece, used)
      used += piece.length
    }
    return taken
  }

  /** Reads no further. */
  async close(): Promise<void> {
    await this.#chunks.return()
  }
}
