import { BaseError, BlockNotFoundError, type PublicClient } from 'viem'
import { explained } from '../../sdk/actions/explained.ts'
import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import type { Position } from '../store/meta.ts'

/** How many questions are asked at a time. */
const TOGETHER = 50

/** The block with a number, or the newest or last final one. @throws {ConnectionError} when the endpoint does not give it. */
export async function blockAt(client: PublicClient, which: number | 'latest' | 'finalized'): Promise<Position> {
  const asked = typeof which === 'number' ? { blockNumber: BigInt(which) } : { blockTag: which }
  const block = await explained(() => client.getBlock(asked))
  const [number, time] = [Number(block.number), Number(block.timestamp)]
  if (typeof which === 'number' && number !== which)
    throw new ConnectionError(`The endpoint gave block ${number}, asked for ${which}.`)
  return { number, hash: block.hash, time }
}

/** Whether the endpoint says that it has no such block. */
export function isBlockMissing(error: unknown): boolean {
  return error instanceof BaseError && error.walk((cause) => cause instanceof BlockNotFoundError) !== null
}

/** Asks for each of many, some at a time. The answers are in the order of the questions. */
export async function eachOf<T, R>(all: readonly T[], ask: (one: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = []
  for (let i = 0; i < all.length; i += TOGETHER) {
    answers.push(...(await Promise.all(all.slice(i, i + TOGETHER).map(ask))))
  }
  return answers
}
