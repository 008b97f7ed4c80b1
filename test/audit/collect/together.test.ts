/** Questions asked at the same time go into one request; what is not answered there is asked by itself. */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import { createPublicClient, custom, type Hex, type PublicClient } from 'viem'
import { openEndpoint } from '../../../audit/collect/batches.ts'
import { together } from '../../../audit/collect/together.ts'

interface Asked {
  id: number
  method: string
  params: [string, ...unknown[]]
}
type Reply = (asked: Asked) => object | undefined

const ACCOUNTS = Array.from({ length: 12 }, (_, i): Hex => `0x${(i + 1).toString(16).padStart(40, '0')}`)
/** Each account has its own address as its code. */
const honest: Reply = ({ params }) => ({ result: params[0] })

describe('audit: questions together', function () {
  let server: Server
  let client: PublicClient
  let bodies: (Asked | Asked[])[] = []
  let [reply, takesBatches]: [Reply, boolean] = [honest, true]

  before(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const body = JSON.parse(Buffer.concat(chunks).toString()) as Asked | Asked[]
        bodies.push(body)
        const one = (asked: Asked) => {
          const answer = reply(asked)
          return answer === undefined ? [] : [{ jsonrpc: '2.0', id: asked.id, ...answer }]
        }
        const refused = { jsonrpc: '2.0', id: null, error: { code: -32600, message: 'no batches' } }
        const answer = !Array.isArray(body) ? one(body)[0] : takesBatches ? body.flatMap(one).reverse() : refused
        response.setHeader('content-type', 'application/json')
        response.end(JSON.stringify(answer))
      })
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  beforeEach(() => {
    ;[bodies, reply, takesBatches] = [[], honest, true]
    client = together(openEndpoint(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
  })
  after(() => {
    server.close()
    server.closeAllConnections()
  })

  const codes = (accounts: readonly Hex[] = ACCOUNTS) =>
    Promise.all(accounts.map((address) => client.getCode({ address })))

  it('asks them in one request, and gives each its own answer', async () => {
    expect(await codes()).to.deep.equal(ACCOUNTS)
    expect(bodies.length).to.equal(1)
    expect(await codes(ACCOUNTS.slice(0, 1)), 'one alone').to.deep.equal(ACCOUNTS.slice(0, 1))
    expect(bodies.length).to.equal(2)
  })

  it('refuses what the endpoint refuses, and nothing else', async () => {
    reply = (asked) =>
      asked.params[0] === ACCOUNTS[3] ? { error: { code: -32000, message: 'missing trie node' } } : honest(asked)
    const settled = await Promise.allSettled(ACCOUNTS.map((address) => client.getCode({ address })))
    expect(settled.map(({ status }) => status === 'fulfilled')).to.deep.equal(ACCOUNTS.map((_, i) => i !== 3))
    expect(String((settled[3] as PromiseRejectedResult).reason)).to.include('missing trie node')
  })

  it('asks by itself what was left out of the answer', async () => {
    let isLeftOut = false
    reply = (asked) => {
      const first = asked.params[0] === ACCOUNTS[5] && !isLeftOut
      isLeftOut ||= first
      return first ? undefined : honest(asked)
    }
    expect(await codes()).to.deep.equal(ACCOUNTS)
    expect(isLeftOut).to.equal(true)
  })

  it('asks one by one where the endpoint takes no batches', async () => {
    takesBatches = false
    expect(await codes()).to.deep.equal(ACCOUNTS)
    bodies = []
    expect(await codes()).to.deep.equal(ACCOUNTS)
    expect(bodies.filter((body) => Array.isArray(body)).length, 'it is not tried for ever').to.be.at.most(1)
  })

  it('asks by itself what may be long, and leaves other clients as they are', async () => {
    reply = (asked) => (asked.method === 'eth_getLogs' ? { result: [] } : honest(asked))
    await Promise.all([client.getLogs(), client.getLogs(), codes()])
    const methods = bodies.map((body) => (Array.isArray(body) ? 'many' : body.method))
    expect(methods.sort()).to.deep.equal(['eth_getLogs', 'eth_getLogs', 'many'])
    const other = createPublicClient({ transport: custom({ request: () => Promise.resolve('0x') }) })
    expect(together(other)).to.equal(other)
  })
})
