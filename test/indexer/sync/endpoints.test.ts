/** Endpoints with limits, that lie, leave out or go away; restarts in the middle. */
import { expect } from 'chai'
import { createPublicClient, custom, type Address, type PublicClient } from 'viem'
import { StretchReader } from '../../../indexer/sync/readStretch.ts'
import type { LogsTable } from '../../../indexer/store/tables.ts'
import { chainHead, type Position } from '../../../indexer/store/meta.ts'
import { openIndex, type Index } from '../../../indexer/store/openIndex.ts'
import { playHistory } from '../../audit/histories/play.ts'
import { openStage, type Stage } from '../../audit/histories/stage.ts'
import { sqliteDatabase } from '../support/databases.ts'
import { catchUp, contentOf, deploymentOf, fromZero, openFollower } from '../support/follow.ts'

type Call = { method: string; params: unknown[] }
type Answer = (call: Call, ask: () => Promise<unknown>) => Promise<unknown>

/** A client whose questions go through `answer`. */
function through(stage: Stage, answer: Answer): PublicClient {
  const raw = stage.client.request as (call: Call) => Promise<unknown>
  const request = (call: { method: string; params?: unknown[] }): Promise<unknown> => {
    const asked = { method: call.method, params: call.params ?? [] }
    return answer(asked, () => raw(asked))
  }
  return createPublicClient({ transport: custom({ request }, { retryCount: 0 }), cacheTime: 0 })
}

interface LogQuery {
  fromBlock: string
  toBlock: string
  address: string[]
}
const logsAsked = ({ method, params }: Call): LogQuery | undefined =>
  method === 'eth_getLogs' ? (params[0] as LogQuery) : undefined

/** What `work` throws. */
async function errorOf(work: Promise<unknown>): Promise<Error> {
  const result = await work.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!(result instanceof Error)) throw new Error('nothing was thrown')
  return result
}

