/** What an audit is measured against: viem fetches and decodes the same logs, page by page, and nothing is kept or checked. */
import { createPublicClient, decodeEventLog, erc20Abi, getAbiItem, http, type Address, type PublicClient } from 'viem'
import { escrowAbi } from '../../sdk/abi/escrow.ts'
import { escrowFactoryAbi } from '../../sdk/abi/escrowFactory.ts'
import type { BuiltChain } from './build.ts'

/** As the audit asks: escrows in one question, blocks at first, and logs that an answer should have. */
const [GROUP, FIRST, COMFORT] = [50, 1000n, 10_000]
const TRANSFER = getAbiItem({ abi: erc20Abi, name: 'Transfer' })

/** @returns how many logs were decoded. */
export async function readBare(url: string, { factory, token, escrows, blocks }: BuiltChain): Promise<number> {
  const transport = http(url, { maxResponseBodySize: 2 ** 27, timeout: 120_000 })
  const client = createPublicClient({ transport, cacheTime: 0 })
  const groups = Array.from({ length: Math.ceil(escrows.length / GROUP) }, (_, i) =>
    escrows.slice(i * GROUP, (i + 1) * GROUP),
  )
  const created = await paged(BigInt(blocks), async (range) => {
    const logs = await client.getLogs({ address: factory, ...range })
    for (const { topics, data } of logs) decodeEventLog({ abi: escrowFactoryAbi, topics, data })
    return logs.length
  })
  // The streams are read side by side, the groups of each one after the other.
  const counts = await Promise.all(
    [ownOf, outOf, inOf].map(async (read) => {
      let count = 0
      for (const group of groups) count += await paged(BigInt(blocks), (range) => read(client, group, token, range))
      return count
    }),
  )
  return counts.reduce((sum, count) => sum + count, created)
}

interface Range {
  fromBlock: bigint
  toBlock: bigint
}

async function ownOf(client: PublicClient, address: Address[], _: Address, range: Range): Promise<number> {
  const logs = await client.getLogs({ address, ...range })
  for (const { topics, data } of logs) decodeEventLog({ abi: escrowAbi, topics, data })
  return logs.length
}

/** These two are decoded by viem as they come. */
async function outOf(client: PublicClient, from: Address[], address: Address, range: Range): Promise<number> {
  return (await client.getLogs({ address, event: TRANSFER, args: { from }, strict: true, ...range })).length
}

async function inOf(client: PublicClient, to: Address[], address: Address, range: Range): Promise<number> {
  return (await client.getLogs({ address, event: TRANSFER, args: { to }, strict: true, ...range })).length
}

async function paged(end: bigint, read: (range: Range) => Promise<number>): Promise<number> {
  let [total, span] = [0, FIRST]
  for (let fromBlock = 0n; fromBlock <= end;) {
    const last = fromBlock + span - 1n
    const toBlock = last < end ? last : end
    const logs = await read({ fromBlock, toBlock })
    total += logs
    if (logs > COMFORT) span = BigInt(Math.max(1, Math.floor((Number(toBlock - fromBlock + 1n) * COMFORT) / logs)))
    else if (2 * logs <= COMFORT) span *= 2n
    fromBlock = toBlock + 1n
  }
  return total
}
