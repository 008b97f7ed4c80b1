/** Transactions of every type, by the root in the header; what was called and by whom follows from their signatures. */
import { createMPT } from '@ethereumjs/mpt'
import { expect } from 'chai'
import { network } from 'hardhat'
import {
  createPublicClient,
  createWalletClient,
  custom,
  bytesToHex,
  hexToBytes,
  keccak256,
  parseTransaction,
  stringToHex,
  type Hex,
  type PublicClient,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { ask } from '../../../audit/prove/ask.ts'
import { blockSchema, headerOf } from '../../../audit/prove/header.ts'
import { proveTransactions } from '../../../audit/prove/transactions.ts'
import { Refuted } from '../../../audit/prove/trie.ts'
import { changing, liar } from './liar.ts'

const KEY = keccak256(stringToHex('a sender'))
const sender = privateKeyToAccount(KEY)
const other = privateKeyToAccount(keccak256(stringToHex('another')))
const TO: Hex = `0x${'11'.repeat(20)}`
const from = sender.address.toLowerCase()

describe('audit: proof of transactions', () => {
  let connection: Awaited<ReturnType<typeof network.create>>
  let client: PublicClient

  before(async () => {
    connection = await network.create({ network: 'default' })
    const request = ({ method, params }: { method: string; params?: unknown }) =>
      connection.provider.request({ method, params: (params ?? []) as unknown[] })
    const transport = custom({ request }, { retryCount: 0 })
    client = createPublicClient({ transport, cacheTime: 0 })
    await connection.provider.request({ method: 'hardhat_setBalance', params: [sender.address, '0x8ac7230489e80000'] })
  })
  after(() => connection.close())

  const headerNow = async () => headerOf(await ask(client, 'eth_getBlockByNumber', ['latest', false], blockSchema))
  const sent = async (change: object) => {
    const request = ({ method, params }: { method: string; params?: unknown }) =>
      connection.provider.request({ method, params: (params ?? []) as unknown[] })
    const wallet = createWalletClient({ account: sender, transport: custom({ request }) })
    const chainId = await client.getChainId()
    const nonce = await client.getTransactionCount({ address: sender.address })
    const whole = { chainId, nonce, gas: 200_000n, to: TO, value: 7n, data: '0x1234' as Hex, ...change }
    const serialized = await sender.signTransaction(whole as Parameters<typeof sender.signTransaction>[0])
    const hash = await wallet.sendRawTransaction({ serializedTransaction: serialized })
    return { hash, header: await headerNow() }
  }
  const fees = { maxFeePerGas: 10n ** 10n, maxPriorityFeePerGas: 1n }
  const accessList = [{ address: TO, storageKeys: [`0x${'00'.repeat(31)}07`] }]

  const cases: [string, () => object | Promise<object>][] = [
    ['legacy ones', () => ({ type: 'legacy', gasPrice: 10n ** 10n })],
    ['legacy ones without a chain', () => ({ type: 'legacy', gasPrice: 10n ** 10n, chainId: undefined })],
    ['those with an access list', () => ({ type: 'eip2930', gasPrice: 10n ** 10n, accessList })],
    ['those with a priority fee', () => ({ type: 'eip1559', ...fees })],
    [
      'those that give code to accounts',
      async () => {
        const chainId = await client.getChainId()
        const list = [await other.signAuthorization({ chainId, address: TO, nonce: 0 })]
        return { type: 'eip7702', ...fees, authorizationList: list }
      },
    ],
  ]
  for (const [name, change] of cases) {
    it(`should prove ${name}`, async () => {
      const { hash, header } = await sent(await change())
      const proved = await proveTransactions(client, header)
      expect(proved?.hashes, 'hashes').to.deep.equal([hash])
      expect(await proved?.callOf(0), 'call').to.deep.equal({ from, to: TO, input: '0x1234' })
      expect(await proved?.callOf(1), 'one that is not there').to.equal(undefined)
      const delegating = name.includes('give code') ? [other.address.toLowerCase()] : []
      expect([...((await proved?.delegating()) ?? [])], 'who lets itself be given code').to.deep.equal(delegating)
    })
  }

  it('should encode those with blobs as viem does', async () => {
    const blobVersionedHashes = [`0x01${'22'.repeat(31)}`] as Hex[]
    const chainId = 5
    const whole = {
      chainId,
      nonce: 3,
      gas: 9n,
      to: TO,
      value: 1n,
      type: 'eip4844',
      ...fees,
      maxFeePerBlobGas: 4n,
      blobVersionedHashes,
    }
    const raw = await sender.signTransaction({ ...whole, sidecars: false } as never)
    const parsed = parseTransaction(raw) as { r: Hex; s: Hex; yParity: number }
    const trie = await createMPT()
    await trie.put(hexToBytes('0x80'), hexToBytes(raw))
    const transactionsRoot = bytesToHex(trie.root())
    const hex = (number: bigint | number): Hex => `0x${number.toString(16)}`
    const given = {
      ...{
        type: '0x3',
        chainId: hex(chainId),
        nonce: '0x3',
        gas: '0x9',
        to: TO,
        value: '0x1',
        input: '0x',
        accessList: [],
      },
      ...{
        maxFeePerGas: hex(fees.maxFeePerGas),
        maxPriorityFeePerGas: '0x1',
        maxFeePerBlobGas: '0x4',
        blobVersionedHashes,
      },
      ...{ r: parsed.r, s: parsed.s, yParity: hex(parsed.yParity) },
    }
    const told = liar(client, () => ({ transactions: [given] }))
    const header = { ...(await headerNow()), transactionsRoot }
    const proved = await proveTransactions(told, header)
    expect(proved?.hashes, 'hashes').to.deep.equal([keccak256(raw)])
    expect((await proved?.callOf(0))?.from, 'sender').to.equal(from)
  })

  interface Block {
    transactions: Record<string, unknown>[]
  }
  it('should refute others than the block has', async () => {
    const { header } = await sent({ type: 'eip1559', ...fees })
    const changes: Record<string, unknown>[] = [
      { input: '0x12' },
      { to: null },
      { nonce: '0x63' },
      { r: '0x1' },
      { type: '0x1' },
    ]
    for (const change of changes) {
      const told = liar(
        client,
        changing<Block>('eth_getBlockByHash', (block) => ({
          transactions: block.transactions.map((one) => ({ ...one, ...change })),
        })),
      )
      const error = await proveTransactions(told, header).then(
        () => undefined,
        (one: unknown) => one,
      )
      expect(error, JSON.stringify(change)).to.be.instanceOf(Refuted)
    }
    const none = liar(
      client,
      changing<Block>('eth_getBlockByHash', () => ({ transactions: [] })),
    )
    expect(await proveTransactions(none, header).catch((one: unknown) => one), 'none').to.be.instanceOf(Refuted)
  })

  it('should take nobody’s word for who sent one', async () => {
    const { header } = await sent({ type: 'eip1559', ...fees })
    const told = liar(
      client,
      changing<Block>('eth_getBlockByHash', (block) => ({
        transactions: block.transactions.map((one) => ({ ...one, from: TO, hash: `0x${'ab'.repeat(32)}` })),
      })),
    )
    expect((await (await proveTransactions(told, header))?.callOf(0))?.from).to.equal(from)
  })

  it('should prove nothing where a type is unknown', async () => {
    const { header } = await sent({ type: 'eip1559', ...fees })
    const told = liar(
      client,
      changing<Block>('eth_getBlockByHash', (block) => ({
        transactions: block.transactions.map((one) => ({ ...one, type: '0x7e' })),
      })),
    )
    expect(await proveTransactions(told, header)).to.equal(undefined)
  })
})
