import { BaseError, createPublicClient, http, type PublicClient } from 'viem'
import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import { explainRevert } from '../../sdk/errors/explainRevert.ts'
import { RevertError } from '../../sdk/errors/RevertError.ts'
import { refusalOf } from '../../sdk/events/refusal.ts'

/** How many questions go into one request at first, and how many requests are under way at a time. */
const MOST = 100
const LANES = 4
/** Bytes of an answer: above what nodes give of themselves, well below what this process can hold. */
const MOST_BYTES = 128 * 2 ** 20
const TIMEOUT_MS = 120_000

/** A question to a node, as JSON-RPC has it. */
export interface Question {
  method: string
  params: readonly unknown[]
}

/** A client of an endpoint that takes answers of up to 128 MiB, slow ones too, and numbers of blocks as they are now. */
export function openEndpoint(url: string): PublicClient {
  const transport = http(url, { maxResponseBodySize: MOST_BYTES, timeout: TIMEOUT_MS })
  return createPublicClient({ transport, cacheTime: 0 })
}

/** Asks many small questions: by JSON-RPC batches where the endpoint is reached by HTTP and takes them, else one by one. */
export class Batches {
  readonly #client: PublicClient
  readonly #batching: PublicClient | undefined
  /** How many questions go into one request. */
  #size = MOST

  constructor(client: PublicClient) {
    this.#client = client
    const { transport } = client
    const url: unknown = transport['url']
    if (transport.type !== 'http' || typeof url !== 'string') return
    const fetchOptions = transport['fetchOptions'] as RequestInit | undefined
    const options = { batch: { batchSize: MOST }, maxResponseBodySize: MOST_BYTES, retryCount: 0, timeout: TIMEOUT_MS }
    this.#batching = createPublicClient({
      transport: http(url, fetchOptions === undefined ? options : { ...options, fetchOptions }),
      cacheTime: 0,
    })
  }

  /**
   * The answers, in the order of the questions, as the endpoint gave them.
   * @throws {ConnectionError} when it does not answer; {RevertError} when it refuses a call.
   */
  async ask(questions: readonly Question[]): Promise<unknown[]> {
    const answers: unknown[] = []
    let at = 0
    const lane = async (): Promise<void> => {
      while (at < questions.length) {
        const first = at
        const some = questions.slice(first, first + this.#size)
        at += some.length
        for (const [i, answer] of (await this.#askSome(some)).entries()) answers[first + i] = answer
      }
    }
    await Promise.all(Array.from({ length: LANES }, lane))
    return answers
  }

  async #askSome(questions: readonly Question[]): Promise<unknown[]> {
    if (this.#batching !== undefined && this.#size > 1 && questions.length > 1) {
      const batching = this.#batching
      try {
        return await Promise.all(questions.map((question) => request(batching, question)))
      } catch {
        // It may refuse batches, or such long ones. What else is wrong shows when it is asked one by one.
        this.#size = Math.max(1, Math.floor(this.#size / 4))
      }
      const half = Math.ceil(questions.length / 4)
      const parts: unknown[] = []
      for (let i = 0; i < questions.length; i += half)
        parts.push(...(await this.#askSome(questions.slice(i, i + half))))
      return parts
    }
    const answers: unknown[] = []
    for (const question of questions) {
      try {
        answers.push(await request(this.#client, question))
      } catch (error) {
        // A busy endpoint has said nothing of what was asked, a call that it cannot make least of all.
        if (refusalOf(error, 1n).kind !== 'other') throw new ConnectionError('The endpoint is too busy.', error)
        throw explainRevert(error)
      }
    }
    return answers
  }
}

async function request(client: PublicClient, question: Question): Promise<unknown> {
  return (client.request as (question: Question) => Promise<unknown>)(question)
}

/** Whether the chain refused a call, rather than the endpoint the question. */
export function isRevert(error: unknown): boolean {
  return (
    error instanceof RevertError ||
    (error instanceof BaseError && /revert|invalid opcode|out of gas/i.test(error.details))
  )
}

/** Says that an endpoint's answer cannot be one. */
export function unusable(what: string): ConnectionError {
  return new ConnectionError(`The endpoint gave ${what}.`)
}
