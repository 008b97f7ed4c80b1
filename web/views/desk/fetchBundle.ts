import { ConnectionError } from '../../../sdk/errors/ConnectionError.ts'
import { formatBytes } from '../../../sdk/model/bytes.ts'

/** Most bytes that are fetched: a solver names the place, and it may not fill the disk. */
export const MOST_BYTES = 20e9

/**
 * Fetches an encrypted bundle. The server learns nothing of this page but that somebody asks.
 * @throws {ConnectionError} when it does not answer, or lets no page read its answers; when there is more than `most`.
 */
export async function fetchBundle(
  url: URL,
  progress: (done: number, total: number | undefined) => void,
  signal: AbortSignal,
  most: number = MOST_BYTES,
): Promise<Blob> {
  const settings = { signal, credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store' } as const
  const response = await fetch(url, settings).catch((cause: unknown) => {
    if (signal.aborted) throw cause
    const what = `${url.host} does not answer, or does not let pages read what it has (CORS).`
    throw new ConnectionError(what, cause, 'Fetch the bundle in another way and choose the file.')
  })
  if (!response.ok || response.body === null)
    throw new ConnectionError(`${url.host} answered with status ${response.status}.`, undefined, 'Try again later.')
  const length = Number(response.headers.get('content-length') ?? NaN)
  const total = Number.isSafeInteger(length) && length > 0 ? length : undefined
  let done = 0
  const counted = response.body.pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(chunk, controller) {
        done += chunk.length
        if (done > most)
          throw new ConnectionError(
            `There is more than ${formatBytes(most)} at ${url.host}.`,
            undefined,
            'It is no bundle.',
          )
        progress(done, total)
        controller.enqueue(chunk)
      },
    }),
  )
  try {
    return await new Response(counted).blob()
  } catch (cause) {
    if (signal.aborted || cause instanceof ConnectionError) throw cause
    throw new ConnectionError(`${url.host} broke off.`, cause, 'Try again.')
  }
}
