import { numberToHex, type PublicClient } from 'viem'
import type * as z from 'zod'
import { Batches, type Question } from '../collect/batches.ts'
import type { Place } from '../finding.ts'
import { ask, parsedAnswer } from '../prove/ask.ts'

/** Answers to questions that were asked ahead, many in one request, so that what needs them one by one does not wait for each. */
export class Foreseen {
  readonly #client: PublicClient
  readonly #answers = new Map<string, unknown>()

  constructor(client: PublicClient) {
    this.#client = client
  }

  /** Asks what is not known yet. Where the endpoint refuses one of the questions, `get` asks for each of them. */
  async foresee(questions: readonly Question[]): Promise<void> {
    const missing = new Map(questions.map((question) => [keyOf(question), question] as const))
    for (const key of this.#answers.keys()) missing.delete(key)
    if (missing.size < 2) return
    try {
      const answers = await new Batches(this.#client).ask([...missing.values()])
      for (const [i, key] of [...missing.keys()].entries()) this.#answers.set(key, answers[i])
    } catch {
      // Which of them it refuses, and why, is for whoever asks for it.
    }
  }

  /** Whether it was asked ahead, and answered. */
  has(question: Question): boolean {
    return this.#answers.has(keyOf(question))
  }

  /** The endpoint's answer. @throws what the client throws. */
  async get(question: Question): Promise<unknown> {
    const key = keyOf(question)
    if (this.#answers.has(key)) return this.#answers.get(key)
    return (this.#client.request as (question: Question) => Promise<unknown>)(question)
  }
}

function keyOf({ method, params }: Question): string {
  return `${method} ${params.join(' ')}`
}

/** Code and nonce of an account at a block, and its nonce before. */
export function aboutAccount(account: string, number: bigint): [code: Question, nonce: Question, before: Question] {
  const [block, before] = [numberToHex(number), numberToHex(number - 1n)]
  return [
    { method: 'eth_getCode', params: [account, block] },
    { method: 'eth_getTransactionCount', params: [account, block] },
    { method: 'eth_getTransactionCount', params: [account, before] },
  ]
}

/** A transaction, as the endpoint tells it. */
export function transactionOf({ transactionHash }: Pick<Place, 'transactionHash'>): Question {
  return { method: 'eth_getTransactionByHash', params: [transactionHash] }
}

/** The answer that was foreseen, else a fresh one. */
export async function answerTo<T>(
  client: PublicClient,
  answers: Foreseen,
  question: Question,
  schema: z.ZodType<T>,
): Promise<T> {
  const { method, params } = question
  return answers.has(question)
    ? parsedAnswer(method, await answers.get(question), schema)
    : ask(client, method, params, schema)
}
