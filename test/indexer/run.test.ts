/** The service: what it says when it does not move on, when it goes on trying and when it gives up. */
import { expect } from 'chai'
import { createPublicClient, custom, HttpRequestError, type PublicClient } from 'viem'
import { Health, STALL } from '../../indexer/operate/health.ts'
import { makeMetrics } from '../../indexer/operate/metrics.ts'
import { follow } from '../../indexer/run.ts'
import { openIndex, type Index } from '../../indexer/store/openIndex.ts'
import { playHistory } from '../audit/histories/play.ts'
import { openStage, type Stage } from '../audit/histories/stage.ts'
import { contentOf, deploymentOf, fromZero } from './support/follow.ts'

type Call = { method: string; params: unknown[] }

describe('the index as a service', () => {
  let stage: Stage
  let index: Index
  before(async function () {
    this.timeout(60_000)
    stage = await openStage()
    await playHistory(9, { stage, blocks: 4 })
  })
  after(() => stage.close())
  beforeEach(async () => {
    index = await openIndex(':memory:')
  })
  afterEach(() => index.destroy())

  function clientThat(answer: (call: Call, ask: () => Promise<unknown>) => Promise<unknown>): PublicClient {
    const raw = stage.client.request as (call: Call) => Promise<unknown>
    const request = (call: { method: string; params?: unknown[] }): Promise<unknown> => {
      const asked = { method: call.method, params: call.params ?? [] }
      return answer(asked, () => raw(asked))
    }
    return createPublicClient({ transport: custom({ request }, { retryCount: 0 }), cacheTime: 0 })
  }

  /** Runs until `isEnough`, with a clock of its own that a failure moves on by a minute. */
  async function run(client: PublicClient, isEnough: (health: Health) => boolean, patience: number) {
    let time = Date.now()
    const said: string[] = []
    const health = new Health(() => time)
    const ending = new AbortController()
    const look = (): void => {
      time += 60_000
      if (isEnough(health)) ending.abort()
    }
    const note = (level: string) => (_: unknown, message: string) => {
      said.push(`${level}: ${message}`)
      look()
    }
    const log = { info: () => undefined, warn: note('warn'), error: note('error') } as never
    const source = { index, client, deployment: deploymentOf(stage), holder: 'one', now: () => Date.now() }
    const following = { health, metrics: makeMetrics(), log, poll: 1, patience }
    const timer = setInterval(() => {
      if (isEnough(health)) ending.abort()
    }, 5)
    const error: unknown = await follow(source, following, ending.signal).then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    clearInterval(timer)
    return { error, said, health }
  }

  it('should follow, and be ready', async () => {
    const { error, health } = await run(
      stage.client,
      (one) => one.notReady().every((why) => why.includes('is') && why.includes('old')),
      1,
    )
    expect(error).to.equal(undefined)
    expect(health.stalled()).to.deep.equal([])
    expect(await contentOf(index)).to.deep.equal(await fromZero(stage))
  })

  it('should go on trying where the endpoint does not answer, and say so', async function () {
    this.timeout(20_000)
    let silent = 0
    const client = clientThat(async (_, ask) => {
      if (silent++ < 3) throw new HttpRequestError({ url: 'http://127.0.0.1:1', cause: new Error('no') })
      return ask()
    })
    const reasons: string[] = []
    const { error, said } = await run(
      client,
      (health) => {
        reasons.push(...health.stalled())
        return silent > 3 && health.stalled().length === 0 && reasons.length > 0
      },
      STALL,
    )
    expect(error).to.equal(undefined)
    expect(said).to.deep.equal(Array.from({ length: 3 }, () => 'warn: the index could not go on; it is tried again'))
    expect(reasons.join(), 'health').to.match(/no progress for \d+ s: The chain could not be asked/)
  })

  it('should give up after a while where the endpoint answers and is wrong', async function () {
    this.timeout(20_000)
    const client = clientThat(async (call, ask) => {
      const answer = await ask()
      if (call.method !== 'eth_getLogs') return answer
      return (answer as { blockHash: string }[]).map((log) => ({ ...log, blockHash: `0x${'22'.repeat(32)}` }))
    })
    const { error, said } = await run(client, () => false, 2 * STALL)
    expect(error).to.be.an('error').with.property('name', 'Stalled')
    expect((error as Error).message).to.match(/no progress for \d+ s: The chain was reorganised while it was read/)
    expect(said.every((line) => line.startsWith('error: '))).to.equal(true)
  })
})

describe('the health of an index', () => {
  const block = (number: number, time: number) => ({ number, time, hash: `0x${'00'.repeat(32)}` as const })

  it('should say what is the matter', () => {
    let time = 1_000_000_000
    const health = new Health(() => time)
    const now = time / 1000
    expect(health.notReady()).to.deep.equal(['nothing was read yet'])
    health.stepped({ did: 'read', cursor: block(5, now), head: block(20, now), logs: 0 })
    expect(health.notReady()).to.deep.equal(['15 blocks are still to be read'])
    health.stepped({ did: 'read', cursor: block(20, now), head: block(20, now), logs: 0 })
    expect([health.notReady(), health.stalled(), health.stuckFor]).to.deep.equal([[], [], 0])
    health.stepped({ did: 'nothing', cursor: block(20, now - 4_000), head: block(20, now - 4_000), logs: 0 })
    expect(health.notReady()).to.deep.equal(['the newest block of the endpoint is 4000 s old'])
    health.stepped({ did: 'behind', cursor: block(20, now), head: block(18, now), logs: 0 })
    time += STALL + 1_000
    expect(health.stalled()).to.deep.equal([
      'no progress for 61 s: the endpoint is behind: its newest block is 18, block 20 was read already',
    ])
    expect(health.stuckFor, 'the endpoint is to blame').to.equal(0)
    health.failed('a fault', false)
    expect(health.stuckFor).to.equal(61_000)
    health.waits(block(20, now), 20)
    expect([health.stalled(), health.notReady()]).to.deep.equal([[], []])
  })
})
