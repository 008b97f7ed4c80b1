/** The first EVM: Hardhat's EDR (revm), on a chain that mines what it is given at the second it is told. */
import { network } from 'hardhat'
import { z } from 'zod'
import { CHAIN_ID, GENESIS_BALANCE, GENESIS_TIME, HARDFORK, ROLES, STOP, SYSTEM_CONTRACTS, accountOf } from './chain.ts'
import type { Outcome } from './compare.ts'

const text = z.string().startsWith('0x')
const Log = z.object({ address: text, topics: z.array(text), data: text })
const Receipt = z.object({ status: text, gasUsed: text, logs: z.array(Log) })
const Header = z.object({
  hash: text,
  parentHash: text,
  number: text,
  timestamp: text,
  miner: text,
  mixHash: text,
  gasLimit: text,
  gasUsed: text,
  baseFeePerGas: text,
  excessBlobGas: text,
  blobGasUsed: text,
  parentBeaconBlockRoot: text,
  stateRoot: text,
  transactions: z.array(text),
})

/** What a block says of itself: the second EVM runs the same transactions under it. */
export type BlockHeader = z.output<typeof Header>

export interface Mined {
  header: BlockHeader
  outcomes: Outcome[]
}

export type Edr = Awaited<ReturnType<typeof startEdr>>

/** A chain of its own, in this process. */
export async function startEdr() {
  const connection = await network.create({
    network: 'default',
    override: {
      chainId: CHAIN_ID,
      hardfork: HARDFORK,
      initialDate: new Date(GENESIS_TIME * 1000),
      accounts: ROLES.map((role) => ({ privateKey: accountOf(role).key.privateKey, balance: GENESIS_BALANCE })),
      mining: { auto: false, interval: 0, mempool: { order: 'fifo' } },
    },
  })
  const request = (method: string, ...params: unknown[]): Promise<unknown> =>
    connection.provider.request({ method, params })
  for (const contract of SYSTEM_CONTRACTS) await request('hardhat_setCode', contract, STOP)
  const header = async (block: string) => Header.parse(await request('eth_getBlockByNumber', block, false))

  return {
    request,
    header,
    /** Mines one block at unix second `at` with exactly the transactions `raw`, in this order. */
    async mine(at: bigint, raw: string[]): Promise<Mined> {
      const hashes = []
      for (const transaction of raw) hashes.push(await request('eth_sendRawTransaction', transaction))
      await request('evm_mine', `0x${at.toString(16)}`)
      const mined = await header('latest')
      if (mined.transactions.join() !== hashes.join()) throw new Error(`EDR mined another block than asked at ${at}`)
      const outcomes = []
      for (const hash of hashes) {
        const receipt = Receipt.parse(await request('eth_getTransactionReceipt', hash))
        outcomes.push({
          success: receipt.status === '0x1',
          gasUsed: BigInt(receipt.gasUsed),
          logs: receipt.logs.map(({ address, topics, data }) => [address, topics.join(), data].join(' ').toLowerCase()),
        })
      }
      return { header: mined, outcomes }
    },
    /** Storage, code, balance and nonce of an account, as text. */
    async account(address: string) {
      const proof = z
        .object({ balance: text, nonce: text, codeHash: text, storageHash: text })
        .parse(await request('eth_getProof', address, [], 'latest'))
      return `nonce ${BigInt(proof.nonce)}, balance ${BigInt(proof.balance)}, code ${proof.codeHash}, storage ${proof.storageHash}`
    },
    code: async (address: string) => text.parse(await request('eth_getCode', address, 'latest')),
    snapshot: () => request('evm_snapshot'),
    async revert(snapshot: unknown) {
      if ((await request('evm_revert', snapshot)) !== true) throw new Error('EDR did not go back to its snapshot')
    },
    close: () => connection.close(),
  }
}
