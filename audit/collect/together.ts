import { createPublicClient, createTransport, RpcRequestError, type PublicClient } from 'viem'
import { Batches, type Answer, type Question } from './batches.ts'

/** Questions that are short, and answered by little. */
const SHORT = new Set([
  'eth_call',
  'eth_getBlockByNumber',
  'eth_getCode',
  'eth_getStorageAt',
  'eth_getTransactionByHash',
  'eth_getTransactionCount',
  'eth_getTransactionReceipt',
])

/** How many requests are under way at a time; what is asked meanwhile goes into the next. */
const UNDER_WAY = 2

interface Waiting extends Question {
  take: (answer: Promise<unknown>) => void
}

/**
 * A client that puts short questions which are asked at the same time into one request, where the endpoint is reached by HTTP and takes
 * batches; what is not answered so is asked by itself. Else the same client.
 */
export function together(client: PublicClient): PublicClient {
  const { transport } = client
  const url: unknown = transport['url']
  if (transport.type !== 'http' || typeof url !== 'string') return client
  const { key, name, retryCount, retryDelay, timeout, fetchOptions } = transport
  const asking = new Asking(client, url)
  const request = (question: Question): Promise<unknown> => asking.ask(question)
  return createPublicClient({
    cacheTime: 0,
    chain: client.chain,
    transport: () =>
      createTransport(
        { key, name, request: request as typeof client.request, retryCount, retryDelay, timeout, type: 'http' },
        { url, fetchOptions: fetchOptions as unknown },
      ),
  })
}

class Asking {
  readonly #client: PublicClient
  readonly #url: string
  readonly #batches: Batches
  #waiting: Waiting[] = []
  #underWay = 0

  constructor(client: PublicClient, url: string) {
    this.#client = client
    this.#url = url
    this.#batches = new Batches(client)
  }

  ask(question: Question): Promise<unknown> {
    // A block with all of its transactions is long.
    if (!SHORT.has(question.method) || question.params[1] === true) return this.#alone(question)
    return new Promise((take) => {
      this.#waiting.push({ ...question, take })
      if (this.#waiting.length === 1 && this.#underWay < UNDER_WAY) this.#goOn()
    })
  }

  /** Asks all that waits, once whoever asks now has asked. */
  #goOn(): void {
    this.#underWay++
    setImmediate(() => {
      const waiting = this.#waiting
      this.#waiting = []
      void this.#batches.askTogether(waiting).then((answers) => {
        this.#underWay--
        for (const [i, { method, params, take }] of waiting.entries()) take(this.#taken({ method, params }, answers[i]))
        if (this.#waiting.length > 0) this.#goOn()
      })
    })
  }

  async #taken(question: Question, answer: Answer | undefined): Promise<unknown> {
    if (answer === undefined) return this.#alone(question)
    if ('result' in answer) return answer.result
    throw new RpcRequestError({ body: { ...question }, error: answer.error, url: this.#url })
  }

  #alone({ method, params }: Question): Promise<unknown> {
    const request = this.#client.request as (question: Question, options: object) => Promise<unknown>
    return request({ method, params }, { retryCount: 0 })
  }
}
