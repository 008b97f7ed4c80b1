/** A member's server of the test's own, which takes encrypted bundles in as the oracle service does, or misbehaves. */
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** `down`: every connection breaks; `endless`: it refuses, with words without end; `silent`: it never answers; `up`: it takes in. */
export type Mood = 'down' | 'endless' | 'silent' | 'up'

export interface MemberServer {
  /** To be published. */
  readonly url: string
  mood: Mood
  /** How often it was asked in each mood. */
  readonly asked: Record<Mood, number>
  /** Bundles that it took in, by the claim's key. */
  readonly taken: ReadonlyMap<string, Buffer>
  close(): Promise<void>
}

/** Starts it, down, on a free port of this machine. */
export async function startMemberServer(): Promise<MemberServer> {
  const taken = new Map<string, Buffer>()
  const asked = { down: 0, endless: 0, silent: 0, up: 0 }
  const server = createServer((request, response) => {
    if (member.mood === 'down') {
      asked.down++
      request.socket.destroy()
      return
    }
    response.setHeader('access-control-allow-origin', '*')
    if (request.method === 'OPTIONS') {
      response.setHeader('access-control-allow-methods', 'PUT')
      response.setHeader('access-control-allow-headers', 'content-type, repr-digest')
      response.writeHead(204).end()
      return
    }
    const { mood } = member
    asked[mood]++
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      if (mood === 'silent') return
      if (mood === 'endless') {
        response.writeHead(503, { 'content-type': 'text/plain' })
        babble(response)
        return
      }
      taken.set(request.url?.split('/').at(-1) ?? '', Buffer.concat(parts))
      response.writeHead(201).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const member: MemberServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mood: 'down',
    asked,
    taken,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return member
}

const WORDS = 'never '.repeat(1_000)

/** Goes on until nobody listens any more. */
function babble(response: ServerResponse): void {
  if (response.destroyed) return
  response.write(WORDS)
  setTimeout(babble, 5, response)
}
