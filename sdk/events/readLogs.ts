import { numberToHex, type Address, type Hex, type PublicClient, type RpcLog } from 'viem'
import { explainRevert } from '../errors/explainRevert.ts'
import { ConnectionError } from '../errors/ConnectionError.ts'
import { refusalOf } from './refusal.ts'

/** Which logs: any of these addresses, and topics as nodes take them. */
export interface LogFilter {
  address: Address | readonly Address[]
  topics: readonly (Hex | readonly Hex[] | null)[]
}

/** How often a busy or broken endpoint is asked, and how long the first wait is; each next one is twice as long. */
const ATTEMPTS = { busy: 6, broken: 3 }
const FIRST_WAIT_MS = 250
const LONGEST_WAIT_MS = 15_000

/** The logs of some blocks, or of how many blocks the endpoint would rather be asked. */
export type Answer = { logs: RpcLog[] } | { fewer: bigint }

/**
 * Asks once for the logs from one block to another, both included. Waits and asks again where the endpoint is busy.
 * @throws {ConnectionError} when it stays busy, or will not answer for a single block; anything else as it came.
 */
export async function readLogs(client: PublicClient, filter: LogFilter, from: bigint, to: bigint): Promise<Answer> {
  const span = to - from + 1n
  const params = [
    {
      address: typeof filter.address === 'string' ? filter.address : [...filter.address],
      topics: filter.topics.map((topic) => (typeof topic === 'string' || topic === null ? topic : [...topic])),
      fromBlock: numberToHex(from),
      toBlock: numberToHex(to),
    },
  ] as const
  for (let attempt = 1; ; attempt++) {
    try {
      // viem would ask again without looking at what the endpoint says.
      const logs: unknown = await client.request({ method: 'eth_getLogs', params: [...params] }, { retryCount: 0 })
      if (!Array.isArray(logs))
        throw new ConnectionError('The endpoint answered eth_getLogs with something else than logs.')
      return { logs: logs as RpcLog[] }
    } catch (error) {
      if (error instanceof ConnectionError) throw error
      const { kind, blocks, waitMs } = refusalOf(error, span)
      if (kind === 'other') throw explainRevert(error)
      if (kind === 'tooMuch' && span > 1n) return { fewer: blocks ?? span / 2n }
      if (kind === 'tooMuch' || attempt >= ATTEMPTS[kind]) {
        if (kind === 'broken' && span > 1n) return { fewer: span / 2n }
        throw new ConnectionError(`The endpoint does not give the logs of blocks ${from} to ${to}.`, error)
      }
      const wait = waitMs ?? FIRST_WAIT_MS * 2 ** (attempt - 1)
      await new Promise((resolve) => setTimeout(resolve, Math.min(wait, LONGEST_WAIT_MS)))
    }
  }
}
