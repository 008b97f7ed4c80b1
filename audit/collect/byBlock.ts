import { numberToHex, type Address, type Hex } from 'viem'
import type { PlacedLog } from '../../sdk/events/checkLogs.ts'
import type { Subject } from '../history.ts'
import type { CollectedBlock, CollectedLogs } from '../prove/history.ts'
import type { Cache, StreamOf } from './cache.ts'
import { readerOf, type RecordReader } from './records.ts'

/** How many rows of the cache are held: blocks that follow one another are in the same ones. */
const ROWS = 64

/** The logs of an audit block by block, from its cache: each once, whichever streams it is in. */
export class LogsByBlock implements CollectedLogs {
  readonly #cache: Cache
  readonly #total: number
  /** Who emits the logs of a stream; undefined = it is not of this audit. */
  readonly #emitterOf: (of: StreamOf) => Address | undefined
  readonly #rows = new Map<number, Buffer>()
  #twice = 0

  /**
   * @param creations the stream of the factory's creations.
   * @param total logs of all streams; one in two of them counts twice.
   */
  constructor(cache: Cache, creations: StreamOf & { factory: Address }, subjects: readonly Subject[], total: number) {
    const assets = new Map(subjects.map(({ escrow, terms }) => [escrow.toLowerCase(), terms.asset]))
    const escrows = new Map(subjects.map(({ escrow }) => [escrow.toLowerCase(), escrow]))
    this.#cache = cache
    this.#total = total
    this.#emitterOf = ({ owner, stream }) => {
      if (stream === creations.stream) return owner === creations.owner ? creations.factory : undefined
      if (stream === 'own') return escrows.get(owner)
      return stream === 'in' || stream === 'out' ? assets.get(owner) : undefined
    }
  }

  /** Exact once every block has been asked for: only then is it known which logs are in two streams. */
  get count(): number {
    return this.#total - this.#twice
  }

  blockOf(number: bigint): CollectedBlock | undefined {
    const block = Number(number)
    const logs = new Map<string, PlacedLog>()
    let found: { hash: Hex; timestamp: bigint } | undefined
    const times = new Set<bigint>()
    for (const row of this.#cache.rowsAt(block)) {
      const address = this.#emitterOf(row)
      if (address === undefined) continue
      for (const log = readerOf(this.#row(row.id)); !log.done && log.block <= block; log.skip()) {
        if (log.block !== block) continue
        found ??= { hash: log.hash, timestamp: BigInt(log.time) }
        times.add(BigInt(log.time))
        const placed = placedLog(log, address)
        const all = JSON.stringify(placed)
        if (logs.has(all)) this.#twice++
        logs.set(all, placed)
      }
    }
    if (found === undefined) return undefined
    const otherTimes = [...times].filter((time) => time !== found.timestamp)
    return { ...found, otherTimes, logs: [...logs.values()].sort((a, b) => Number(a.logIndex) - Number(b.logIndex)) }
  }

  #row(id: number): Buffer {
    const kept = this.#rows.get(id)
    if (kept !== undefined) return kept
    const body = Buffer.from(this.#cache.row(id))
    const [oldest] = this.#rows.keys()
    if (oldest !== undefined && this.#rows.size >= ROWS) this.#rows.delete(oldest)
    this.#rows.set(id, body)
    return body
  }
}

function placedLog(log: RecordReader, address: Address): PlacedLog {
  const { bytes, topics, topicsAt, dataAt, end } = log
  const hex = (from: number, to: number): Hex => `0x${bytes.toString('hex', from, to)}`
  return {
    address,
    topics: Array.from({ length: topics }, (_, i) => hex(topicsAt + 32 * i, topicsAt + 32 * i + 32)) as [Hex, ...Hex[]],
    data: hex(dataAt, end),
    blockNumber: numberToHex(log.block),
    blockHash: log.hash,
    logIndex: numberToHex(log.index),
    transactionHash: log.transaction,
    transactionIndex: null,
    removed: false,
  }
}
