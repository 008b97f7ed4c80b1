/** All that an embedded chain has of an escrow, read at once: for tests of the model, which trust their chain. */
import { erc20Abi, getAbiItem, type Hex, type PublicClient } from 'viem'
import type { Entry, Pinned, Subject } from '../../../audit/history.ts'
import { decodeEvent } from '../../../sdk/events/event.ts'

/** The events of an escrow and the transfers of its asset to and from it, with the times of their blocks, in the order of the chain. */
export async function readHistory(client: PublicClient, subject: Pick<Subject, 'escrow' | 'terms'>): Promise<Entry[]> {
  const { escrow, terms } = subject
  const event = getAbiItem({ abi: erc20Abi, name: 'Transfer' })
  const moved = { address: terms.asset, event, fromBlock: 0n, strict: true } as const
  const [events, into, outOf] = await Promise.all([
    client.getLogs({ address: escrow, fromBlock: 0n }),
    client.getLogs({ ...moved, args: { to: escrow } }),
    client.getLogs({ ...moved, args: { from: escrow } }),
  ])
  const times = new Map<bigint, bigint>()
  for (const blockNumber of new Set([...events, ...into, ...outOf].map((log) => log.blockNumber))) {
    times.set(blockNumber, (await client.getBlock({ blockNumber })).timestamp)
  }
  const place = (log: { blockNumber: bigint; blockHash: Hex; transactionHash: Hex; logIndex: number }) => ({
    blockNumber: log.blockNumber,
    blockHash: log.blockHash,
    transactionHash: log.transactionHash,
    logIndex: log.logIndex,
    timestamp: times.get(log.blockNumber) ?? 0n,
  })
  const entries = events.map((log) => {
    const decoded = decodeEvent(log)
    if (decoded === undefined)
      throw new Error(`Log ${log.logIndex} of block ${log.blockNumber} is no event of an escrow`)
    return { ...decoded, address: log.address, ...place(log) } as Entry
  })
  // What goes from the escrow to itself is in both lists.
  const transfers = [...into, ...outOf.filter(({ args }) => args.to !== escrow)].map((log): Entry => {
    const { from, to, value: amount } = log.args
    return { eventName: 'AssetTransfer', from, to, amount, ...place(log) }
  })
  return [...entries, ...transfers].sort((a, b) => Number(a.blockNumber - b.blockNumber) || a.logIndex - b.logIndex)
}

/** The latest block. */
export async function latest(client: PublicClient): Promise<Pinned> {
  const { number, hash, timestamp } = await client.getBlock()
  return { number, hash, timestamp }
}
