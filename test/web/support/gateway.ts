/** An IPFS gateway of the test's own. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Gateway {
  readonly url: string
  /** What it has, by content identifier. */
  readonly content: Map<string, Buffer>
  close(): Promise<void>
}

/** Starts it on a free port of this machine, for pages of any origin. */
export async function startGateway(): Promise<Gateway> {
  const content = new Map<string, Buffer>()
  const server = createServer((request, response) => {
    const found = content.get(/^\/ipfs\/([a-z0-9]+)$/.exec(request.url ?? '')?.[1] ?? '')
    response.setHeader('access-control-allow-origin', '*')
    response.writeHead(found === undefined ? 404 : 200).end(found)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    content,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
