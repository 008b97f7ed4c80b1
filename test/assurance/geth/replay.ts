/** The same transactions once more on EDR, at the same seconds: both EVMs must have made the same of them. */
import { network } from 'hardhat'
import {
  createPublicClient,
  custom,
  keccak256,
  numberToHex,
  serializeTransaction,
  type Address,
  type Hex,
  type PublicClient,
  type Transaction,
} from 'viem'

/** What became of a chain, as text of which each line can be compared. */
export interface Tale {
  readonly lines: readonly string[]
  readonly transactions: number
  /** Used by all transactions. */
  readonly gas: bigint
  /** Accounts that sent, were called, were created or logged something. */
  readonly accounts: number
}

/**
 * Tells of each block after the first its time, base fee and gas; of each transaction status, gas, price and logs; of each account that
 * had to do with them nonce, balance, code and storage root at the end.
 */
export async function taleOf(client: PublicClient): Promise<Tale> {
  const lines: string[] = []
  const accounts = new Set<Address>()
  let [transactions, gas] = [0, 0n]
  const last = await client.getBlockNumber()
  for (let blockNumber = 1n; blockNumber <= last; blockNumber++) {
    const block = await client.getBlock({ blockNumber })
    lines.push(`block ${blockNumber}: time ${block.timestamp}, base fee ${block.baseFeePerGas}, gas ${block.gasUsed}`)
    for (const hash of block.transactions) {
      const receipt = await client.getTransactionReceipt({ hash })
      const { status, gasUsed, effectiveGasPrice, logs, from, to, contractAddress } = receipt
      lines.push(`${hash} ${status}, gas ${gasUsed} at ${effectiveGasPrice}, creates ${contractAddress ?? 'nothing'}`)
      for (const { address, topics, data } of logs) lines.push(`${hash} logs ${address} ${topics.join()} ${data}`)
      for (const one of [from, to, contractAddress, ...logs.map(({ address }) => address)]) {
        if (one !== null && one !== undefined) accounts.add(one.toLowerCase() as Address)
      }
      transactions += 1
      gas += gasUsed
    }
  }
  for (const address of accounts) {
    const { nonce, balance, codeHash, storageHash } = await client.getProof({ address, storageKeys: [] })
    lines.push(`${address}: nonce ${nonce}, balance ${balance}, code ${codeHash}, storage ${storageHash}`)
  }
  return { lines, transactions, gas, accounts: accounts.size }
}

/**
 * Runs the transactions of `source`, block for block, on an EDR under the same rules, and tells what became of them there.
 * @param funds what accounts have before the first block, in wei
 */
export async function replay(source: PublicClient, funds: ReadonlyMap<Address, bigint>): Promise<Tale> {
  const [genesis, latest] = [await source.getBlock({ blockNumber: 0n }), await source.getBlock()]
  const connection = await network.create({
    network: 'default',
    override: {
      chainId: await source.getChainId(),
      hardfork: 'osaka',
      initialDate: new Date(Number(genesis.timestamp) * 1000),
      initialBaseFeePerGas: genesis.baseFeePerGas ?? 0n,
      blockGasLimit: genesis.gasLimit,
      coinbase: latest.miner,
      mining: { auto: false, interval: 0, mempool: { order: 'fifo' } },
    },
  })
  const request = (method: string, ...params: unknown[]) => connection.provider.request({ method, params })
  try {
    for (const [account, wei] of funds) await request('hardhat_setBalance', account, numberToHex(wei))
    for (let blockNumber = 1n; blockNumber <= latest.number; blockNumber++) {
      const { timestamp, transactions } = await source.getBlock({ blockNumber, includeTransactions: true })
      for (const transaction of transactions) await request('eth_sendRawTransaction', rawOf(transaction))
      await request('evm_mine', numberToHex(timestamp))
    }
    return await taleOf(createPublicClient({ transport: custom(connection.provider), cacheTime: 0 }))
  } finally {
    await connection.close()
  }
}

/** The bytes that were signed and sent. */
function rawOf(transaction: Transaction): Hex {
  const { hash, type, input: data, r, s, yParity } = transaction
  if (type !== 'eip1559') throw new Error(`${hash} is of type ${type}: the main job sends eip1559 alone`)
  const { chainId, nonce, gas, maxFeePerGas, maxPriorityFeePerGas, to, value, accessList } = transaction
  const raw = serializeTransaction(
    { type, chainId, nonce, gas, maxFeePerGas, maxPriorityFeePerGas, to, value, data, accessList },
    { r, s, yParity },
  )
  if (keccak256(raw) !== hash) throw new Error(`${hash} is not what the chain says that it holds`)
  return raw
}

/** In words, the first line in which two tales differ; undefined if there is none. */
export function difference(geth: Tale, edr: Tale): string | undefined {
  const length = Math.max(geth.lines.length, edr.lines.length)
  for (let i = 0; i < length; i++) {
    const [a, b] = [geth.lines[i] ?? 'nothing', edr.lines[i] ?? 'nothing']
    if (a !== b) return `geth: ${a}\nEDR:  ${b}`
  }
  return undefined
}
