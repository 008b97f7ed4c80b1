/** Asking a peer, at a bounded cost: what it sends beyond the limit, or later than it may, is not read. */
import { setTimeout } from 'node:timers/promises'
import { chunksOf } from '../../sdk/evidence/streams.ts'

/** Gets a URL without following redirects. Rejects where the address is not allowed. */
export type Fetch = (url: URL, init: { signal: AbortSignal }) => Promise<Response>

/** The most bytes of an answer. */
export const MOST_BYTES = 65_536

/** A peer does not answer, or not as it should. Its message is for the log: it never repeats what the peer sent. */
export class PeerFault extends Error {
  override readonly name = 'PeerFault'
}

/** An answer; its body is read where the status is 200. */
export interface Answer {
  status: number
  body: Uint8Array
}

/**
 * Gets an answer of a peer.
 * @param timeout milliseconds for all of it.
 * @throws {PeerFault} when there is none in time, or it is too long.
 */
export async function pull(fetch: Fetch, url: URL, timeout: number): Promise<Answer> {
  const ending = new AbortController()
  const late = setTimeout(timeout, undefined, { signal: ending.signal, ref: false }).then(
    () => {
      throw new PeerFault(`does not answer within ${timeout} ms`)
    },
    () => new Promise<never>(() => undefined),
  )
  const abort = new AbortController()
  try {
    return await Promise.race([late, answered(fetch, url, abort.signal)])
  } catch (error) {
    if (error instanceof PeerFault) throw error
    throw new PeerFault(`cannot be reached: ${reason(error)}`)
  } finally {
    ending.abort()
    abort.abort()
  }
}

async function answered(fetch: Fetch, url: URL, signal: AbortSignal): Promise<Answer> {
  const response = await fetch(url, { signal })
  const { status } = response
  if (status !== 200 || response.body === null) {
    // Whoever asked knows enough; a body that cannot be cancelled ends with the signal.
    void response.body?.cancel().catch(() => undefined)
    return { status, body: new Uint8Array(0) }
  }
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunksOf(response.body as ReadableStream<Uint8Array>)) {
    size += chunk.length
    if (size > MOST_BYTES) throw new PeerFault(`answers with more than ${MOST_BYTES} bytes`)
    chunks.push(chunk)
  }
  return { status, body: Buffer.concat(chunks) }
}

/** What fetch hides in its causes: a code, never text of the peer. */
function reason(error: unknown): string {
  let deepest = error
  while (deepest instanceof Error && deepest.cause instanceof Error) deepest = deepest.cause
  if (!(deepest instanceof Error)) return 'unknown'
  return 'code' in deepest && typeof deepest.code === 'string' ? deepest.code : deepest.name
}
