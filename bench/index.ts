/**
 * How long an index takes for a chain of many logs, and how far it is behind the head: `index.ts [--events 135000] [--database URL]`.
 * Of the events of the chain an index reads three in four: it leaves out the transfers of assets.
 * Beside it the bare fetching of the same logs and blocks, without which no index can be.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { createPublicClient, http, numberToHex, type Address, type PublicClient } from 'viem'
import { pino } from 'pino'
import { Health } from '../indexer/operate/health.ts'
import { makeMetrics } from '../indexer/operate/metrics.ts'
import { indexServer } from '../indexer/serve/server.ts'
import { takeLease } from '../indexer/store/lease.ts'
import { openIndex, type Index } from '../indexer/store/openIndex.ts'
import { Follower, type Source } from '../indexer/sync/follow.ts'
import { eventSelectors } from '../sdk/events/event.ts'
import { LogPages } from '../sdk/events/pages.ts'
import { buildChain, type BuiltChain } from './audit/build.ts'
import { startAuditNode, type AuditNode } from './audit/node.ts'

const { values } = parseArgs({
  options: { events: { type: 'string', default: '135000' }, database: { type: 'string' } },
})
const EVENTS = Number(values.events)
/** No contract: this chain has no directory. */
const DIRECTORY: Address = '0x00000000000000000000000000000000000000d1'
/** Blocks that are followed at the head, and how many of them are too many to be far from the middle. */
const HEADS = 40
const seconds = (from: number): number => (performance.now() - from) / 1000

const node = await startAuditNode()
const folder = await mkdtemp(join(tmpdir(), 'lodestone-bench-'))
try {
  const started = performance.now()
  const chain = await buildChain(node, EVENTS)
  console.log(`chain: ${chain.events} logs in ${chain.blocks} blocks, built in ${seconds(started).toFixed(1)} s`)
  await measure(node, chain)
} finally {
  await node.stop()
  await rm(folder, { recursive: true })
}

async function measure(at: AuditNode, chain: BuiltChain): Promise<void> {
  const transport = http(at.url, { batch: { batchSize: 100 }, timeout: 120_000 })
  const client: PublicClient = createPublicClient({ transport, cacheTime: 0 })
  const { factory, implementation } = chain
  const deployment = {
    chainId: await client.getChainId(),
    ...{ factory, implementation, router: DIRECTORY, directory: DIRECTORY, block: 0, compiler: '0.8.37' },
  }
  const bare = await fetchBare(client, chain)
  const index = await openIndex(values.database ?? join(folder, 'index.sqlite'))
  const source: Source = { index, client, deployment, holder: 'bench', now: () => Date.now() }
  await takeLease(source)
  const follower = new Follower(source)
  const from = performance.now()
  let logs = 0
  for (let step = await follower.step(); step.did !== 'nothing'; step = await follower.step()) logs += step.logs
  const took = seconds(from)
  const memory = Math.round(process.memoryUsage.rss() / 1e6)
  console.log(`bare fetching: ${bare.toFixed(1)} s`)
  console.log(
    `index: ${logs} logs in ${took.toFixed(1)} s, ${(took / bare).toFixed(1)} times the fetching; ${memory} MB`,
  )
  await headLag(at, client, follower, chain)
  await answers(index, chain)
  await index.destroy()
}

/** How long the API takes for what a page asks, in the process of the index. */
async function answers(index: Index, { escrows }: BuiltChain): Promise<void> {
  const log = pino({ level: 'silent' })
  const server = indexServer({ index, health: new Health(Date.now), metrics: makeMetrics(), log })
  const one = `/v1/escrows/${escrows[0]}`
  const lists = ['/v1/escrows?limit=100', '/v1/escrows?search=outcome&sort=-pledged', '/v1/operators']
  for (const url of [
    ...lists,
    one,
    `${one}/claims?limit=100`,
    `${one}/pledges?limit=100`,
    `${one}/payments?limit=100`,
  ]) {
    const times: number[] = []
    for (let i = 0; i < 9; i++) {
      const from = performance.now()
      const { statusCode } = await server.inject(url)
      if (statusCode !== 200) throw new Error(`${url} was answered ${statusCode}`)
      times.push(performance.now() - from)
    }
    console.log(
      `${url.replace(escrows[0] ?? '', '{address}')}: ${middle(times).toFixed(0)} ms (first ${(times[0] ?? 0).toFixed(0)} ms)`,
    )
  }
  await server.close()
}

/** Seconds for logs and blocks alone. */
async function fetchBare(client: PublicClient, { escrows, factory }: BuiltChain): Promise<number> {
  const from = performance.now()
  const head = await client.getBlockNumber()
  const pages = new LogPages(
    client,
    { address: [factory, ...escrows], topics: [eventSelectors()] },
    { first: 10_000n, logs: 10_000 },
  )
  const numbers = new Set<string>()
  for (let at = 0n; at <= head;) {
    const page = await pages.read(at, head)
    for (const { blockNumber } of page.logs) numbers.add(blockNumber ?? '0x0')
    at = page.to + 1n
  }
  await Promise.all([...numbers].map((blockNumber) => client.getBlock({ blockNumber: BigInt(blockNumber) })))
  return seconds(from)
}

/** From a block with 20 transfers of shares to its figures in the index, beside fetching them. */
async function headLag(at: AuditNode, client: PublicClient, follower: Follower, chain: BuiltChain): Promise<void> {
  const lags: number[] = []
  const fetches: number[] = []
  const sender = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'
  for (let i = 0; i < HEADS; i++) {
    // Transfers of nothing are logs too, and anybody can make them.
    const calls = Array.from({ length: 20 }, (_, j) => {
      const to = chain.escrows[(i + j) % chain.escrows.length]
      const data = `0xa9059cbb${sender.slice(2).toLowerCase().padStart(64, '0')}${'0'.repeat(64)}`
      return ['eth_sendTransaction', { from: sender, to, data, gas: numberToHex(200_000) }] as const
    })
    await at.send([...calls, ['evm_mine']])
    let from = performance.now()
    const block = await client.getBlock()
    await client.getLogs({ address: chain.escrows, fromBlock: block.number, toBlock: block.number })
    fetches.push(performance.now() - from)
    from = performance.now()
    const step = await follower.step()
    lags.push(performance.now() - from)
    if (step.logs !== 20) throw new Error(`${step.logs} logs were read of a block with 20`)
  }
  const worst = Math.max(...lags)
  console.log(
    `at the head: ${middle(lags).toFixed(0)} ms a block of 20 logs (worst ${worst.toFixed(0)} ms), ${(middle(lags) / middle(fetches)).toFixed(1)} times the fetching`,
  )
}

function middle(all: readonly number[]): number {
  return [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0
}
