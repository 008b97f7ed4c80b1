/** What an audit reads is what the chain has, whatever the endpoint's limits. */
import { expect } from 'chai'
import { encodeFunctionData, erc20Abi, getAddress, keccak256, stringToHex, type Address } from 'viem'
import { encodeOutcome } from '../../../sdk/model/outcome.ts'
import { OUTCOME } from '../../sdk/samples.ts'
import { mintAbi, UNIT } from '../../sdk/world.ts'
import { mostBlocks, mostLogs } from './endpoint.ts'
import { collected, collectWorld, fileClaim, named, truthOf, type CollectWorld } from './world.ts'

describe('audit: collecting', function () {
  this.timeout(120_000)
  let w: CollectWorld
  let escrows: Address[]
  let truth: string[][]

  before(async () => {
    w = await collectWorld()
    escrows = []
    for (let i = 0; i < 3; i++) escrows.push(await w.escrow({ minStep: BigInt(i + 1) }))
    for (const escrow of escrows) await w.pledge(escrow, 100n * UNIT)
    await fileClaim(w, escrows[0]!, keccak256(stringToHex('one')))
    await w.node.mine({ blocks: 60 })
    // A stray transfer, and one from an escrow to another and to itself, which only their keys could make.
    const [first, second] = escrows as [Address, Address]
    const send = async (from: Address, to: Address) => {
      const data = encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [to, 7n] })
      await w.sdk.writers[0]!.wallet.sendTransaction({ account: from, to: w.sdk.token, data, chain: null })
    }
    await w.node.setBalance({ address: first, value: 10n ** 18n })
    await w.node.impersonateAccount({ address: first })
    await send(w.sdk.accounts[3]!, first)
    await send(first, second)
    await send(first, first)
    await w.pledge(escrows[2]!)
    truth = []
    for (const escrow of escrows) truth.push(await truthOf(w.sdk.client, escrow, w.sdk.token))
  })
  beforeEach(() => {
    w.endpoint.asked.length = 0
    w.endpoint.behave = (_, honest) => honest()
    w.endpoint.batches = true
  })
  after(() => w.stop())

  const places = (entries: Awaited<ReturnType<typeof collected>>['entries']) =>
    entries.map((some) => named(some).map((name) => name.split(' ')[0]))

  it('reads all escrows of a factory in order, with times and names', async () => {
    const { collection, entries, findings } = await collected(w)
    expect(findings).to.deep.equal([])
    expect(collection.subjects.map(({ escrow }) => escrow)).to.deep.equal(escrows)
    expect(places(entries)).to.deep.equal(truth)
    expect(collection.logs, 'the one to itself is in two streams').to.equal(truth.flat().length + 1)
    expect(collection.token(w.sdk.token)).to.deep.equal({ symbol: 'TUSD', decimals: 6 })
    const [subject] = collection.subjects
    expect(subject!.document).to.equal(encodeOutcome(OUTCOME).document)
    for (const entry of entries.flat()) {
      const block = await w.sdk.client.getBlock({ blockNumber: entry.blockNumber })
      expect([entry.timestamp, entry.blockHash]).to.deep.equal([block.timestamp, block.hash])
    }
    const transfers = entries[0]!.filter(({ eventName }) => eventName === 'AssetTransfer')
    expect(transfers.at(-1), 'a transfer to itself, once').to.include({ from: escrows[0], to: escrows[0], amount: 7n })
    expect(named(entries[1]!).at(-1), 'from another escrow').to.match(/AssetTransfer$/)
    expect(collection.statements[0]!.what).to.match(/3 escrows/)
  })

  it('reads one escrow alone', async () => {
    const { collection, entries, findings } = await collected(w, { escrow: escrows[1]! })
    expect(findings).to.deep.equal([])
    expect(collection.subjects[0]!.created!.blockNumber > 0n).to.equal(true)
    expect(places(entries)).to.deep.equal([truth[1]])
  })

  it('reads up to a pinned block by its number and by its hash', async () => {
    const block = await w.sdk.client.getBlock({ blockNumber: 70n + w.sdk.block })
    for (const pin of [{ number: block.number }, { hash: block.hash }]) {
      const { collection, entries } = await collected(w, { pin })
      expect(collection.pinned).to.deep.equal({ number: block.number, hash: block.hash, timestamp: block.timestamp })
      const upTo = truth.map((some) => some.filter((place) => BigInt(place.split('/')[0]!) <= block.number))
      expect(places(entries)).to.deep.equal(upTo)
    }
  })

  for (const [name, behave] of [
    ['10 blocks at a time', mostBlocks(10n)],
    ['3 logs at a time', mostLogs(3)],
  ] as const) {
    it(`gets by with ${name}, without batches`, async () => {
      w.endpoint.behave = behave
      w.endpoint.batches = false
      const { entries, findings } = await collected(w)
      expect(findings).to.deep.equal([])
      expect(places(entries)).to.deep.equal(truth)
    })
  }

  it('compares with a witness, and with itself', async () => {
    const { openEndpoint } = await import('../../../audit/collect/batches.ts')
    const { entries, findings, collection } = await collected(w, { witness: openEndpoint(w.endpoint.url) })
    expect(findings).to.deep.equal([])
    expect(places(entries)).to.deep.equal(truth)
    expect(collection.statements[1]!.standing).to.equal('checked')
  })

  it('counts a mint to an escrow as a transfer', async () => {
    const data = encodeFunctionData({ abi: mintAbi, functionName: 'mint', args: [escrows[0]!, 5n] })
    await w.sdk.writers[0]!.wallet.sendTransaction({ to: w.sdk.token, data, chain: null })
    const { entries } = await collected(w, { escrow: escrows[0]! })
    const last = entries[0]!.at(-1)!
    expect(last).to.include({ eventName: 'AssetTransfer', from: getAddress(`0x${'0'.repeat(40)}`), amount: 5n })
  })
})
