import { BaseError, createPublicClient, http, type PublicClient } from 'viem'
import { getHttpRpcClient, type HttpRpcClient } from 'viem/utils'
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

/** What an endpoint answered, whatever it is, or why it did not. */
export type Answer = { result: unknown } | { error: Refusing }

/** An error of JSON-RPC. */
interface Refusing {
  code: number
  message: string
}

/** A client of an endpoint that takes answers of up to 128 MiB, slow ones too, and numbers of blocks as they are now. */
export function openEndpoint(url: string): PublicClient {
  const transport = http(url, { maxResponseBodySize: MOST_BYTES, timeout: TIMEOUT_MS })
  return createPublicClient({ transport, cacheTime: 0 })
}

/** Asks many small questions: by JSON-RPC batches where the endpoint is reached by HTTP and takes them, else one by one. */
export class Batches {
  readonly #client: PublicClient
  readonly #batching: HttpRpcClient | undefined
  /** How many questions go into one request. */
  #size = MOST

  constructor(client: PublicClient) {
    this.#client = client
    const { transport } = client
    const url: unknown = transport['url']
    if (transport.type !== 'http' || typeof url !== 'string') return
    const fetchOptions = transport['fetchOptions'] as RequestInit | undefined
    // Each question of its own would be as much work for viem as a request.
    this.#batching = getHttpRpcClient(url, {
      maxResponseBodySize: MOST_BYTES,
      timeout: TIMEOUT_MS,
      ...(fetchOptions === undefined ? {} : { fetchOptions }),
    })
  }

  /**
   * The answers, in the order of the questions, as the endpoint gave them.
   * @throws {ConnectionError} when it does not answer; {RevertError} when it refuses a call.
   */
  async ask(questions: readonly Question[]): Promise<unknown[]> {
    const answers = await this.askTogether(questions)
    const given: unknown[] = []
    for (const [i, question] of questions.entries()) {
      const answer = answers[i]
      given.push(answer === undefined || 'error' in answer ? await this.#askOne(question) : answer.result)
    }
    return given
  }

  /** The same as far as many are answered in one request: undefined where they are not. */
  async askTogether(questions: readonly Question[]): Promise<(Answer | undefined)[]> {
    const answers: (Answer | undefined)[] = questions.map(() => undefined)
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

  async #askSome(questions: readonly Question[]): Promise<(Answer | undefined)[]> {
    if (this.#batching === undefined || this.#size < 2 || questions.length < 2) return questions.map(() => undefined)
    try {
      const answers = await batched(this.#batching, questions)
      if (answers.some((answer) => answer !== undefined && 'result' in answer)) return answers
    } catch {
      // What is wrong shows when it is asked one by one.
    }
    // It may refuse batches, or such long ones.
    this.#size = Math.max(1, Math.floor(this.#size / 4))
    const quarter = Math.ceil(questions.length / 4)
    const parts: (Answer | undefined)[] = []
    for (let i = 0; i < questions.length; i += quarter) {
      for (const answer of await this.#askSome(questions.slice(i, i + quarter))) parts.push(answer)
    }
    return parts
  }

  async #askOne(question: Question): Promise<unknown> {
    try {
      return await request(this.#client, question)
    } catch (error) {
      // A busy endpoint has said nothing of what was asked, a call that it cannot make least of all.
      if (refusalOf(error, 1n).kind !== 'other') throw new ConnectionError('The endpoint is too busy.', error)
      throw explainRevert(error)
    }
  }
}

/** Puts questions into one request. */
async function batched(batching: HttpRpcClient, questions: readonly Question[]): Promise<(Answer | undefined)[]> {
  const body = questions.map(({ method, params }, id) => ({ method, params, id }))
  const answers = new Map<unknown, Answer>()
  for (const { id, result, error } of await batching.request({ body })) {
    answers.set(id, error === undefined ? { result: result as unknown } : { error: error as Refusing })
  }
  return questions.map((_, id) => answers.get(id))
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
