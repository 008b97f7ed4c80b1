import { createPublicClient, custom, http, HttpRequestError, type EIP1193RequestFn, type PublicClient } from 'viem'
import type { Clock } from '../operate/clock.ts'
import type { Logger } from '../operate/logger.ts'
import type { Metrics } from '../operate/metrics.ts'
import { isAnswer } from './answers.ts'

/** More than the logs of any one block: a block that does not fit could never be read. */
const MOST_BYTES = 64 * 1024 * 1024
/** How long an endpoint that failed is passed over, in milliseconds: at first, and at most. Doubled each time. */
const FIRST_REST = 60_000
const LONGEST_REST = 16 * 60_000

export type Request = { method: string; params?: unknown }

/** One JSON-RPC endpoint. The form of its answers is checked, and how it did is remembered. */
export class Endpoint {
  /** Its place in the configuration and its host. The URL itself may hold a key and is never shown. */
  readonly name: string
  /** Asks this endpoint alone, once. */
  readonly client: PublicClient
  /** Whether it said that it is on the right chain; it is not used before. */
  isOfChain = false
  /** Whether it did well the last time; undefined before it was asked. */
  #up: boolean | undefined
  #failures = 0
  #restUntil = 0
  readonly #clock: Clock
  readonly #log: Logger
  readonly #metrics: Metrics

  /** @param timeout how long an answer may take, in milliseconds. */
  constructor(url: string, index: number, timeout: number, clock: Clock, log: Logger, metrics: Metrics) {
    this.#clock = clock
    this.#log = log
    this.#metrics = metrics
    this.name = `${index + 1} ${new URL(url).host}`
    const request = checkedRequest(url, timeout)
    this.client = createPublicClient({ transport: custom({ request }, { retryCount: 0 }), cacheTime: 0 })
  }

  /** Whether it failed lately and is passed over where others do. */
  get isResting(): boolean {
    return this.#clock.now() < this.#restUntil
  }

  /** It answered, and agreed. */
  succeeded(): void {
    if (this.#up === false) this.#log.info({ endpoint: this.name }, 'endpoint is back')
    this.#up = true
    this.#failures = 0
    this.#restUntil = 0
    this.#metrics.endpointUp.set({ endpoint: this.name }, 1)
  }

  /** It did not answer, or not what it should. @param reason nothing that it said itself. */
  failed(reason: string): void {
    if (this.#up !== false) this.#log.warn({ endpoint: this.name, reason }, 'endpoint is passed over')
    this.#up = false
    this.#restUntil = this.#clock.now() + Math.min(FIRST_REST * 2 ** this.#failures, LONGEST_REST)
    this.#failures++
    this.#metrics.endpointUp.set({ endpoint: this.name }, 0)
  }
}

/** Asks `url`; errors name its host only, and an answer that cannot be one is as a failed connection. */
function checkedRequest(url: string, timeout: number): EIP1193RequestFn {
  const target = new URL(url)
  const shown = `${target.protocol}//${target.host}`
  const { username, password } = target
  const basic = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')
  const headers: Record<string, string> = username + password === '' ? {} : { Authorization: `Basic ${basic}` }
  target.username = target.password = ''
  const transport = http(shown, {
    // Elsewhere, nobody has configured it.
    fetchFn: (_, init) => fetch(target, { ...init, redirect: 'error' }),
    fetchOptions: { headers },
    maxResponseBodySize: MOST_BYTES,
    retryCount: 0,
    timeout,
  })({ retryCount: 0 })
  const ask = async (call: Request, options?: object): Promise<unknown> => {
    const answer: unknown = await transport.request(call, options)
    if (isAnswer(call.method, answer)) return answer
    throw new HttpRequestError({ url: shown, body: { method: call.method }, details: 'not an answer to this question' })
  }
  return ask as EIP1193RequestFn
}

/** What went wrong, in words of this program and its libraries, without what the endpoint said. */
export function reasonOf(error: unknown): string {
  if (error instanceof Error && 'shortMessage' in error) return String(error.shortMessage)
  return error instanceof Error ? error.name : 'unknown'
}
