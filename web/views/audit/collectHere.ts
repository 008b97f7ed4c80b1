import {
  decodeAbiParameters,
  encodeEventTopics,
  erc20Abi,
  getAddress,
  numberToHex,
  pad,
  type Address,
  type Hex,
  type PublicClient,
  type RpcLog,
} from 'viem'
import * as z from 'zod'
import type { Creation } from '../../../audit/collect/subjects.ts'
import type { Note, Place } from '../../../audit/finding.ts'
import type { AssetTransfer, Entry, EscrowEvent, Pinned } from '../../../audit/history.ts'
import { Batches } from '../../../audit/collect/batches.ts'
import { ConnectionError } from '../../../sdk/errors/ConnectionError.ts'
import { checkLogs, type PlacedLog } from '../../../sdk/events/checkLogs.ts'
import { decodeEvent } from '../../../sdk/events/event.ts'
import { LogPages } from '../../../sdk/events/pages.ts'
import type { LogFilter } from '../../../sdk/events/readLogs.ts'

/** Where logs are read from, and up to where. */
export interface Reading {
  client: PublicClient
  fromBlock: bigint
  pinned: Pinned
  note: Note
  /** Called with the blocks that are done, of all streams together. */
  progress: (done: bigint, of: bigint) => void
}

const blockSchema = z.object({ hash: z.string(), timestamp: z.string().regex(/^0x[0-9a-f]+$/i) })
const [TRANSFER] = encodeEventTopics({ abi: erc20Abi, eventName: 'Transfer' })

/** The logs that concern one escrow, read into memory, in the order of the chain. */
export class Collected {
  readonly #reading: Reading
  #times = new Map<Hex, bigint>()
  #done = 0n

  constructor(reading: Reading) {
    this.#reading = reading
  }

