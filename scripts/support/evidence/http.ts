/** HTTP with streams: no redirect goes unseen, and what stalls ends. */
import { ConnectionError } from '../../../sdk/errors/ConnectionError.ts'
import { InputError } from '../../../sdk/errors/InputError.ts'
import { isSafeUrl } from '../../../sdk/evidence/intakeUrl.ts'
import { chunksOf, streamOf } from '../../../sdk/evidence/streams.ts'

/** Milliseconds without a byte after which a transfer is given up. */
const STALLED = 60_000
const MOST_REDIRECTS = 5
const AGAIN = 'Run the same command again later.'

interface Body {
  size: number
  stream: ReadableStream<Uint8Array>
}

/**
 * Sends a request and waits for the answer's headers. Redirects are errors.
 * @param who names the server in errors.
 * @throws {ConnectionError} when there is no answer, or one that may be another next time (5xx, 408, 429); {InputError} for another refusal.
 */
export async function send(
  url: URL,
  request: { method: string; headers?: Record<string, string>; body?: Body; pass?: readonly number[] },
  who: string,
): Promise<Response> {
  const { method, headers = {}, body, pass = [] } = request
  const watch = new Watch()
  let response: Response
  try {
    response = await fetch(url, {
      method,
      headers: body === undefined ? headers : { ...headers, 'content-length': `${body.size}` },
      ...(body === undefined ? {} : { body: watch.over(body.stream), duplex: 'half' }),
      redirect: 'error',
      signal: watch.signal,
    })
  } catch (error) {
    throw new ConnectionError(`${who} does not answer: ${reason(error)}.`, error, AGAIN)
  } finally {
    watch.end()
  }
  if (response.ok || pass.includes(response.status)) return response
  const said = (await response.text().catch(() => ''))
    .replace(/[^\x20-\x7e]+/g, ' ')
    .trim()
    .slice(0, 200)
  const answer = `${who} answers ${response.status}${said === '' ? '' : `: ${said}`}.`
  if (response.status >= 500 || [408, 429].includes(response.status))
    throw new ConnectionError(answer, undefined, AGAIN)
  throw new InputError('request', [{ path: '', value: '', message: answer }])
}

/**
 * Gets a URL, following redirects to safe URLs only.
 * @returns the content; reading it throws {ConnectionError} when it stalls or breaks off.
 */
export async function download(url: URL, who: string, init: RequestInit = {}): Promise<ReadableStream<Uint8Array>> {
  const watch = new Watch()
  let at = url
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    if (!isSafeUrl(at)) throw refused(at, 'is neither an https URL nor http on this machine')
    let response: Response
    try {
      response = await fetch(at, { ...init, redirect: 'manual', signal: watch.signal })
    } catch (error) {
      watch.end()
      throw new ConnectionError(`${who} does not answer: ${reason(error)}.`, error, AGAIN)
    }
    const location = response.headers.get('location')
    if (response.status >= 300 && response.status < 400 && location !== null) {
      await response.body?.cancel()
      at = new URL(location, at)
      continue
    }
    if (response.ok && response.body !== null)
      return streamOf(whole(response.body as ReadableStream<Uint8Array>, watch, who))
    watch.end()
    await response.body?.cancel()
    if (response.status < 500) throw refused(at, `is not there: the server answers ${response.status}`)
    throw new ConnectionError(`${who} answers ${response.status}.`, undefined, AGAIN)
  }
  throw refused(url, `redirects more than ${MOST_REDIRECTS} times`)
}

async function* whole(stream: ReadableStream<Uint8Array>, watch: Watch, who: string): AsyncGenerator<Uint8Array, void> {
  try {
    for await (const chunk of chunksOf(stream)) {
      watch.alive()
      yield chunk
      watch.alive()
    }
  } catch (error) {
    throw new ConnectionError(`${who} broke off: ${reason(error)}.`, error, AGAIN)
  } finally {
    watch.end()
  }
}

/** Aborts a transfer in which nothing has moved for a while. */
class Watch {
  readonly #controller = new AbortController()
  #timer: NodeJS.Timeout | undefined
  #ended = false

  constructor() {
    this.alive()
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  alive(): void {
    clearTimeout(this.#timer)
    // A body can be read on after the answer has come; a timer then would keep the process for nothing.
    if (this.#ended) return
    this.#timer = setTimeout(() => {
      this.#controller.abort(new Error(`nothing moved for ${STALLED / 1000} seconds`))
    }, STALLED)
  }

  end(): void {
    this.#ended = true
    clearTimeout(this.#timer)
  }

  over(stream: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
    return streamOf(this.#watched(stream))
  }

  async *#watched(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void> {
    for await (const chunk of chunksOf(stream)) {
      this.alive()
      yield chunk
    }
    this.alive()
  }
}

function refused(url: URL, message: string): InputError {
  return new InputError('URI of the evidence', [{ path: '', value: url.href, message }])
}

/** What fetch hides in its causes. */
function reason(error: unknown): string {
  let deepest = error
  while (deepest instanceof Error && deepest.cause instanceof Error) deepest = deepest.cause
  if (!(deepest instanceof Error)) return String(deepest)
  return 'code' in deepest && typeof deepest.code === 'string' ? deepest.code : deepest.message
}
