/** Hashes of headers of every fork against another implementation; receipts of every type, and many in a block. */
import { createBlockHeader } from '@ethereumjs/block'
import { Common, Hardfork, Mainnet } from '@ethereumjs/common'
import { bytesToHex as hexOf } from '@ethereumjs/util'
import { expect } from 'chai'
import { createWalletClient, custom, keccak256, numberToHex, toHex, type Hex } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { blockSchema, headerOf } from '../../../audit/prove/header.ts'
import { Receipts } from '../../../audit/prove/receipts.ts'
import { EMPTY_ROOT, rootOf, slotKey } from '../../../audit/prove/trie.ts'
import { ask, fakeHash } from '../../oracle/chain/endpoints.ts'
import { addressOf, proveWorld, type Kind, type ProveWorld } from './world.ts'

const word = (text: string) => keccak256(toHex(text))

describe('audit: hashes of headers', () => {
  const common = {
    parentHash: word('parent'),
    stateRoot: word('state'),
    transactionsRoot: word('transactions'),
    receiptsRoot: word('receipts'),
    logsBloom: `0x${'01'.repeat(256)}` as Hex,
    coinbase: addressOf(0),
    mixHash: word('random'),
    nonce: '0x0000000000000000' as Hex,
    extraData: '0x6c6f6465' as Hex,
    number: 20_000_000n,
    gasLimit: 30_000_000n,
    gasUsed: 128n,
    timestamp: 1_800_000_000n,
    difficulty: 0n,
  }
  const london = { baseFeePerGas: 7n }
  const shanghai = { ...london, withdrawalsRoot: word('withdrawals') }
  const cancun = { ...shanghai, blobGasUsed: 0n, excessBlobGas: 131_072n, parentBeaconBlockRoot: word('beacon') }
  const prague = { ...cancun, requestsHash: word('requests') }
  const forks: [string, Hardfork, object, object][] = [
    ['Berlin', Hardfork.Berlin, {}, { difficulty: 2n ** 70n + 1n }],
    ['London', Hardfork.London, london, { difficulty: 131_072n }],
    ['Paris', Hardfork.Paris, london, {}],
    ['Shanghai', Hardfork.Shanghai, shanghai, {}],
    ['Cancun', Hardfork.Cancun, cancun, {}],
    ['Prague', Hardfork.Prague, prague, {}],
  ]
  for (const [name, hardfork, added, change] of forks) {
    it(`is another implementation's for ${name}`, () => {
      const fields = { ...common, ...added, ...change }
      const named = { ...fields, transactionsTrie: fields.transactionsRoot, receiptTrie: fields.receiptsRoot }
      const options = { common: new Common({ chain: Mainnet, hardfork }), skipConsensusFormatValidation: true }
      const header = createBlockHeader(named, options)
      const { coinbase, ...rest } = fields as typeof fields & Record<string, unknown>
      const rpc = Object.fromEntries(
        Object.entries(rest).map(([field, value]) => [field, typeof value === 'bigint' ? numberToHex(value) : value]),
      )
      const block = blockSchema.parse({
        ...rpc,
        miner: coinbase,
        sha3Uncles: hexOf(header.uncleHash),
        transactions: [],
        hash: fakeHash,
      })
      expect(headerOf(block).hash).to.equal(hexOf(header.hash()))
    })
  }
})

describe('audit: roots of receipts', function () {
  this.timeout(120_000)

  it('is the known one of nothing', async () => {
    expect(await rootOf([])).to.equal(EMPTY_ROOT)
    expect(slotKey(1n)).to.have.lengthOf(66)
  })

  for (const kind of ['EDR', 'anvil'] as const satisfies Kind[]) {
    describe(`on ${kind}`, () => {
      let world: ProveWorld
      before(async () => {
        world = await proveWorld(kind)
      })
      after(() => world.stop())

      it('are those of a block of 300 transactions of types 0, 1, 2 and 4, some of which fail', async () => {
        const { client, token } = world
        const phrase = 'test test test test test test test test test test test junk'
        const account = mnemonicToAccount(phrase, { addressIndex: 1 })
        const wallet = createWalletClient({ account, transport: custom(client) })
        await ask(client, { method: 'evm_setAutomine', params: [false] })
        const first = await client.getTransactionCount({ address: account.address })
        // transfer(address,uint256) of 1 unit, or of more than there is
        const data = (amount: bigint): Hex =>
          `0xa9059cbb${addressOf(2).slice(2).padStart(64, '0')}${amount.toString(16).padStart(64, '0')}`
        const authorization = await account.signAuthorization!({ address: token, chainId: 31_337, nonce: 1_000 })
        const prices = { maxFeePerGas: 10n ** 10n, maxPriorityFeePerGas: 1n }
        const kinds = [
          { type: 'legacy', gasPrice: 10n ** 10n },
          { type: 'eip2930', gasPrice: 10n ** 10n, accessList: [{ address: token, storageKeys: [] }] },
          { type: 'eip1559', ...prices },
          { type: 'eip7702', ...prices, authorizationList: [authorization] },
        ] as const
        for (let i = 0; i < 300; i++) {
          const call = {
            to: token,
            data: data(i % 7 === 0 ? 2n ** 255n : 1n),
            gas: 99_000n,
            nonce: first + i,
            chain: null,
          }
          await wallet.sendTransaction({ ...call, ...kinds[i % 4]! } as Parameters<typeof wallet.sendTransaction>[0])
        }
        await ask(client, { method: 'evm_mine', params: [] })
        const raw = await ask(client, { method: 'eth_getBlockByNumber', params: ['latest', false] })
        await ask(client, { method: 'evm_setAutomine', params: [true] })
        const block = blockSchema.parse(raw)
        expect(block.transactions.length, 'transactions in the block').to.equal(300)
        const logs = await new Receipts(client).logsOf(headerOf(block), block.transactions)
        expect(logs.length, 'transfers').to.equal(257)
        expect(logs.at(-1)!.logIndex).to.equal(256)
      })
    })
  }
})
