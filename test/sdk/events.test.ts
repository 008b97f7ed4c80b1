/** Events: decoding, and reading them from endpoints with limits, gaps and moods. */
import { expect } from 'chai'
import { network } from 'hardhat'
import {
  createPublicClient,
  encodeFunctionData,
  http,
  numberToHex,
  type Address,
  type PublicClient,
  type RpcLog,
} from 'viem'
import { escrowAbi } from '../../sdk/abi/escrow.ts'
import { escrowFactoryAbi } from '../../sdk/abi/escrowFactory.ts'
import { operatorDirectoryAbi } from '../../sdk/abi/operatorDirectory.ts'
import { pledgeRouterAbi } from '../../sdk/abi/pledgeRouter.ts'
import { eventSelectors } from '../../sdk/events/event.ts'
import { getEvents } from '../../sdk/events/getEvents.ts'
import { proxy, RANGE_STYLES, RESULT_STYLES, type Proxy } from './logsProxy.ts'
import { readArtifact } from './world.ts'

const DENSE = 40
const EMPTY = 20_000

describe('sdk: reading events', function () {
  this.timeout(120_000)
  let provider: Awaited<ReturnType<typeof network.create>>['provider']
  let endpoint: Proxy
  let other: Proxy
  let client: PublicClient
  let witness: PublicClient
  let directory: Address
  let last: bigint
  /** What the chain itself says: the names in order. */
  let truth: string[]

  const connect = (url: string): PublicClient =>
    createPublicClient({ transport: http(url, { retryCount: 0 }), cacheTime: 0 })
  const mine = (blocks: number) => provider.request({ method: 'hardhat_mine', params: [numberToHex(blocks)] })
  const read = async (options: Partial<Parameters<typeof getEvents>[1]> = {}): Promise<string[]> => {
    const names: string[] = []
    const query = { address: directory, fromBlock: 0n, toBlock: last, events: ['Published'] as const, ...options }
    for await (const event of getEvents(client, query)) {
      if (event.eventName === 'Published') names.push(event.args.endpoint)
    }
    return names
  }
  const thrownBy = async (run: Promise<unknown>): Promise<Error> =>
    run.then(
      () => expect.fail('nothing was thrown'),
      (error: unknown) => error as Error,
    )

  before(async () => {
    ;({ provider } = await network.create())
    endpoint = await proxy(provider)
    other = await proxy(provider)
    client = connect(endpoint.url)
    witness = connect(other.url)
    const [account] = (await provider.request({ method: 'eth_accounts' })) as [Address]
    const send = async (transaction: object): Promise<string> =>
      (await provider.request({
        method: 'eth_sendTransaction',
        params: [{ from: account, gas: '0x500000', ...transaction }],
      })) as string
    const { bytecode } = await readArtifact('periphery/OperatorDirectory.sol/OperatorDirectory')
    const hash = await send({ data: `${bytecode}${'0'.repeat(64)}` })
    directory = (await client.getTransactionReceipt({ hash: hash as `0x${string}` })).contractAddress!
    truth = []
    const publish = async (): Promise<void> => {
      const name = `https://member-${truth.length}.example`
      truth.push(name)
      const args = [name, 'k'.repeat(2000)] as const
      await send({
        to: directory,
        data: encodeFunctionData({ abi: operatorDirectoryAbi, functionName: 'publish', args }),
      })
    }
    // Some alone between long stretches of nothing, and blocks that are dense.
    for (let i = 0; i < 3; i++) {
      await mine(EMPTY / 4)
      await publish()
    }
    await provider.request({ method: 'evm_setAutomine', params: [false] })
    for (let block = 0; block < 6; block++) {
      for (let i = 0; i < DENSE; i++) await publish()
      await provider.request({ method: 'evm_mine' })
    }
    await provider.request({ method: 'evm_setAutomine', params: [true] })
    await mine(EMPTY / 4)
    await publish()
    last = await client.getBlockNumber()
    expect(truth.length, 'events on the chain').to.equal(6 * DENSE + 4)
  })
  beforeEach(() => {
    for (const one of [endpoint, other]) {
      one.asked.length = 0
      one.limits = {}
    }
  })
  after(async () => {
    await endpoint.stop()
    await other.stop()
  })

  it('asks an endpoint without limits once', async () => {
    expect(await read()).to.deep.equal(truth)
    expect(endpoint.asked, 'questions').to.have.length(1)
  })

  for (const [name, style] of Object.entries(RANGE_STYLES)) {
    it(`gets by with 2,000 blocks at a time (${name})`, async () => {
      endpoint.limits = style(2000n)
      expect(await read()).to.deep.equal(truth)
      const needed = Number(last / 2000n) + 1
      // Halving wastes less than half of every stretch, and a few refusals find the limit.
      expect(endpoint.asked.length, 'questions').to.be.within(needed, 2 * needed + 12)
    })
  }

  for (const [name, style] of Object.entries(RESULT_STYLES)) {
    it(`gets by with 50 logs at a time and grows again (${name})`, async () => {
      endpoint.limits = style(50)
      expect(await read()).to.deep.equal(truth)
      const widest = endpoint.asked.slice(-3).reduce((most, { span }) => (span > most ? span : most), 0n)
      expect(widest, 'blocks asked for behind the dense ones').to.be.greaterThan(100n)
      expect(endpoint.asked.length, 'questions').to.be.lessThan(80)
    })
  }

  it('gets by with answers of at most 400 kB, whatever cuts them off', async () => {
    const most = 400_000
    endpoint.limits = {
      after: (_, logs) =>
        JSON.stringify(logs).length > most
          ? { error: { code: -32000, message: 'response size should not be greater' } }
          : undefined,
    }
    expect(await read()).to.deep.equal(truth)
    client = createPublicClient({ transport: http(endpoint.url, { maxResponseBodySize: most }), cacheTime: 0 })
    endpoint.limits = {}
    expect(await read(), 'cut off by the client').to.deep.equal(truth)
    client = connect(endpoint.url)
  })

  it('waits where the endpoint is busy', async () => {
    const moods = [
      { status: 429, headers: { 'Retry-After': '0' } },
      { status: 503 },
      { error: { code: -32007, message: '50/second request limit reached' } },
      { error: { code: -32005, message: 'daily request count exceeded, request rate limited' } },
    ]
    endpoint.limits = { before: (_, count) => moods[count - 1] }
    expect(await read()).to.deep.equal(truth)
    expect(endpoint.asked, 'questions').to.have.length(moods.length + 1)
    expect(new Set(endpoint.asked.map(({ span }) => span)).size, 'never for fewer blocks').to.equal(1)
  })

  it('takes fewer blocks where the endpoint breaks over many', async () => {
    endpoint.limits = { before: ({ span }) => (span > 15_000n ? { status: 502 } : undefined) }
    expect(await read()).to.deep.equal(truth)
  })

  it('gives up an endpoint that stays busy', async () => {
    endpoint.limits = { before: () => ({ status: 429, headers: { 'Retry-After': '0' } }) }
    expect((await thrownBy(read())).name).to.equal('ConnectionError')
    expect(endpoint.asked.length, 'questions').to.be.lessThan(10)
  })

  it('gives up an error that neither waiting nor fewer blocks help', async () => {
    endpoint.limits = { before: () => ({ error: { code: -32601, message: 'the method is not available' } }) }
    await thrownBy(read())
    expect(endpoint.asked, 'questions').to.have.length(1)
  })

  describe('given an endpoint that leaves a log out', () => {
    const without = (place: number) => (logs: RpcLog[]) => logs.filter((_, i) => i !== place)

    it('notices it by another endpoint', async () => {
      endpoint.limits = { change: without(7) }
      expect(await read(), 'alone').to.not.deep.equal(truth)
      const error = await thrownBy(read({ witness }))
      expect(error.name).to.equal('ConnectionError')
    })

    it('notices an answer that is cut off by asking itself for halves', async () => {
      endpoint.limits = { change: (logs) => logs.slice(0, 100) }
      const error = await thrownBy(read({ witness: client }))
      expect(error.name).to.equal('ConnectionError')
    })

    it('is content where both agree, whatever their limits', async () => {
      endpoint.limits = RANGE_STYLES['Ankr']!(3000n)
      other.limits = RESULT_STYLES['Infura']!(45)
      expect(await read({ witness })).to.deep.equal(truth)
    })
  })

  const wrongAnswers: [string, (logs: RpcLog[]) => RpcLog[]][] = [
    ['twice', (logs) => [...logs.slice(0, 5), logs[4]!, ...logs.slice(5)]],
    ['out of order', (logs) => [...logs].reverse()],
    ['of another contract', ([log, ...logs]) => [{ ...log!, address: `0x${'1'.repeat(40)}` }, ...logs]],
    ['of another event', ([log, ...logs]) => [{ ...log!, topics: [`0x${'1'.repeat(64)}`] }, ...logs]],
    ['of another block', ([log, ...logs]) => [...logs, { ...log!, blockNumber: numberToHex(10_000_000) }]],
    ['that was removed', ([log, ...logs]) => [{ ...log!, removed: true }, ...logs]],
    [
      'of two blocks with one number',
      (logs) => logs.map((log, i) => (i === 20 ? { ...log, blockHash: `0x${'2'.repeat(64)}` } : log)),
    ],
    ['that is not yet in a block', ([log, ...logs]) => [{ ...log!, blockNumber: null }, ...logs]],
  ]
  for (const [name, change] of wrongAnswers) {
    it(`refuses a log ${name}`, async () => {
      endpoint.limits = { change }
      expect((await thrownBy(read())).name).to.equal('ConnectionError')
    })
  }

  it('notices that the chain was reorganised meanwhile', async () => {
    const snapshot = (await provider.request({ method: 'evm_snapshot' })) as string
    await mine(1)
    const toBlock = await client.getBlockNumber()
    endpoint.limits = {
      before: async () => {
        await provider.request({ method: 'evm_revert', params: [snapshot] })
        await provider.request({ method: 'evm_increaseTime', params: [1000] })
        await mine(1)
        return undefined
      },
    }
    expect((await thrownBy(read({ toBlock }))).name).to.equal('ConnectionError')
  })

  it('tells how far it is, and holds no more than one answer', async () => {
    endpoint.limits = RANGE_STYLES['Ankr']!(2000n)
    const seen: bigint[] = []
    const names = await read({ progress: ({ block }) => seen.push(block) })
    expect(names).to.deep.equal(truth)
    expect(seen, 'in order').to.deep.equal([...seen].sort((a, b) => Number(a - b)))
    expect(seen.at(-1)).to.equal(last)
    const before = endpoint.asked.length
    const events = getEvents(client, { address: directory, fromBlock: 0n, toBlock: last })
    await events.next()
    const asked = endpoint.asked.length - before
    await events.return()
    expect(asked, 'questions for the first event').to.be.lessThan(before / 2)
  })

  it('reads nothing for no address', async () => {
    expect(await read({ address: [] })).to.deep.equal([])
    expect(endpoint.asked).to.have.length(0)
  })

  it('knows every event of the four contracts', () => {
    const events = [...escrowAbi, ...escrowFactoryAbi, ...operatorDirectoryAbi, ...pledgeRouterAbi].filter(
      (entry) => (entry.type as string) === 'event',
    )
    expect(events.length).to.be.greaterThan(18)
    expect(eventSelectors(), 'selectors').to.have.length(
      new Set(events.map((one) => ('name' in one ? one.name : ''))).size,
    )
  })
})
