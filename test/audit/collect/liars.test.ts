/** What an endpoint cannot say without a finding, answers of 32 MB, and another node. */
import { expect } from 'chai'
import {
  createWalletClient,
  encodeFunctionData,
  getAddress,
  http,
  numberToHex,
  zeroAddress,
  type Address,
  type RpcLog,
} from 'viem'
import { escrowFactoryAbi } from '../../../sdk/abi/escrowFactory.ts'
import { approve } from '../../../sdk/actions/approve.ts'
import { create } from '../../../sdk/actions/create.ts'
import { pledge } from '../../../sdk/actions/pledge.ts'
import { brokenBounds } from '../../../audit/collect/bounds.ts'
import { cliWorld } from '../../cli/cli.ts'
import { OUTCOME, sampleTerms } from '../../sdk/samples.ts'
import { mintAbi, UNIT, type SdkWorld } from '../../sdk/world.ts'
import { changedLogs, type Behaviour } from './endpoint.ts'
import { collected, collectWorld, named, truthOf, type CollectWorld } from './world.ts'

describe('audit: endpoints that lie', function () {
  this.timeout(120_000)
  let w: CollectWorld
  let escrow: Address

  before(async () => {
    w = await collectWorld()
    escrow = await w.escrow()
    for (let i = 0; i < 3; i++) await w.pledge(escrow)
  })
  beforeEach(() => {
    w.endpoint.behave = (_, honest) => honest()
    w.endpoint.padding = 0
  })
  after(() => w.stop())

  const own = (change: (logs: RpcLog[]) => RpcLog[]) =>
    changedLogs((logs) => (logs[0]?.address === escrow.toLowerCase() ? change(logs) : logs))
  const other = `0x${'1'.repeat(64)}` as const
  const lies: [string, Behaviour, RegExp][] = [
    ['twice', own((logs) => [...logs, logs.at(-1)!]), /logs twice/],
    ['out of order', own((logs) => [...logs].reverse()), /out of order/],
    ['removed', own(([log, ...logs]) => [{ ...log!, removed: true }, ...logs]), /not on the chain/],
    ['of another address', own(([log, ...logs]) => [...logs, { ...log!, address: zeroAddress }]), /not asked for/],
    ['of a later block', own(([log, ...logs]) => [...logs, { ...log!, blockNumber: '0xffff' }]), /of block 65535/],
    ['of no form', own(([log, ...logs]) => [...logs, { ...log!, data: '0x1' }]), /none by its form/],
    ['of another block hash', own((logs) => logs.map((log) => ({ ...log, blockHash: other }))), /with hash/],
    ['of no event', own(([log, ...logs]) => [{ ...log!, topics: [other] }, ...logs]), /none of its events/],
    [
      'of another time',
      own((logs) => logs.map((log) => ({ ...log, blockTimestamp: numberToHex(5) }))),
      /another time than the block/,
    ],
  ]
  for (const [name, behave, what] of lies) {
    it(`finds a log ${name}`, async () => {
      w.endpoint.behave = behave
      const { findings } = await collected(w)
      const found = findings.find((finding) => what.test(finding.what))
      expect(found, JSON.stringify(findings.map((one) => one.what))).to.include({ grade: 'fault', rule: 'logs' })
    })
  }

  it('finds a creation that is missing', async () => {
    w.endpoint.behave = changedLogs((logs) =>
      logs.filter(({ address }) => getAddress(address) !== getAddress(w.sdk.origin.factory)),
    )
    const { findings, collection } = await collected(w, { escrow })
    expect(findings.map(({ rule, what }) => `${rule}: ${what}`).join()).to.match(/logs: The event of its creation is/)
    expect(collection.subjects[0]).to.include({ document: undefined, created: undefined })
  })

  it('finds code of other terms, and none', async () => {
    w.endpoint.behave = async ({ method, params }, honest) => {
      const code = await honest()
      if (method !== 'eth_getCode' || getAddress(params[0] as Address) !== escrow) return code
      return `${(code as string).slice(0, -2)}00`
    }
    expect((await collected(w)).findings.map(({ rule }) => rule)).to.include('T1')
    w.endpoint.behave = async ({ method }, honest) => (method === 'eth_getCode' ? '0x' : honest())
    const { findings, collection } = await collected(w)
    expect(findings.map(({ rule }) => rule)).to.include('T1')
    expect(collection.subjects).to.deep.equal([])
  })

  it('checks the bounds of creation', async () => {
    const now = await w.sdk.now()
    const terms = await sampleTerms(w.sdk)
    expect(brokenBounds(terms, now)).to.deep.equal([])
    const fields = (change: object) => brokenBounds({ ...terms, ...change }, now).map(({ field }) => field)
    expect(fields({ quorum: 2n })).to.deep.equal(['quorum'])
    expect(fields({ quorum: 5n })).to.deep.equal(['quorum'])
    expect(fields({ pledgeBy: now })).to.deep.equal(['pledgeBy'])
    expect(fields({ warranty: 1n })).to.deep.equal(['warranty'])
    expect(fields({ challengeWithin: 1n })).to.deep.equal(['challengeWithin'])
    expect(fields({ threshold: terms.cap + 1n })).to.deep.equal(['threshold'])
    expect(fields({ lastCall: 1n })).to.deep.equal(['lastCall'])
  })

  it('takes answers of 32 MB', async () => {
    const honest = await collected(w)
    w.endpoint.padding = 32 * 2 ** 20
    const { entries, findings } = await collected(w)
    expect(findings).to.deep.equal([])
    expect(entries.map(named)).to.deep.equal(honest.entries.map(named))
    expect(w.endpoint.longest).to.be.greaterThan(32 * 2 ** 20)
  })

  for (const kind of ['anvil', 'hardhat'] as const) {
    it(`reads from a node of its own (${kind})`, async () => {
      const node = await cliWorld(kind)
      try {
        const { client, factory, token, rpc } = node
        const account = node.accounts[0]!
        const writer = { client, wallet: createWalletClient({ account, transport: http(rpc) }) }
        const implementation = await client.readContract({
          address: factory,
          abi: escrowFactoryAbi,
          functionName: 'implementation',
        })
        const origin = { factory, implementation }
        const now = async () => (await client.getBlock()).timestamp
        const panel = node.accounts.slice(1, 6).map(({ address }) => address)
        const terms = await sampleTerms({
          token,
          now,
          panel: panel.sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1)),
        } as SdkWorld)
        const { result } = await create(writer, origin, terms, OUTCOME)
        const { findings, collection } = await collected({ sdk: { origin }, endpoint: { url: rpc } })
        expect(findings).to.deep.equal([])
        const escrow = getAddress(result as Address)
        expect(collection.subjects.map((subject) => subject.escrow)).to.deep.equal([escrow])
        await approve(writer, token, escrow, 30n * UNIT)
        for (const amount of [10n, 20n])
          await pledge(writer, escrow, { amount: amount * UNIT, receiver: account.address })
        const stray = encodeFunctionData({ abi: mintAbi, functionName: 'mint', args: [escrow, 7n] })
        const hash = await writer.wallet.sendTransaction({ to: token, data: stray, chain: null })
        await client.waitForTransactionReceipt({ hash })
        const moved = await collected({ sdk: { origin }, endpoint: { url: rpc } })
        expect(moved.findings).to.deep.equal([])
        const places = named(moved.entries[0]!).map((name) => name.split(' ')[0])
        expect(places).to.deep.equal(await truthOf(client, escrow, token))
        const amounts = moved.entries[0]!.flatMap((entry) => ('amount' in entry ? [entry.amount] : []))
        expect(amounts).to.deep.equal([10n * UNIT, 20n * UNIT, 7n])
      } finally {
        await node.stop()
      }
    })
  }
})
