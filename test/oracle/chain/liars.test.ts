/** Observing by endpoints one of which lies. */
import { expect } from 'chai'
import { numberToHex, type RpcLog } from 'viem'
import { observe } from '../../../oracle/observe/observe.ts'
import { oracleWorld, type OracleWorld, type TestOperator } from '../world.ts'
import { fakeEndpoint, fakeHash, honestly, open, thrownBy, type Behave, type FakeEndpoint } from './endpoints.ts'
import { rowsOf } from './rows.ts'

type Block = Record<string, string>
const onLogs =
  (change: (logs: RpcLog[]) => RpcLog[]): Behave =>
  async ({ method }, honest) =>
    method === 'eth_getLogs' ? change((await honest()) as RpcLog[]) : honest()
const LIES: Record<string, Behave> = {
  'leaves out the last log': onLogs((logs) => logs.slice(0, -1)),
  'has no logs': onLogs(() => []),
  'changes what a log says': onLogs((logs) => logs.map((log) => ({ ...log, data: `0x${'00'.repeat(32)}` }))),
  'puts logs into another block': onLogs((logs) => logs.map((log) => ({ ...log, blockHash: fakeHash }))),
  'gives logs of another contract': onLogs((logs) => logs.map((log) => ({ ...log, address: `0x${'12'.repeat(20)}` }))),
  // The head is right: the lie is about the blocks of claims.
  'moves the times of old blocks': async ({ method, params }, honest) => {
    const block = (await honest()) as Block
    if (method !== 'eth_getBlockByNumber' || params[0] === 'latest') return block
    const latest = (await honest({ params: ['latest', false] })) as Block
    if (block.number === latest.number) return block
    return { ...block, timestamp: numberToHex(BigInt(block.timestamp!) + 86_400n) }
  },
}

describe('oracle: observing by endpoints of which one lies', function () {
  this.timeout(120_000)
  let world: OracleWorld
  let endpoints: FakeEndpoint[]
  let truth: Awaited<ReturnType<typeof rowsOf>>

  before(async () => {
    world = await oracleWorld()
    await world.claim()
    await world.claim()
    await world.sdk.mineAt((await world.sdk.now()) + 10n)
    endpoints = await Promise.all([0, 1, 2].map(() => fakeEndpoint(world.sdk.client)))
    const operator = await world.operator(1)
    await observe(operator)
    truth = await rowsOf(operator.store)
    expect(truth.claims.length, 'claims').to.equal(2)
  })
  beforeEach(() => {
    for (const endpoint of endpoints) endpoint.behave = honestly
  })
  after(async () => {
    await Promise.all(endpoints.map((endpoint) => endpoint.stop()))
    await world.stop()
  })
  const by = async (count: number): Promise<TestOperator> => {
    const operator = await world.operator(1)
    const urls = endpoints.slice(0, count).map(({ url }) => url)
    return { ...operator, chain: (await open(urls, 0, undefined, 5_000)).chain }
  }

  for (const [what, behave] of Object.entries(LIES)) {
    it(`${what}: of three, the other two count`, async () => {
      for (const liar of [0, 1, 2]) {
        const operator = await by(3)
        endpoints[liar]!.behave = behave
        expect(await observe(operator), `number ${liar + 1}`).to.equal(true)
        expect(await rowsOf(operator.store), `number ${liar + 1}`).to.deep.equal(truth)
        endpoints[liar]!.behave = honestly
      }
    })
    it(`${what}: of two, nothing is taken until they agree`, async () => {
      for (const liar of [0, 1]) {
        const operator = await by(2)
        const empty = await rowsOf(operator.store)
        endpoints[liar]!.behave = behave
        expect(await thrownBy(observe(operator)), 'error').to.have.property('name', 'ConnectionError')
        expect(await rowsOf(operator.store), 'rows').to.deep.equal(empty)
        endpoints[liar]!.behave = honestly
        await observe(operator)
        expect(await rowsOf(operator.store), 'rows once they agree').to.deep.equal(truth)
      }
    })
  }

  it('an escrow whose code is another is not taken from one endpoint alone', async () => {
    const operator = await by(3)
    endpoints[0]!.behave = async ({ method }, honest) => {
      const answer = await honest()
      return method === 'eth_getCode' ? `${(answer as string).slice(0, -2)}00` : answer
    }
    await observe(operator)
    expect(await rowsOf(operator.store)).to.deep.equal(truth)
  })

  it('a chain that changes between two questions is read again, nothing of it is taken', async () => {
    const operator = await by(2)
    const empty = await rowsOf(operator.store)
    const { chain } = operator
    const late = {
      ...chain,
      confirmed: async () => ({ ...(await chain.confirmed()), hash: fakeHash }),
    }
    expect(await thrownBy(observe({ ...operator, chain: late })), 'error').to.have.property('name', 'ConnectionError')
    expect(await rowsOf(operator.store), 'rows').to.deep.equal(empty)
    // The last block becomes another one after the logs were read.
    const last = numberToHex(await world.sdk.client.getBlockNumber())
    for (const endpoint of endpoints) {
      let logs = 0
      endpoint.behave = async ({ method, params }, honest) => {
        if (method === 'eth_getLogs') logs++
        const answer = (await honest()) as Block
        return method === 'eth_getBlockByNumber' && params[0] === last && logs > 3
          ? { ...answer, hash: fakeHash }
          : answer
      }
    }
    expect(await thrownBy(observe(operator)), 'error').to.have.property('name', 'ConnectionError')
    expect(await rowsOf(operator.store), 'rows').to.deep.equal(empty)
  })
})