describe('an index of an endpoint', () => {
  let stage: Stage
  let index: Index
  let expected: Record<string, unknown[]>
  before(async function () {
    this.timeout(60_000)
    stage = await openStage()
    await playHistory(14, { stage, blocks: 12, escrows: 5 })
    expected = await fromZero(stage)
    expect(expected['logs']!.length).to.be.above(100)
  })
  after(() => stage.close())
  beforeEach(async () => {
    index = await openIndex(':memory:')
  })
  afterEach(() => index.destroy())

  it('should read in stretches where few blocks are answered for', async () => {
    let widest = 0
    const client = through(stage, async (call, ask) => {
      const asked = logsAsked(call)
      const blocks = asked === undefined ? 0 : Number(asked.toBlock) - Number(asked.fromBlock) + 1
      if (blocks > 7) throw Object.assign(new Error('block range is limited to 7 blocks'), { code: -32005 })
      widest = Math.max(widest, blocks)
      return ask()
    })
    const { follower } = await openFollower(index, stage, { client })
    const steps = await catchUp(follower)
    expect(widest).to.equal(7)
    expect(steps.length).to.be.above(5)
    expect(await contentOf(index)).to.deep.equal(expected)
  })

  it('should read in stretches where few logs are answered', async () => {
    const client = through(stage, async (call, ask) => {
      const answer = (await ask()) as unknown[]
      if (logsAsked(call) !== undefined && answer.length > 20)
        throw Object.assign(new Error('query returned more than 20 results'), { code: -32005 })
      return answer
    })
    const { follower } = await openFollower(index, stage, { client })
    await catchUp(follower)
    expect(await contentOf(index)).to.deep.equal(expected)
  })

  it('should read the same where few addresses are asked for at a time, and few logs answered', async () => {
    const deployment = deploymentOf(stage)
    const client = through(stage, async (call, ask) => {
      const asked = logsAsked(call)
      const answer = (await ask()) as unknown[]
      if (asked !== undefined) expect(asked.address.length, 'addresses').to.be.at.most(2)
      if (asked !== undefined && answer.length > 20)
        throw Object.assign(new Error('query returned more than 20 results'), { code: -32005 })
      return answer
    })
    const reader = new StretchReader(client, deployment, 1)
    const head = await stage.client.getBlockNumber()
    const logs: LogsTable[] = []
    const known: Address[] = []
    let cursor: Position | undefined
    let stretches = 0
    while (cursor === undefined || BigInt(cursor.number) < head) {
      const stretch = await reader.read(cursor, head, known)
      logs.push(...stretch!.logs)
      known.push(...stretch!.created)
      cursor = stretch!.end
      stretches++
    }
    expect(known).to.have.length(5)
    expect(stretches).to.be.above(3)
    expect(logs).to.deep.equal(expected['logs'])
  })

  it('should go on after a restart, wherever it ended', async function () {
    this.timeout(60_000)
    const client = through(stage, async (call, ask) => {
      const asked = logsAsked(call)
      if (asked !== undefined && Number(asked.toBlock) - Number(asked.fromBlock) + 1 > 9)
        throw Object.assign(new Error('block range is limited to 9 blocks'), { code: -32005 })
      return ask()
    })
    const database = await sqliteDatabase()
    const reads: number[] = []
    for (;;) {
      const own = await database.connect()
      const { follower } = await openFollower(own, stage, { client, holder: 'the same' })
      const step = await follower.step()
      if (step.did === 'nothing') break
      reads.push(step.cursor!.number)
    }
    expect(reads.length, 'restarts').to.be.above(3)
    expect(
      [...reads].sort((a, b) => a - b),
      'each goes on',
    ).to.deep.equal(reads)
    expect(await contentOf(await database.connect())).to.deep.equal(expected)
    await database.stop()
  })

  it('should write nothing where one question of a stretch is not answered', async function () {
    this.timeout(60_000)
    for (let failing = 1; failing < 40; failing += 3) {
      let asked = 0
      let isBroken = true
      const client = through(stage, async (_, ask) => {
        asked++
        if (isBroken && asked === failing) throw new Error('the endpoint is broken')
        return ask()
      })
      const own = await openIndex(':memory:')
      const { follower } = await openFollower(own, stage, { client })
      const failed = await catchUp(follower).then(
        () => false,
        () => true,
      )
      if (failed) expect((await contentOf(own))['logs'], `question ${failing}`).to.deep.equal([])
      isBroken = false
      await catchUp(follower)
      expect(await contentOf(own)).to.deep.equal(expected)
      await own.destroy()
    }
  })

  it('should take for final what the chain says, else what lies deep enough', async () => {
    const { number } = await stage.client.getBlock()
    const head = Number(number)
    const finalOf = async (more: Parameters<typeof openFollower>[2]): Promise<number> => {
      const own = await openIndex(':memory:')
      const { follower } = await openFollower(own, stage, more)
      await catchUp(follower)
      const { finalized } = await chainHead(own)
      await own.destroy()
      return finalized
    }
    expect(await finalOf({ confirmations: 7 })).to.equal(head - 7)
    expect(await finalOf({ confirmations: 10_000_000 }), 'nothing').to.equal(-1)
    const without = through(stage, (call, ask) => {
      if (call.params[0] !== 'finalized') return ask()
      throw Object.assign(new Error('unknown block tag'), { code: -32602 })
    })
    expect(await finalOf({ client: without }), 'no such tag').to.equal(Math.max(head - 64, -1))
    const saying = through(stage, (call, ask) => {
      if (call.params[0] !== 'finalized') return ask()
      const raw = stage.client.request as (call: Call) => Promise<unknown>
      return raw({ ...call, params: ['0x5', ...call.params.slice(1)] })
    })
    expect(await finalOf({ client: saying })).to.equal(5)
  })

  it('should say so where the endpoint leaves logs out that others follow from', async () => {
    const first = expected['claims']![0] as { block: number; logIndex: number; escrow: string }
    const client = through(stage, async (call, ask) => {
      const answer = await ask()
      if (logsAsked(call) === undefined) return answer
      return (answer as { blockNumber: string; logIndex: string }[]).filter(
        ({ blockNumber, logIndex }) => Number(blockNumber) !== first.block || Number(logIndex) !== first.logIndex,
      )
    })
    const { follower } = await openFollower(index, stage, { client })
    const error = await errorOf(follower.step())
    expect(error.constructor.name).to.equal('MissingEvent')
    expect((await contentOf(index))['logs']).to.deep.equal([])
  })

  it('should take nothing from an endpoint that gives a log of another block', async () => {
    const client = through(stage, async (call, ask) => {
      const answer = await ask()
      if (logsAsked(call) === undefined) return answer
      const logs = answer as { blockHash: string }[]
      return logs.map((log) => ({ ...log, blockHash: `0x${'22'.repeat(32)}` }))
    })
    const { follower } = await openFollower(index, stage, { client })
    expect((await errorOf(follower.step())).name).to.equal('ConnectionError')
    expect((await contentOf(index))['logs']).to.deep.equal([])
  })

  it('should take no escrow whose code is not the terms that its address says', async () => {
    const client = through(stage, async (call, ask) => {
      const answer = await ask()
      return call.method === 'eth_getCode' ? `${(answer as string).slice(0, -2)}00` : answer
    })
    const { follower } = await openFollower(index, stage, { client })
    expect((await errorOf(follower.step())).message).to.match(/not the factory's|cannot be used/)
    expect((await contentOf(index))['escrows']).to.deep.equal([])
  })
})
