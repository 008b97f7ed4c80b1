/** A JSON-RPC endpoint in front of another, that a test can make misbehave; and a remote signer. */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Call {
  id: number
  method: string
  params: unknown[]
}

/** An error as JSON-RPC answers it. */
export class RpcFault extends Error {
  readonly code: number
  readonly data: unknown

  constructor({ code, message, data }: { code: number; message: string; data?: unknown }) {
    super(message)
    this.code = code
    this.data = data
  }
}

export interface Endpoint {
  url: string
  calls: Call[]
  stop(): Promise<void>
}

/** Serves JSON-RPC on a free port: `answer` gives the result, throws a `RpcFault`, or never settles so that nothing comes back. */
export async function rpcServer(answer: (call: Call) => Promise<unknown>): Promise<Endpoint> {
  const calls: Call[] = []
  const server: Server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      const call = JSON.parse(body) as Call
      calls.push(call)
      const reply = (content: object) => {
        response.setHeader('content-type', 'application/json')
        response.end(JSON.stringify({ jsonrpc: '2.0', id: call.id, ...content }))
      }
      answer(call).then(
        (result) => reply({ result }),
        (error: unknown) => {
          const { code, message, data } =
            error instanceof RpcFault ? error : new RpcFault({ code: -32603, message: String(error) })
          reply({ error: { code, message, data } })
        },
      )
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Asks an endpoint as it is; throws what it answers as an error. */
export async function forward(url: string, { method, params }: Omit<Call, 'id'>): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  })
  const { result, error } = (await response.json()) as {
    result?: unknown
    error?: { code: number; message: string; data?: unknown }
  }
  if (error !== undefined) throw new RpcFault(error)
  return result
}

export const never = (): Promise<never> => new Promise(() => undefined)
