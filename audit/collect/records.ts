import type { Hex } from 'viem'
import { InputError } from '../../sdk/errors/InputError.ts'
import type { StreamLog } from './checkAnswer.ts'

/**
 * Logs in bytes, one behind the other: block (6 bytes), log index (4), unix seconds (6), block hash (32), transaction hash (32), how
 * many topics (1), bytes of data (4), topics (32 each), data. The address follows from the stream.
 */
const AT = { block: 0, index: 6, time: 10, hash: 16, transaction: 48, topics: 80, length: 81, end: 85 } as const

const MOST_TOPICS = 4

/** Collects logs as bytes. */
export class RecordWriter {
  #bytes = Buffer.allocUnsafe(4096)
  #used = 0
  logs = 0
  first = 0
  last = 0
  lastHash = ''

  get size(): number {
    return this.#used
  }

  /** Appends a log. It was checked: hex, and as long as it should be. */
  add(log: StreamLog, time: number): void {
    const data = (log.data.length - 2) / 2
    const size = AT.end + 32 * log.topics.length + data
    if (this.#used + size > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(2 * this.#bytes.length, this.#used + size))
      this.#bytes.copy(larger, 0, 0, this.#used)
      this.#bytes = larger
    }
    const [bytes, at] = [this.#bytes, this.#used]
    bytes.writeUIntBE(log.block, at + AT.block, 6)
    bytes.writeUInt32BE(log.index, at + AT.index)
    bytes.writeUIntBE(time, at + AT.time, 6)
    bytes.writeUInt8(log.topics.length, at + AT.topics)
    bytes.writeUInt32BE(data, at + AT.length)
    bytes.write(log.hash.slice(2) + log.transaction.slice(2), at + AT.hash, 'hex')
    let content = ''
    for (const topic of log.topics) content += topic.slice(2)
    bytes.write(content + log.data.slice(2), at + AT.end, 'hex')
    this.#used = at + size
    if (this.logs === 0) this.first = log.block
    this.logs++
    this.last = log.block
    this.lastHash = log.hash
  }

  bytes(): Buffer {
    return this.#bytes.subarray(0, this.#used)
  }
}

/** A log among the bytes of others: a cursor, good until it moves on. */
export class RecordReader {
  readonly bytes: Buffer
  #at = 0

  constructor(bytes: Uint8Array) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get done(): boolean {
    return this.#at >= this.bytes.length
  }
  get block(): number {
    return this.bytes.readUIntBE(this.#at + AT.block, 6)
  }
  get index(): number {
    return this.bytes.readUInt32BE(this.#at + AT.index)
  }
  get time(): number {
    return this.bytes.readUIntBE(this.#at + AT.time, 6)
  }
  get hash(): Hex {
    return `0x${this.bytes.toString('hex', this.#at + AT.hash, this.#at + AT.transaction)}`
  }
  get transaction(): Hex {
    return `0x${this.bytes.toString('hex', this.#at + AT.transaction, this.#at + AT.topics)}`
  }
  /** How many topics, where they begin, and where the data does and ends. */
  get topics(): number {
    return this.bytes.readUInt8(this.#at + AT.topics)
  }
  get topicsAt(): number {
    return this.#at + AT.end
  }
  get dataAt(): number {
    return this.topicsAt + 32 * this.topics
  }
  get end(): number {
    return this.dataAt + this.bytes.readUInt32BE(this.#at + AT.length)
  }
  /** Where this log begins. */
  get at(): number {
    return this.#at
  }

  /** Moves on to the next log. @returns where it begins. */
  skip(): number {
    this.#at = this.end
    return this.#at
  }

  /** Whether two are of the same block, and the same in every byte. */
  sameBlock(other: RecordReader): boolean {
    return this.#equal(other, AT.block, 6) && this.#equal(other, AT.time, AT.transaction - AT.time)
  }
  same(other: RecordReader): boolean {
    const length = this.end - this.#at
    return other.end - other.#at === length && this.#equal(other, 0, length)
  }

  #equal(other: RecordReader, from: number, length: number): boolean {
    const [a, b] = [this.#at + from, other.#at + from]
    return this.bytes.compare(other.bytes, b, b + length, a, a + length) === 0
  }
}

/**
 * A cursor over a row of the cache.
 * @throws {InputError} when the row is not made of whole logs: the file was damaged.
 */
export function readerOf(body: Uint8Array): RecordReader {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  let at = 0
  while (at + AT.end <= bytes.length) {
    const topics = bytes.readUInt8(at + AT.topics)
    if (topics > MOST_TOPICS) break
    at += AT.end + 32 * topics + bytes.readUInt32BE(at + AT.length)
  }
  if (at === bytes.length) return new RecordReader(bytes)
  const message = 'is damaged: delete the files of the cache'
  throw new InputError('cache', [{ path: 'cache', value: `a row of ${bytes.length} bytes`, message }])
}
