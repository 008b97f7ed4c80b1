import { chunksOf, streamOf } from '../../sdk/evidence/streams.ts'

/** The stream, telling how many bytes have passed. */
export function countedStream(
  stream: ReadableStream<Uint8Array>,
  tell: (done: number) => void,
): ReadableStream<Uint8Array> {
  async function* chunks() {
    let done = 0
    for await (const chunk of chunksOf(stream)) {
      done += chunk.length
      tell(done)
      yield chunk
    }
  }
  return streamOf(chunks())
}
