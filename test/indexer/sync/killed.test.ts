/** Processes that index a chain and are killed in the middle: what they leave is whole, and the next goes on. */
import { expect } from 'chai'
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createPublicClient, http } from 'viem'
import * as z from 'zod'
import { buildChain } from '../../../bench/audit/build.ts'
import { startAuditNode, type AuditNode } from '../../../bench/audit/node.ts'
import { openIndex } from '../../../indexer/store/openIndex.ts'
import { takeLease } from '../../../indexer/store/lease.ts'
import { cursorOf } from '../../../indexer/store/meta.ts'
import { Follower } from '../../../indexer/sync/follow.ts'
import type { Deployment } from '../../../sdk/model/deployment.ts'
import { sqliteDatabase } from '../support/databases.ts'
import { catchUp, contentOf } from '../support/follow.ts'

const FOLLOWER = fileURLToPath(new URL('follower.ts', import.meta.url))
/** Milliseconds after which processes are killed, one after the other. */
const LIVES = [0, 40, 80, 150, 250, 350, 450, 600, 750]
const statusSchema = z.object({ behind: z.int(), logs: z.int(), asOf: z.object({ number: z.int() }).nullable() })

describe('an index whose process is killed', () => {
  let node: AuditNode
  let deployment: Deployment
  before(async function () {
    this.timeout(120_000)
    node = await startAuditNode()
    const { factory, implementation } = await buildChain(node, 8_000)
    const none = '0x00000000000000000000000000000000000000D1'
    const [chainId] = (await node.send([['eth_chainId']])) as [string]
    const where = { router: none, directory: none, block: 0, compiler: '0.8.37' } as const
    deployment = { chainId: Number(chainId), factory, implementation, ...where }
  })
  after(() => node.stop())

  async function start(database: string): Promise<{ child: ChildProcess; url: string }> {
    const child = fork(FOLLOWER, [node.url, database, JSON.stringify(deployment)])
    const [url] = (await once(child, 'message')) as [string]
    return { child, url }
  }
  async function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    child.kill(signal)
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  }
  async function statusOf(url: string): Promise<z.output<typeof statusSchema>> {
    return statusSchema.parse(await (await fetch(`${url}/v1/status`)).json())
  }

  it('should be whole wherever it was, and complete in the end', async function () {
    this.timeout(180_000)
    const database = await sqliteDatabase()
    const seen = new Set<number>()
    for (const life of LIVES) {
      const { child } = await start(database.path)
      await setTimeout(life)
      await end(child, 'SIGKILL')
      const index = await openIndex(database.path)
      const cursor = await cursorOf(index)
      const content = await contentOf(index)
      seen.add(content['logs']!.length)
      // All of a stretch is there, or nothing of it.
      expect(content['logs']!.length === 0, `after ${life} ms`).to.equal(cursor === undefined)
      if (cursor === undefined) expect(content['escrows']).to.deep.equal([])
      await index.deleteFrom('leases').execute()
      await index.destroy()
    }
    const { child, url } = await start(database.path)
    let status = await statusOf(url)
    while (status.asOf === null || status.behind > 0) {
      await setTimeout(50)
      status = await statusOf(url)
    }
    await end(child, 'SIGTERM')
    expect(child.exitCode, 'ends well').to.equal(0)

    const fresh = await openIndex(':memory:')
    const client = createPublicClient({ transport: http(node.url, { batch: true }), cacheTime: 0 })
    const source = { index: fresh, client, deployment, holder: 'fresh', now: () => Date.now() }
    await takeLease(source)
    await catchUp(new Follower(source))
    const expected = await contentOf(fresh)
    expect(expected['logs']!.length).to.be.above(5_000)
    expect(seen.has(0), 'killed before anything was written').to.equal(true)
    const index = await database.connect()
    for (const [table, rows] of Object.entries(await contentOf(index)))
      expect(rows, table).to.deep.equal(expected[table])
    expect(await index.selectFrom('leases').selectAll().execute(), 'the lease was given up').to.deep.equal([])
    await fresh.destroy()
    await database.stop()
  })

  it('should be left to the first of two processes, until that one ends', async function () {
    this.timeout(60_000)
    const database = await sqliteDatabase()
    const first = await start(database.path)
    while ((await statusOf(first.url)).asOf === null) await setTimeout(50)
    const second = await start(database.path)
    await setTimeout(300)
    const held = async (url: string): Promise<string> => (await fetch(`${url}/metrics`)).text()
    expect(await held(first.url)).to.include('lodestone_index_lease_held 1')
    expect(await held(second.url)).to.include('lodestone_index_lease_held 0')
    expect((await statusOf(second.url)).logs, 'who waits reads').to.equal((await statusOf(first.url)).logs)
    expect((await fetch(`${second.url}/health`)).status).to.equal(200)
    await end(first.child, 'SIGTERM')
    await node.send([['evm_mine']])
    while (!(await held(second.url)).includes('lodestone_index_lease_held 1')) await setTimeout(50)
    while ((await statusOf(second.url)).behind > 0) await setTimeout(50)
    await end(second.child, 'SIGTERM')
    await database.stop()
  })
})
