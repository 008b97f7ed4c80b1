import type { PublicClient } from 'viem'
import { Batches, type Question } from '../collect/batches.ts'

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
