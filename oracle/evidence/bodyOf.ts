import type { IncomingMessage } from 'node:http'
import { finished } from 'node:stream'

/** The other side closed the connection in the middle of a body. */
export class BrokenOff extends Error {
  override readonly name = 'BrokenOff'
}

/**
 * The body of a message as it comes; it comes only as fast as it is read. Reading throws {BrokenOff}, or the reason of `signal`.
 * @param cancelled what becomes of the message when nobody reads on. What still comes is dropped.
 */
export function bodyOf(
  message: IncomingMessage,
  cancelled: () => void,
  signal?: AbortSignal,
): ReadableStream<Uint8Array> {
  let isOpen = true
  /** Only the first end counts. */
  const end = (how: () => void) => {
    if (isOpen) how()
    isOpen = false
  }
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        message.pause()
        message.on('data', (chunk: Buffer) => {
          if (!isOpen) return
          message.pause()
          controller.enqueue(chunk)
        })
        finished(message, { writable: false }, (error) => {
          end(() => {
            if (error) controller.error(new BrokenOff(error.message, { cause: error }))
            else controller.close()
          })
        })
        signal?.addEventListener('abort', () => {
          end(() => {
            controller.error(signal.reason)
          })
        })
      },
      pull() {
        message.resume()
      },
      cancel() {
        end(cancelled)
      },
    },
    { highWaterMark: 0 },
  )
}
