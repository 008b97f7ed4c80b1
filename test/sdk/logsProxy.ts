/** An HTTP endpoint in front of a chain of its own that refuses questions for logs as the big providers do. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { network } from 'hardhat'
import { numberToHex, type RpcLog } from 'viem'

type Provider = Awaited<ReturnType<typeof network.create>>['provider']

/** What a refused question is answered with. */
export interface Refused {
  status?: number
  headers?: Record<string, string>
  error?: { code: number; message: string; data?: unknown }
}

export interface Asked {
  from: bigint
  to: bigint
  span: bigint
}

/** How an endpoint treats questions for logs. */
export interface Limits {
  /** Asked before the chain is. */
  before?: (asked: Asked, count: number) => Refused | undefined | Promise<Refused | undefined>
  /** Asked with the answer. */
  after?: (asked: Asked, logs: RpcLog[]) => Refused | undefined
  /** What is given instead of the answer. */
  change?: (logs: RpcLog[], asked: Asked) => RpcLog[]
}

export interface Proxy {
  url: string
  /** Questions for logs so far. */
  asked: Asked[]
  limits: Limits
  stop(): Promise<void>
}

export async function proxy(provider: Provider): Promise<Proxy> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      void answer(JSON.parse(Buffer.concat(chunks).toString()) as Question).then(({ status, headers, body }) => {
        response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body)
      })
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const self: Proxy = {
    url: `http://127.0.0.1:${port}`,
    asked: [],
    limits: {},
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }

  async function answer({ id, method, params }: Question) {
    const refuse = ({ status = 200, headers = {}, error }: Refused) => ({
      status,
      headers: error === undefined ? { 'content-type': 'text/plain', ...headers } : headers,
      body: error === undefined ? 'refused' : JSON.stringify({ jsonrpc: '2.0', id, error }),
    })
    const give = (result: unknown) => ({
      status: 200,
      headers: {},
      body: JSON.stringify({ jsonrpc: '2.0', id, result }),
    })
    if (method !== 'eth_getLogs') return give(await provider.request({ method, params }))
    const [{ fromBlock, toBlock }] = params as [{ fromBlock: string; toBlock: string }]
    const [from, to] = [BigInt(fromBlock), BigInt(toBlock)]
    const asked = { from, to, span: to - from + 1n }
    self.asked.push(asked)
    const { before, after, change } = self.limits
    const refused = await before?.(asked, self.asked.length)
    if (refused !== undefined) return refuse(refused)
    const logs = (await provider.request({ method, params })) as RpcLog[]
    const tooMuch = after?.(asked, logs)
    return tooMuch === undefined ? give(change?.(logs, asked) ?? logs) : refuse(tooMuch)
  }
  return self
}

interface Question {
  id: number
  method: string
  params: unknown[]
}

const hexRange = (from: bigint, to: bigint) => `[${numberToHex(from)}, ${numberToHex(to)}]`
const rpc = (code: number, message: string, data?: unknown): Refused => ({
  error: { code, message, ...(data === undefined ? {} : { data }) },
})

/** Endpoints that answer for at most so many blocks, in the words of providers. */
export const RANGE_STYLES: Record<string, (most: bigint) => Limits> = Object.fromEntries(
  Object.entries<(asked: Asked, most: bigint) => Refused>({
    Infura: ({ span }, most) => rpc(-32602, `range ${span} exceeds limit of ${most}`),
    QuickNode: (_, most) => rpc(-32614, `eth_getLogs is limited to a ${most.toLocaleString('en')} range`),
    Ankr: () => rpc(-32600, 'block range is too wide'),
    Tenderly: ({ span }, most) =>
      rpc(-32602, 'invalid params', {
        error_id: '4ed94073',
        payload: `range ${span} is bigger than range limit ${most}`,
      }),
    dRPC: (_, most) => rpc(35, `ranges over ${most} blocks are not supported on freetier`),
    Alchemy: ({ from }, most) =>
      rpc(
        -32600,
        `You can make eth_getLogs requests with up to a ${most} block range. Based on your parameters, this block range should work: ${hexRange(from, from + most - 1n)}`,
      ),
    Cloudflare: (_, most) =>
      rpc(-32047, `Invalid eth_getLogs request. 'fromBlock'-'toBlock' range too large. Max range: ${most}`),
    Erigon: (_, most) => rpc(-32000, `query block range exceeds server limit, narrow your filter: ${most}`),
    'a gateway': () => ({ status: 413 }),
  }).map(([name, words]) => [
    name,
    (most: bigint): Limits => ({ before: (asked) => (asked.span > most ? words(asked, most) : undefined) }),
  ]),
)

/** Endpoints that answer with at most so many logs. */
export const RESULT_STYLES: Record<string, (most: number) => Limits> = Object.fromEntries(
  Object.entries<(asked: Asked, logs: RpcLog[], most: number) => Refused>({
    Infura: (_, __, most) => rpc(-32005, `query returned more than ${most} results`),
    Alchemy: ({ from }, logs, most) =>
      rpc(
        -32602,
        `Log response size exceeded. You can make eth_getLogs requests with up to a 2K block range and no limit on the response size, or you can request any block range with a cap of 10K logs in the response. Based on your parameters and the response size limit, this block range should work: ${hexRange(from, BigInt(logs[most - 1]!.blockNumber!))}`,
      ),
    Reth: ({ from }, logs, most) =>
      rpc(
        -32602,
        `query exceeds max results ${most}, retry with the range ${from}-${BigInt(logs[most - 1]!.blockNumber!)}`,
      ),
    thirdweb: (_, __, most) => rpc(-32005, `Maximum logs count exceeded: more than ${most} logs`),
    'a slow node': () => rpc(-32000, 'query timeout exceeded'),
    jsonrpsee: () => rpc(-32008, 'Response is too big', 'Exceeded max limit of 10485760'),
  }).map(([name, words]) => [
    name,
    (most: number): Limits => ({ after: (asked, logs) => (logs.length > most ? words(asked, logs, most) : undefined) }),
  ]),
)
