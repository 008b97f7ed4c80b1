/** Batches for Safe's transaction builder, made by real Safes 1.5 as funder, solver, payee, challenger and arbiter. */
import { expect } from 'chai'
import { createPublicClient, custom, type Address, type Hex, type PublicClient } from 'viem'
import { challenge } from '../../sdk/actions/challenge.ts'
import { collect } from '../../sdk/actions/collect.ts'
import { file } from '../../sdk/actions/file.ts'
import { pledge } from '../../sdk/actions/pledge.ts'
import { pledgeMany } from '../../sdk/actions/pledgeMany.ts'
import { recordingWriter } from '../../sdk/actions/recordingWriter.ts'
import { refund } from '../../sdk/actions/refund.ts'
import { rule } from '../../sdk/actions/rule.ts'
import type { Writer } from '../../sdk/actions/writer.ts'
import { InputError } from '../../sdk/errors/InputError.ts'
import { RevertError } from '../../sdk/errors/RevertError.ts'
import { safeBatch, safeChecksum, type SafeBatch } from '../../sdk/safe/safeBatch.ts'
import { deploySafes, Safe } from '../assurance/tokens/safe.ts'
import {
  arbitrated,
  create,
  terms,
  connection,
  ethers,
  loadFixture,
  observe,
  time,
  UNIT,
  world,
  type World,
} from '../support/escrow.ts'
import type { Escrow } from '../../typechain-types/index.ts'

/** The example of Safe's own test of its checksum. */
const PUBLISHED = {
  version: '1.0',
  chainId: '4',
  createdAt: 1646321521061,
  meta: {
    name: 'test batch file',
    txBuilderVersion: '1.4.0',
    checksum: '',
    createdFromSafeAddress: '0xDF8a1Ce35c9a6ACE153B4e0767942f1E2291a1Aa',
    createdFromOwnerAddress: '0x49d4450977E2c95362C13D3a31a09311E0Ea26A6',
  },
  transactions: [
    {
      to: '0x49d4450977E2c95362C13D3a31a09311E0Ea26A6',
      value: '0',
      contractMethod: {
        inputs: [{ internalType: 'address', name: 'paramAddress', type: 'address' }],
        name: 'testAddress',
        payable: false,
      },
      contractInputsValues: { paramAddress: '0x49d4450977E2c95362C13D3a31a09311E0Ea26A6' },
    },
    {
      to: '0x49d4450977E2c95362C13D3a31a09311E0Ea26A6',
      value: '0',
      contractMethod: {
        inputs: [{ internalType: 'bool', name: 'paramBool', type: 'bool' }],
        name: 'testBool',
        payable: false,
      },
      contractInputsValues: { paramAddress: '', paramBool: 'false' },
    },
    {
      to: '0x49d4450977E2c95362C13D3a31a09311E0Ea26A6',
      value: '2000000000000000000',
      data: '0x42f4579000000000000000000000000049d4450977e2c95362c13d3a31a09311e0ea26a6',
    },
  ],
}

