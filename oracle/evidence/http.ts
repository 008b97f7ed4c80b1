/** HTTP with streams: no redirect goes unseen, and what stalls ends. */
import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import { InputError } from '../../sdk/errors/InputError.ts'
import { isSafeUrl } from '../../sdk/evidence/intakeUrl.ts'
import { chunksOf, streamOf } from '../../sdk/evidence/streams.ts'

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

/** What a server answered, its redirects too. The body is to be read or cancelled. */
export interface Answer {
  status: number
  location: string | null
  body: ReadableStream<Uint8Array>
}

/** Asks for a URL. What it throws means that there was no answer, but for {InputError}: the URL may not be asked. */
export type Get = (url: URL, signal: AbortSignal) => Promise<Answer>

/** Asks whatever server a URL names. */
export function getByFetch(method = 'GET'): Get {
  return async (url, signal) => {
    const { status, headers, body } = await fetch(url, { method, redirect: 'manual', signal })
    const empty = new ReadableStream<Uint8Array>({
      start: (controller) => {
        controller.close()
      },
    })
    return { status, location: headers.get('location'), body: (body as ReadableStream<Uint8Array> | null) ?? empty }
  }
}

/**
 * Gets a URL, following redirects to safe URLs only.
 * @param stalled milliseconds without a byte after which it is given up; `signal` ends it at any time.
 * @returns the content; reading it throws {ConnectionError} when it stalls, is ended or breaks off.
 * @throws {ConnectionError} when there is no answer, or one that may be another next time; {InputError} for another.
 */
export async function download(
  url: URL,
  who: string,
  { get = getByFetch(), stalled = STALLED, signal }: { get?: Get; stalled?: number; signal?: AbortSignal } = {},
): Promise<ReadableStream<Uint8Array>> {
  const watch = new Watch(stalled, signal)
  try {
    let at = url
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      if (!isSafeUrl(at)) throw refused(at, 'is neither an https URL nor http on this machine')
      const { status, location, body } = await answered(get(at, watch.signal), watch, who)
      if (status >= 200 && status < 300) return streamOf(whole(body, watch, who))
      // A server that does not end its answer is left; a failure to leave it changes nothing.
      void body.cancel().catch(() => undefined)
      if (status >= 500 || status === 429) throw new ConnectionError(`${who} answers ${status}.`, undefined, AGAIN)
      const next = status >= 300 && status < 400 && location !== null ? URL.parse(location, at.href) : null
      if (next === null) throw refused(at, `is not there: the server answers ${status}`)
      at = next
    }
    throw refused(url, `redirects more than ${MOST_REDIRECTS} times`)
  } catch (error) {
    watch.end()
    throw error
  }
}

async function answered(answer: Promise<Answer>, watch: Watch, who: string): Promise<Answer> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof InputError) throw error
    throw new ConnectionError(`${who} does not answer: ${reason(watch.reason ?? error)}.`, error, AGAIN)
  }
}

async function* whole(stream: ReadableStream<Uint8Array>, watch: Watch, who: string): AsyncGenerator<Uint8Array, void> {
  try {
    for await (const chunk of chunksOf(stream)) {
      watch.alive()
      yield chunk
      watch.alive()
    }
  } catch (error) {
    throw new ConnectionError(`${who} broke off: ${reason(watch.reason ?? error)}.`, error, AGAIN)
  } finally {
    watch.end()
  }
}

/** Aborts a transfer in which nothing has moved for so many milliseconds, or that somebody else ends. */
export class Watch {
  readonly #controller = new AbortController()
  readonly #stalled: number
  readonly signal: AbortSignal
  #timer: NodeJS.Timeout | undefined
  #ended = false

  constructor(stalled = STALLED, also?: AbortSignal) {
    this.#stalled = stalled
    const own = this.#controller.signal
    this.signal = also === undefined ? own : AbortSignal.any([own, also])
    also?.addEventListener('abort', () => {
      this.end()
    })
    this.alive()
  }

  /** Why it was aborted; undefined while it is not. */
  get reason(): unknown {
    return this.signal.aborted ? (this.signal.reason as unknown) : undefined
  }

  alive(): void {
    clearTimeout(this.#timer)
    // A body can be read on after the answer has come; a timer then would keep the process for nothing.
    if (this.#ended) return
    this.#timer = setTimeout(() => {
      this.#controller.abort(new Error(`nothing moved for ${this.#stalled / 1000} seconds`))
    }, this.#stalled)
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