  /** The event of the escrow's creation; undefined where the endpoint has none. */
  async creation(factory: Address, escrow: Address, topic: Hex): Promise<Creation | undefined> {
    const logs = await this.#read({ address: factory, topics: [topic, pad(escrow).toLowerCase() as Hex] }, 1n)
    await this.#readTimes(logs)
    for (const log of logs) {
      const event = decodeEvent(log)
      if (event?.eventName !== 'Created') continue
      const args = event.args as { escrow: Address; outcome: Hex; document: Hex }
      return { ...args, place: this.#placeOf(log) }
    }
    return undefined
  }

  /** Events of the escrow and transfers of its asset. What is none of them is a finding, and left out. */
  async entries(escrow: Address, asset: Address): Promise<Entry[]> {
    const itself = pad(escrow).toLowerCase() as Hex
    const own = await this.#read({ address: escrow, topics: [] }, 2n)
    const out = await this.#read({ address: asset, topics: [TRANSFER, itself] }, 3n)
    const into = await this.#read({ address: asset, topics: [TRANSFER, null, itself] }, 4n)
    await this.#readTimes([...own, ...out, ...into])
    const seen = new Set<string>()
    const transfers = [...out, ...into].filter((log) => {
      // A transfer from the escrow to itself is in both.
      const key = `${log.blockHash} ${log.logIndex}`
      return seen.has(key) ? false : (seen.add(key), true)
    })
    const entries = [
      ...own.map((log) => this.#eventOf(log, escrow)),
      ...transfers.map((log) => this.#transferOf(log, escrow)),
    ]
    return entries
      .filter((entry) => entry !== undefined)
      .sort((a, b) => Number(a.blockNumber - b.blockNumber) || a.logIndex - b.logIndex)
  }

  /** @param part which of the four streams it is, for the progress. */
  async #read(filter: LogFilter, part: bigint): Promise<PlacedLog[]> {
    const { client, fromBlock, pinned, progress } = this.#reading
    const pages = new LogPages(client, filter)
    const all: PlacedLog[] = []
    const width = pinned.number - fromBlock + 1n
    for (let from = fromBlock; from <= pinned.number;) {
      const { logs, to } = await pages.read(from, pinned.number)
      all.push(...checkLogs(logs, filter, from, to))
      from = to + 1n
      this.#done = (part - 1n) * width + (from - fromBlock)
      progress(this.#done, 4n * width)
    }
    return all
  }

  /** Of blocks whose time the logs do not say. */
  async #readTimes(logs: readonly (PlacedLog & { blockTimestamp?: unknown })[]): Promise<void> {
    const missing = new Map<Hex, Hex>()
    for (const { blockHash, blockNumber, blockTimestamp } of logs) {
      if (this.#times.has(blockHash)) continue
      if (typeof blockTimestamp === 'string' && /^0x[0-9a-f]+$/i.test(blockTimestamp))
        this.#times.set(blockHash, BigInt(blockTimestamp))
      else missing.set(blockHash, blockNumber)
    }
    const asked = [...missing]
    const batches = new Batches(this.#reading.client)
    const answers = await batches.ask(
      asked.map(([, number]) => ({ method: 'eth_getBlockByNumber', params: [number, false] })),
    )
    for (const [i, [hash]] of asked.entries()) {
      const block = blockSchema.safeParse(answers[i])
      if (!block.success || block.data.hash.toLowerCase() !== hash.toLowerCase())
        throw new ConnectionError('The chain changed while it was read.', undefined, 'Run the check again.')
      this.#times.set(hash, BigInt(block.data.timestamp))
    }
  }

  #placeOf(log: PlacedLog): Place {
    return {
      blockNumber: BigInt(log.blockNumber),
      blockHash: log.blockHash,
      timestamp: this.#times.get(log.blockHash) ?? 0n,
      transactionHash: log.transactionHash,
      logIndex: Number(log.logIndex),
    }
  }

  #eventOf(log: PlacedLog, escrow: Address): Entry | undefined {
    const place = this.#placeOf(log)
    const event = decodeEvent(log)
    if (event !== undefined) return { ...event, address: escrow, ...place } as EscrowEvent
    const what = 'The escrow is said to have emitted a log that is none of its events.'
    this.#reading.note({ grade: 'fault', rule: 'logs', escrow, what, place })
    return undefined
  }

  #transferOf(log: PlacedLog, escrow: Address): AssetTransfer | undefined {
    const place = this.#placeOf(log)
    const transfer = transferIn(log)
    if (transfer !== undefined) return { eventName: 'AssetTransfer', ...transfer, ...place }
    const what =
      'The asset emitted a Transfer to or from the escrow that is not as ERC-20 has it: its amount is unknown.'
    this.#reading.note({ grade: 'broken promise', rule: 'token', escrow, what, place })
    return undefined
  }
}

function transferIn({ topics, data }: RpcLog): Pick<AssetTransfer, 'from' | 'to' | 'amount'> | undefined {
  const [, from, to] = topics
  if (from === undefined || to === undefined || data.length !== 66) return undefined
  if (!/^0x0{24}/.test(from) || !/^0x0{24}/.test(to)) return undefined
  const [amount] = decodeAbiParameters([{ type: 'uint256' }], data)
  return { from: getAddress(`0x${from.slice(26)}`), to: getAddress(`0x${to.slice(26)}`), amount }
}

/** The block up to which everything is read. */
export async function pinnedBlock(client: PublicClient, hash: Hex | undefined): Promise<Pinned> {
  const block = await client.getBlock(hash === undefined ? { blockTag: 'latest' } : { blockHash: hash })
  return { number: block.number, hash: block.hash, timestamp: block.timestamp }
}

/** @throws {ConnectionError} when the block is no longer on the chain. */
export async function stillThere(client: PublicClient, { number, hash }: Pinned): Promise<void> {
  const [answer] = await new Batches(client).ask([
    { method: 'eth_getBlockByNumber', params: [numberToHex(number), false] },
  ])
  const block = blockSchema.safeParse(answer)
  if (block.data?.hash.toLowerCase() === hash.toLowerCase()) return
  throw new ConnectionError('The chain was reorganised while it was read.', undefined, 'Run the check again.')
}
