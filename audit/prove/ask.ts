import type { Hex, PublicClient } from 'viem'
import * as z from 'zod'
import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import { refusalOf, type Refusal } from '../../sdk/events/refusal.ts'

/** How often a busy or broken endpoint is asked, and how long the first wait is; each next one is twice as long. */
const ATTEMPTS = 5
const FIRST_WAIT_MS = 250
const LONGEST_WAIT_MS = 15_000
/** How many questions are asked at once: with a transport that batches they are one request. */
export const AT_ONCE = 50

/** The endpoint would not answer a question, and asking it again did not help. */
export class Refused extends ConnectionError {
  readonly kind: Refusal['kind']

  constructor(method: string, kind: Refusal['kind'], cause: unknown) {
    super(`The endpoint does not answer ${method}.`, cause)
    this.kind = kind
  }

  /** Whether it answered that it does not say, rather than not at all: asked later it says the same. */
  get isDefinite(): boolean {
    return this.kind !== 'busy' && this.kind !== 'broken'
  }
}

/** A string of bytes, and a number, as JSON-RPC writes them. */
export const bytesSchema = hexSchema('bytes in hex', (text) => text.length % 2 === 0 && DIGITS.test(text))
export const wordSchema = hexSchema('32 bytes in hex', (text) => /^0x[0-9a-f]{64}$/i.test(text))
export const quantitySchema = hexSchema('a number in hex', (text) => text.length > 2 && DIGITS.test(text))

/** Without a group that repeats: megabytes would use up the stack on which expressions are matched. */
const DIGITS = /^0x[0-9a-f]*$/i

function hexSchema(what: string, isOne: (text: string) => boolean): z.ZodType<Hex> {
  const hex = z.custom<Hex>((value) => typeof value === 'string' && isOne(value), `is not ${what}`)
  return hex.transform((text) => text.toLowerCase() as Hex)
}

/**
 * Asks the endpoint; waits and asks again while it is busy or broken.
 * @throws {Refused} when it does not answer; {ConnectionError} when its answer is not one to this question.
 */
export async function ask<T>(
  client: PublicClient,
  method: string,
  params: readonly unknown[],
  schema: z.ZodType<T>,
): Promise<T> {
  return parsedAnswer(method, await answerTo(client, method, params), schema)
}

/** What an endpoint answered to a question. @throws {ConnectionError} when it is no answer to it. */
export function parsedAnswer<T>(method: string, answer: unknown, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(answer)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.slice(0, 3).map(({ path, message }) => `${path.join('.')} ${message}`.trim())
  throw new ConnectionError(`The endpoint's answer to ${method} cannot be read: ${faults.join('; ')}.`)
}

async function answerTo(client: PublicClient, method: string, params: readonly unknown[]): Promise<unknown> {
  const request = client.request as (call: object, options: { retryCount: number }) => Promise<unknown>
  for (let attempt = 1; ; attempt++) {
    try {
      // viem would ask again without looking at what the endpoint says.
      return await request({ method, params }, { retryCount: 0 })
    } catch (error) {
      const { kind, waitMs } = refusalOf(error, 1n)
      const patient = (kind === 'busy' || kind === 'broken') && attempt < ATTEMPTS
      if (!patient) throw new Refused(method, kind, error)
      const wait = waitMs ?? FIRST_WAIT_MS * 2 ** (attempt - 1)
      await new Promise((resolve) => setTimeout(resolve, Math.min(wait, LONGEST_WAIT_MS)))
    }
  }
}

/** `job` of each of `items`, so many at once, in order. */
export async function eachOf<T, R>(
  items: readonly T[],
  job: (item: T) => Promise<R>,
  atOnce: number = AT_ONCE,
): Promise<R[]> {
  const results: R[] = []
  for (let i = 0; i < items.length; i += atOnce) {
    results.push(...(await Promise.all(items.slice(i, i + atOnce).map(job))))
  }
  return results
}
