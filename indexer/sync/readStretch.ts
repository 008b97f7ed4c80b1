import type { Address, Hex, PublicClient } from 'viem'
import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import { checkLogs, type PlacedLog } from '../../sdk/events/checkLogs.ts'
import { decodeEvent, eventSelectors } from '../../sdk/events/event.ts'
import { LogPages } from '../../sdk/events/pages.ts'
import type { Deployment } from '../../sdk/model/deployment.ts'
import type { Position } from '../store/meta.ts'
import type { LogsTable } from '../store/tables.ts'
import { blockAt, eachOf } from './blocks.ts'

/** What was read of some blocks: all logs of factory, directory and escrows in them, in order. */
export interface Stretch {
  logs: LogsTable[]
  /** Blocks with logs, the last one, and those before it where it is the newest of the chain. */
  blocks: (Position & { hasLogs: number })[]
  /** Escrows that were created in it. */
  created: Address[]
  end: Position
}

/** How many addresses are asked for at a time: endpoints bound them. */
const ADDRESSES = 500
/** How many of the last blocks before the head are remembered one by one: a chain that became shorter is noticed by them. */
const EVERY = 64n
/** How wide the first question is, in blocks, and about how many logs an answer should have. */
const PAGE = { first: 10_000n, logs: 10_000 }

/** Reads stretches of blocks one after the other, as wide as the endpoint answers for. */
export class StretchReader {
  readonly #client: PublicClient
  readonly #deployment: Deployment
  readonly #together: number
  /** Pages by the addresses that they are for: what was learned of the endpoint's limits is kept. */
  #pages = new Map<string, LogPages>()
  #width = PAGE.first

  /** @param together how many addresses are asked for at a time. */
  constructor(client: PublicClient, deployment: Deployment, together = ADDRESSES) {
    this.#together = together
    this.#client = client
    this.#deployment = deployment
  }

  /**
   * Reads on after `cursor`, at most to block `head`.
   * @param known escrows created up to `cursor`.
   * @returns undefined where the chain is no longer the one that `cursor` was on.
   * @throws {ConnectionError} when the endpoint does not answer, or its answers do not fit together.
   */
  async read(cursor: Position | undefined, head: bigint, known: readonly Address[]): Promise<Stretch | undefined> {
    const { factory, directory, block } = this.#deployment
    const from = cursor === undefined ? BigInt(block) : BigInt(cursor.number) + 1n
    const roots = await this.#logsOf([factory, directory], from, head)
    let { to } = roots
    let logs = roots.logs
    const fill = async (escrows: readonly Address[]): Promise<void> => {
      for (let i = 0; i < escrows.length; i += this.#together) {
        const page = await this.#logsOf(escrows.slice(i, i + this.#together), from, to)
        to = page.to
        logs = logs.concat(page.logs)
      }
    }
    await fill(known)
    const isCreation = (log: PlacedLog): boolean => log.address.toLowerCase() === factory.toLowerCase()
    await fill(createdIn(roots.logs.filter((log) => isCreation(log) && BigInt(log.blockNumber) <= to)))
    const inOrder = logs
      .filter((log) => BigInt(log.blockNumber) <= to)
      .sort((a, b) => Number(a.blockNumber) - Number(b.blockNumber) || Number(a.logIndex) - Number(b.logIndex))
    this.#width = to - from + 1n
    const first = to < head ? to : max(from, to - EVERY + 1n)
    const blocks = await this.#blocksOf(inOrder, Number(first), Number(to))
    const end = blocks.at(-1)
    if (end === undefined) throw new TypeError('A stretch has a last block.')
    if (cursor !== undefined && (await blockAt(this.#client, cursor.number)).hash !== cursor.hash) return undefined
    return { logs: inOrder.map(rowOf), blocks, created: createdIn(inOrder.filter(isCreation)), end }
  }

  async #logsOf(address: readonly Address[], from: bigint, to: bigint): Promise<{ logs: PlacedLog[]; to: bigint }> {
    const filter = { address, topics: [eventSelectors()] }
    const key = address.join()
    let pages = this.#pages.get(key)
    if (pages === undefined) {
      // More addresses than before: what fits is about as wide.
      if (this.#pages.size > 64) this.#pages.clear()
      pages = new LogPages(this.#client, filter, { ...PAGE, first: this.#width })
      this.#pages.set(key, pages)
    }
    const page = await pages.read(from, to)
    return { logs: checkLogs(page.logs, filter, from, page.to), to: page.to }
  }

  /** Blocks with logs, and all from `first` to `to`. @throws {ConnectionError} when a log is of another block with that number. */
  async #blocksOf(logs: readonly PlacedLog[], first: number, to: number): Promise<Stretch['blocks']> {
    const hashes = new Map<number, Hex>()
    for (const { blockNumber, blockHash } of logs) {
      const number = Number(blockNumber)
      const before = hashes.get(number)
      if (before !== undefined && before !== blockHash) throw changed()
      hashes.set(number, blockHash)
    }
    const last = Array.from({ length: to - first + 1 }, (_, i) => first + i)
    const numbers = [...new Set([...hashes.keys(), ...last])].sort((a, b) => a - b)
    const blocks = await eachOf(numbers, async (number) => blockAt(this.#client, number))
    for (const { number, hash } of blocks) {
      const ofLogs = hashes.get(number)
      if (ofLogs !== undefined && ofLogs !== hash) throw changed()
    }
    const end = blocks.at(-1)
    // Asked again: no block up to it can have changed between.
    if (end !== undefined && (await blockAt(this.#client, end.number)).hash !== end.hash) throw changed()
    return blocks.map((block) => ({ ...block, hasLogs: Number(hashes.has(block.number)) }))
  }
}

function createdIn(logs: readonly PlacedLog[]): Address[] {
  return logs.flatMap((log) => {
    const event = decodeEvent(log)
    return event?.eventName === 'Created' ? [(event.args as { escrow: Address }).escrow] : []
  })
}

function rowOf(log: PlacedLog): LogsTable {
  const { blockNumber, logIndex, blockHash, transactionHash, address, topics, data } = log
  return {
    block: Number(blockNumber),
    logIndex: Number(logIndex),
    blockHash,
    transaction: transactionHash,
    address: address.toLowerCase() as Address,
    topics: topics.join(' '),
    data,
  }
}

function changed(): ConnectionError {
  return new ConnectionError('The chain was reorganised while it was read.', undefined, 'It is read again.')
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}
