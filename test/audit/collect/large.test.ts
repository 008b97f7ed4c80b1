/** Much to read: more logs than a provider gives at once, answers of 32 MB, more escrows than go into one question, two readers of one cache. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import {
  concatHex,
  encodeAbiParameters,
  encodeEventTopics,
  encodeFunctionData,
  keccak256,
  numberToHex,
  stringToHex,
  type Address,
  type Hex,
} from 'viem'
import { escrowFactoryAbi } from '../../../sdk/abi/escrowFactory.ts'
import { file } from '../../../sdk/actions/file.ts'
import { openEndpoint } from '../../../audit/collect/batches.ts'
import { GROUP } from '../../../audit/collect/plan.ts'
import { mintAbi, readArtifact, UNIT } from '../../sdk/world.ts'
import { changedLogs, lyingEndpoint, mostLogs, Refusal } from './endpoint.ts'
import { collected, collectWorld, named, truthOf, type CollectWorld } from './world.ts'

describe('audit: much to read', function () {
  this.timeout(180_000)
  let w: CollectWorld

  before(async () => (w = await collectWorld()))
  beforeEach(() => {
    w.endpoint.behave = (_, honest) => honest()
    w.endpoint.asked.length = 0
    w.endpoint.longest = 0
  })
  after(() => w.stop())

  const places = (entries: Parameters<typeof named>[0]) => named(entries).map((name) => name.split(' ')[0])
  const questions = () => w.endpoint.asked.filter(({ method }) => method === 'eth_getLogs')

  it('a provider that gives 1,000 logs, of which there are 6,000', async () => {
    const escrow = await w.escrow()
    await w.pledge(escrow)
    const batch = await w.sdk.deploy('mocks/BatchCaller.sol/BatchCaller', [])
    const data = encodeFunctionData({ abi: mintAbi, functionName: 'mint', args: [escrow, 1n] })
    const calls = Array.from({ length: 300 }, () => ({ target: w.sdk.token, data }))
    const { abi } = await readArtifact('mocks/BatchCaller.sol/BatchCaller')
    const { wallet } = w.sdk.writers[0]!
    for (let i = 0; i < 20; i++)
      await wallet.writeContract({
        address: batch,
        abi,
        functionName: 'run',
        args: [calls],
        chain: null,
        gas: 12_000_000n,
      })
    w.endpoint.behave = mostLogs(1000)
    const { entries, findings, collection } = await collected(w, { escrow })
    expect(findings).to.deep.equal([])
    expect(collection.logs).to.be.greaterThan(6_000)
    expect(places(entries[0]!)).to.deep.equal(await truthOf(w.sdk.client, escrow, w.sdk.token))
    expect(questions().length, 'no more questions than it takes, by far').to.be.within(7, 60)
  })

  it('more escrows than go into one question', async () => {
    const escrows: Address[] = []
    for (let i = 0; i < GROUP + 7; i++) escrows.push(await w.escrow({ minStep: 100n + BigInt(i) }))
    for (const i of [0, GROUP - 1, GROUP, GROUP + 6]) await w.pledge(escrows[i]!)
    const { collection, entries, findings } = await collected(w)
    expect(findings).to.deep.equal([])
    for (const [i, escrow] of escrows.entries()) {
      const at = collection.subjects.findIndex((subject) => subject.escrow === escrow)
      const expected = await truthOf(w.sdk.client, escrow, w.sdk.token)
      expect(places(entries[at]!), `escrow ${i}`).to.deep.equal(expected)
    }
    const asked = questions().map(({ params }) => {
      const [{ address, topics }] = params as [{ address: string | string[]; topics: (string | string[] | null)[] }]
      return Math.max(...[address, ...topics].map((some) => [some].flat().length))
    })
    expect(Math.max(...asked)).to.equal(GROUP)
  })

  it('one cache for two audits at once, in this process and in two', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lodestone-audit-'))
    try {
      const alone = await collected(w)
      const both = await Promise.all([collected(w, { cache: folder }), collected(w, { cache: folder })])
      for (const { entries, findings } of both) {
        expect(findings).to.deep.equal([])
        expect(entries.map(named)).to.deep.equal(alone.entries.map(named))
      }
      await rm(folder, { recursive: true })
      const others = [1, 2].map(() =>
        fork(join(import.meta.dirname, 'collector.ts'), [w.endpoint.url, JSON.stringify(w.sdk.origin), folder]),
      )
      const codes = await Promise.all(others.map(async (child) => (await once(child, 'exit'))[0] as number))
      expect(codes).to.deep.equal([0, 0])
      w.endpoint.asked.length = 0
      const after = await collected(w, { cache: folder })
      expect(after.entries.map(named)).to.deep.equal(alone.entries.map(named))
      expect(questions().length, 'all was written').to.equal(0)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })

  it('a log that the witness, or the endpoint, leaves out', async () => {
    const escrow = await w.escrow({ minStep: 3n })
    for (let i = 0; i < 3; i++) await w.pledge(escrow)
    const witness = await lyingEndpoint(w.sdk.client)
    try {
      const forgetful = changedLogs((logs) => (logs[0]?.address === escrow.toLowerCase() ? logs.slice(1) : logs))
      for (const [here, there] of [
        [w.endpoint, witness],
        [witness, w.endpoint],
      ] as const) {
        here.behave = forgetful
        there.behave = (_, honest) => honest()
        const { findings } = await collected(w, { escrow, witness: openEndpoint(witness.url) })
        const wrong = findings.filter(({ rule }) => rule === 'endpoint')
        expect(
          wrong.map(({ grade }) => grade),
          JSON.stringify(findings.map(({ what }) => what)),
        ).to.deep.equal(['fault'])
        expect(wrong[0]!.what).to.match(/different logs when asked twice/)
      }
    } finally {
      await witness.stop()
    }
  })

  /** Code that emits what it is called with: four topics, then data. To a bare selector it answers with an implementation. */
  async function lookAlike(implementation: Address): Promise<Address> {
    const emit = '0x60603560403560203560003560803603806080600037' as const
    const answer = concatHex(['0x5b73', implementation, '0x60005260206000f3'])
    const runtime = concatHex(['0x36600414602157', emit, '0x6000a400', answer])
    const size = numberToHex((runtime.length - 2) / 2, { size: 1 })
    const bytecode = concatHex(['0x60', size, '0x8060095f395ff3', runtime])
    const hash = await w.sdk.writers[0]!.wallet.deployContract({ abi: [], bytecode, chain: null })
    return (await w.sdk.client.waitForTransactionReceipt({ hash })).contractAddress!
  }

  it('a look-alike factory that says twice that it made the escrow of another', async () => {
    const escrow = await w.escrow({ minStep: 4n })
    const { implementation } = w.sdk.origin
    const factory = await lookAlike(implementation)
    const names = { escrow, outcome: keccak256('0x1234'), creator: w.sdk.accounts[0]! }
    const topics = encodeEventTopics({ abi: escrowFactoryAbi, eventName: 'Created', args: names }) as Hex[]
    const data = concatHex([...topics, encodeAbiParameters([{ type: 'bytes' }], ['0x1234'])])
    const { wallet } = w.sdk.writers[0]!
    for (let i = 0; i < 2; i++) await wallet.sendTransaction({ to: factory, data, chain: null, gas: 200_000n })
    const { findings, collection } = await collected(w, { origin: { factory, implementation } })
    const told = findings.map(({ grade, rule, what }) => `${grade} ${rule}: ${what}`).join('\n')
    expect(told).to.match(/fault logs: The factory is said to have created the escrow twice/)
    expect(told).to.match(/fault T1: The terms in its code belong to another address/)
    expect(told).to.match(/fault document: The document that was published is not the one in the terms/)
    expect(collection.subjects.map((subject) => subject.escrow)).to.deep.equal([escrow])
  })

  it('a factory that does not say of what it makes clones', async () => {
    w.endpoint.behave = ({ method, params }, honest) => {
      const [call] = params as [{ to?: string }]
      const isOfFactory = method === 'eth_call' && call.to?.toLowerCase() === w.sdk.origin.factory.toLowerCase()
      return isOfFactory ? Promise.reject(new Refusal(3, 'execution reverted')) : honest()
    }
    const { findings } = await collected(w)
    expect(findings.map(({ rule, actual }) => [rule, actual])).to.deep.equal([['T1', 'a revert']])
  })

  it('an endpoint that is too busy for a call has not said that there is none', async () => {
    w.endpoint.behave = ({ method }, honest) =>
      method === 'eth_call' ? Promise.reject(new Refusal(429, 'too many requests')) : honest()
    const error: unknown = await collected(w).catch((thrown: unknown) => thrown)
    expect(error).to.include({ name: 'ConnectionError' })
  })

  it('an answer of 32 MB of logs', async () => {
    const escrow = await w.escrow({ minStep: 7n })
    await w.pledge(escrow, 100n * UNIT)
    const [SIZE, CLAIMS] = [400_000, 42]
    const solver = w.sdk.writers[1]!
    for (let i = 0; i < CLAIMS; i++) {
      const commitment = keccak256(stringToHex(`large ${i}`))
      await file(solver, escrow, { commitment, payee: solver.wallet.account.address, uri: `${i}`.padEnd(SIZE, '\0') })
    }
    const { entries, findings } = await collected(w, { escrow })
    expect(findings).to.deep.equal([])
    expect(w.endpoint.longest).to.be.greaterThan(32 * 2 ** 20)
    const uris = entries[0]!.flatMap((entry) => (entry.eventName === 'Filed' ? [entry.args.uri] : []))
    expect(uris.map((uri) => [uri.length, parseInt(uri)])).to.deep.equal(uris.map((_, i) => [SIZE, i]))
    expect(uris.length).to.equal(CLAIMS)
  })
})
