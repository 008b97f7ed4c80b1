/** JSON-RPC endpoints over one chain, that a test can make misbehave. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Writable } from 'node:stream'
import { BaseError, numberToHex, type Hex, type PublicClient } from 'viem'
import { openChain } from '../../../oracle/chain/openChain.ts'
import type { Clock } from '../../../oracle/operate/clock.ts'
import { makeLogger } from '../../../oracle/operate/logger.ts'
import { makeMetrics, type Metrics } from '../../../oracle/operate/metrics.ts'
import type { Chain } from '../../../oracle/operator.ts'
import type { Config } from '../../../oracle/config/config.ts'
import type { Entry } from '../world.ts'

export interface Call {
  id: number
  method: string
  params: unknown[]
}

/** What an endpoint does: no answer at all, the connection cut, or these bytes. */
export const HANG = Symbol('hang')
export const DROP = Symbol('drop')
export class Bytes {
  readonly text: string
  readonly status: number
  constructor(text: string, status = 200) {
    this.text = text
    this.status = status
  }
}

/** The result to give for a call; `honest` asks the chain. */
export type Behave = (call: Call, honest: (call?: Partial<Call>) => Promise<unknown>) => Promise<unknown>

export interface FakeEndpoint {
  url: string
  calls: Call[]
  behave: Behave
  stop(): Promise<void>
}

export const honestly: Behave = (_, honest) => honest()

export async function fakeEndpoint(client: PublicClient, behave = honestly): Promise<FakeEndpoint> {
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      const call = JSON.parse(body) as Call
      self.calls.push(call)
      const reply = (content: object) => {
        response.setHeader('content-type', 'application/json')
        response.end(JSON.stringify({ jsonrpc: '2.0', id: call.id, ...content }))
      }
      self
        .behave(call, (other = {}) => ask(client, { ...call, ...other }))
        .then(
          (result) => {
            if (result === HANG) return
            if (result === DROP) request.socket.destroy()
            else if (result instanceof Bytes) {
              response.statusCode = result.status
              response.end(result.text)
            } else reply({ result })
          },
          (error: unknown) => {
            const {
              code = -32603,
              message,
              data,
            } = (error instanceof BaseError ? error.walk() : error) as {
              code?: number
              message: string
              data?: unknown
            }
            reply({ error: { code, message, data } })
          },
        )
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const self: FakeEndpoint = {
    url: `http://127.0.0.1:${port}`,
    calls: [],
    behave,
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return self
}

/** Asks a chain with any method, its own ones for tests too. */
export async function ask(client: PublicClient, { method, params }: Omit<Call, 'id'>): Promise<unknown> {
  return (client.request as (call: { method: string; params: unknown[] }) => Promise<unknown>)({ method, params })
}

/** Mines blocks a second apart. */
export async function mine(client: PublicClient, blocks: number): Promise<void> {
  await ask(client, { method: 'hardhat_mine', params: [numberToHex(blocks)] })
}

/** A chain over endpoints, with the test's clock, and what was said of it. */
export interface Opened {
  chain: Chain
  metrics: Metrics
  entries: Entry[]
  clock: Clock & { at: number }
  /** The last value of `endpointUp`, by place. */
  up(): Promise<number[]>
}

export async function open(
  urls: readonly string[],
  confirmations: Config['chain']['confirmations'] = 0,
  chainId = 31_337,
  timeout = 300,
): Promise<Opened> {
  const entries: Entry[] = []
  const sink = new Writable({
    write: (chunk: Buffer, _, done) => {
      entries.push(JSON.parse(chunk.toString()) as Entry)
      done()
    },
  })
  const metrics = makeMetrics()
  const clock = { at: 1_800_000_000_000, now: () => clock.at, sleep: () => Promise.resolve() }
  const config = { rpc: [...urls], deployment: 'deployment.json', confirmations }
  const chain = await openChain(config, { chainId }, metrics, makeLogger('debug', sink), clock, timeout)
  const up = async () => {
    const { values } = await metrics.endpointUp.get()
    return values
      .sort((a, b) => (String(a.labels.endpoint) < String(b.labels.endpoint) ? -1 : 1))
      .map(({ value }) => value)
  }
  return { chain, metrics, entries, clock, up }
}

export const fakeHash: Hex = `0x${'ab'.repeat(32)}`

/** The error that `run` rejects with. */
export async function thrownBy(run: Promise<unknown>): Promise<Error> {
  return run.then(
    () => {
      throw new TypeError('nothing was thrown')
    },
    (error: unknown) => error as Error,
  )
}
