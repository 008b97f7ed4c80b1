/** A JSON-RPC endpoint over a chain, batches included, that a test can make refuse or lie. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { BaseError, type PublicClient, type RpcLog } from 'viem'

export interface Asked {
  method: string
  params: unknown[]
}

/** Thrown by a behaviour: the endpoint's answer is this error. */
export class Refusal extends Error {
  readonly code: number
  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

/** What the endpoint answers; `honest` asks the chain. */
export type Behaviour = (asked: Asked, honest: () => Promise<unknown>) => Promise<unknown>

export interface LyingEndpoint {
  url: string
  /** Every question so far, those in batches one by one. */
  asked: Asked[]
  /** How many HTTP requests there were. */
  requests: number
  /** Bytes of the longest answer. */
  longest: number
  behave: Behaviour
  /** Bytes of spaces behind each answer with logs: JSON may have them. */
  padding: number
  /** Whether it takes batches. */
  batches: boolean
  count(method: string): number
  stop(): Promise<void>
}

export async function lyingEndpoint(client: PublicClient): Promise<LyingEndpoint> {
  const ask = (asked: Asked) => (client.request as (asked: Asked) => Promise<unknown>)(asked)
  const answer = async ({ id, method, params }: Asked & { id: number }): Promise<object> => {
    self.asked.push({ method, params })
    try {
      const result = await self.behave({ method, params }, () => ask({ method, params }))
      return { jsonrpc: '2.0', id, result }
    } catch (error) {
      const cause = (error instanceof BaseError ? error.walk() : error) as { code?: number; message: string }
      return { jsonrpc: '2.0', id, error: { code: cause.code ?? -32603, message: cause.message } }
    }
  }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      self.requests++
      const body = JSON.parse(Buffer.concat(chunks).toString()) as (Asked & { id: number }) | (Asked & { id: number })[]
      const refused = { jsonrpc: '2.0', id: null, error: { code: -32600, message: 'batches are not supported' } }
      const reply = Array.isArray(body)
        ? self.batches
          ? Promise.all(body.map(answer))
          : Promise.resolve(refused)
        : answer(body)
      void reply.then((content) => {
        const isLogs = !Array.isArray(body) && body.method === 'eth_getLogs'
        const text = JSON.stringify(content) + ' '.repeat(isLogs ? self.padding : 0)
        self.longest = Math.max(self.longest, text.length)
        response.setHeader('content-type', 'application/json')
        response.end(text)
      })
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const self: LyingEndpoint = {
    url: `http://127.0.0.1:${port}`,
    asked: [],
    requests: 0,
    longest: 0,
    behave: (_, honest) => honest(),
    batches: true,
    padding: 0,
    count: (method) => self.asked.filter((one) => one.method === method).length,
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return self
}

/** A behaviour that answers for at most so many blocks. */
export const mostBlocks =
  (most: bigint): Behaviour =>
  (asked, honest) => {
    if (asked.method !== 'eth_getLogs') return honest()
    const [{ fromBlock, toBlock }] = asked.params as [{ fromBlock: string; toBlock: string }]
    if (BigInt(toBlock) - BigInt(fromBlock) < most) return honest()
    throw new Refusal(-32600, `eth_getLogs is limited to up to a ${most} block range`)
  }

/** A behaviour that answers with at most so many logs. */
export const mostLogs =
  (most: number): Behaviour =>
  async (asked, honest) => {
    const answer = await honest()
    if (asked.method !== 'eth_getLogs' || (answer as RpcLog[]).length <= most) return answer
    throw new Refusal(-32005, `query returned more than ${most} results`)
  }

/** A behaviour that changes answers to questions for logs. */
export const changedLogs =
  (change: (logs: RpcLog[], asked: Asked) => RpcLog[]): Behaviour =>
  async (asked, honest) => {
    const answer = await honest()
    return asked.method === 'eth_getLogs' ? change(structuredClone(answer) as RpcLog[], asked) : answer
  }