describe('sdk: batches for a Safe', function () {
  this.timeout(60_000)
  const client: PublicClient = createPublicClient({
    transport: custom(connection.provider, { retryCount: 0 }),
    cacheTime: 0,
    pollingInterval: 10,
  })
  let w: World
  let escrow: Escrow
  let address: Address
  let safe: Safe
  let court: Safe
  let router: Address

  /** Records what `write` does as the Safe, checks the file, and lets two of the Safe's three owners make it. */
  const make = async <R>(as: Safe, write: (writer: Writer) => Promise<R>): Promise<{ result: R; batch: SafeBatch }> => {
    const writer = recordingWriter(client, as.address as Address)
    const block = await client.getBlockNumber()
    const result = await write(writer)
    expect(await client.getBlockNumber(), 'nothing was sent').to.equal(block)
    const made = safeBatch(writer.batch, { chainId: 31337, safe: as.address as Address, name: 'test', createdAt: 1 })
    const batch = JSON.parse(JSON.stringify(made)) as SafeBatch
    for (const { data, contractMethod, contractInputsValues } of batch.transactions) {
      // What a reader of the file sees is what the data says, by another encoder.
      const parsed = ethers.Interface.from([{ type: 'function', outputs: [], ...contractMethod! }])
      const values = contractMethod!.inputs.map(({ name, type }) => {
        const text = contractInputsValues![name]!
        return type.endsWith(']') ? (JSON.parse(text) as unknown) : text
      })
      expect(parsed.encodeFunctionData(contractMethod!.name, values), contractMethod!.name).to.equal(data)
    }
    const calls = batch.transactions.map(({ to, data, value }) => ({ to, data, value: BigInt(value) }))
    await as.executeAll(w.funders.slice(0, 2), calls)
    return { result, batch }
  }
  const names = (batch: SafeBatch) => batch.transactions.map(({ contractMethod }) => contractMethod?.name)
  const balance = (account: string) => w.token.balanceOf(account)

  before(async () => {
    w = await loadFixture(world)
    const deployment = await deploySafes()
    safe = await Safe.create(deployment, w.funders, 2)
    court = await Safe.create(deployment, w.funders, 2)
    expect(await safe.version()).to.equal('1.5.0')
    escrow = await create(w, await terms(w, { ...arbitrated(w), arbiter: court.address }))
    address = (await escrow.getAddress()) as Address
    router = (await (
      await ethers.deployContract('PledgeRouter', [await w.factory.getAddress()])
    ).getAddress()) as Address
    for (const one of [safe, court]) await w.token.mint(one.address, 5000n * UNIT)
  })

  it('computes the checksum that Safe publishes, whatever the name and the order of fields', () => {
    const expected = '0x4ecbfd364aa6759983915644e73f8bd411e85a2dc306f252a387c2728c4db64c'
    expect(safeChecksum(PUBLISHED)).to.equal(expected)
    expect(safeChecksum({ ...PUBLISHED, meta: { ...PUBLISHED.meta, name: 'another' } })).to.equal(expected)
    const reversed = Object.fromEntries(Object.entries(PUBLISHED).reverse()) as typeof PUBLISHED
    expect(safeChecksum(reversed)).to.equal(expected)
    const turned = { ...PUBLISHED, transactions: [...PUBLISHED.transactions].reverse() }
    expect(safeChecksum(turned)).to.not.equal(expected)
  })

  it('puts into a file the checksum that it has without it', () => {
    const { meta, ...rest } = safeBatch([], { chainId: 1, safe: address, name: 'x', createdAt: 1 })
    const { checksum, ...unsigned } = meta
    expect(safeChecksum({ ...rest, meta: unsigned })).to.equal(checksum)
  })

  it('refuses what would revert, the calls before it counted', async () => {
    const writer = recordingWriter(client, safe.address as Address)
    const error = await pledge(writer, address, { amount: 5001n * UNIT }).catch((one: unknown) => one)
    expect((error as RevertError).errorName).to.equal('ERC4626ExceededMaxDeposit')
    await pledge(writer, address, { amount: 900n * UNIT })
    const over = await pledge(writer, address, { amount: 101n * UNIT }).catch((one: unknown) => one)
    expect(over).to.be.instanceOf(RevertError)
    expect((over as RevertError).errorName, 'the 900 before leave 100').to.equal('ERC4626ExceededMaxDeposit')
    const permit = await pledgeMany(writer, router, [{ escrow: address, amount: 1n }], { permit: true }).catch(
      (one: unknown) => one,
    )
    expect(permit, 'a Safe cannot sign a permit').to.be.instanceOf(InputError)
  })

  it('pledges, by itself and through the router', async () => {
    const { result, batch } = await make(safe, (writer) => pledge(writer, address, { amount: 500n * UNIT }))
    expect(names(batch)).to.deep.equal(['approve', 'deposit'])
    expect(result).to.deep.equal({ result: 500n * UNIT, transaction: undefined })
    const entries = [{ escrow: address, amount: 600n * UNIT, least: 1n }]
    const routed = await make(safe, (writer) => pledgeMany(writer, router, entries))
    expect(names(routed.batch)).to.deep.equal(['approve', 'pledge'])
    expect(routed.result.result, 'what fits').to.deep.equal([500n * UNIT])
    expect(await escrow.balanceOf(safe.address), 'shares').to.equal(1000n * UNIT)
    expect(await w.token.allowance(safe.address, router), 'allowance left').to.equal(0n)
  })

  it('files, challenges, rules and collects', async () => {
    const commitment = ethers.id('a commitment') as Hex
    const filed = await make(safe, (writer) => file(writer, address, { commitment, uri: 'ipfs://x' }))
    expect(names(filed.batch)).to.deep.equal(['approve', 'file'])
    const { key } = filed.result
    await observe(w, escrow, key, [50n, 50n, 50n, 50n, 50n])
    const challenged = await make(safe, (writer) => challenge(writer, address, key, 'doubt'))
    expect(names(challenged.batch)).to.deep.equal(['approve', 'challenge'])
    const ruled = await make(court, (writer) =>
      rule(writer, address, key, { measurement: 40n, grounds: 'as I see it' }),
    )
    expect(names(ruled.batch)).to.deep.equal(['rule'])
    await escrow.settle(1n)
    const before = await balance(safe.address)
    const collected = await make(safe, (writer) => collect(writer, address, safe.address as Address))
    // 40 of 100 units at 10 each; the fee of 11 goes in fifths to the members, who have 2.2 each.
    expect(collected.result.result).to.equal(400n * UNIT)
    expect((await balance(safe.address)) - before).to.equal(400n * UNIT)
  })

  it('refunds once closed', async () => {
    await time.increaseTo((await escrow.claimsEnd()) + 1n)
    const before = await balance(safe.address)
    const { batch } = await make(safe, (writer) => refund(writer, address))
    expect(names(batch)).to.deep.equal(['redeem'])
    expect((await balance(safe.address)) - before).to.equal(600n * UNIT)
  })
})
