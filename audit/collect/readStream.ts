import { pad, type Address, type Hex, type PublicClient } from 'viem'
import { LogPages } from '../../sdk/events/pages.ts'
import type { LogFilter } from '../../sdk/events/readLogs.ts'
import type { Note } from '../finding.ts'
import type { Cache, Stream, Stretch } from './cache.ts'
import { checkAnswer, type StreamLog, type Wanted } from './checkAnswer.ts'
import type { Header, Headers } from './headers.ts'
import type { Pin } from './pin.ts'
import { RecordWriter } from './records.ts'

/** How many blocks are asked for at first, and how many logs an answer should have. */
const PAGE = { first: 1000n, logs: 10_000 }
/** What is read is written after so many logs or so long. */
const WRITE = { logs: 10_000, ms: 1000 }
/** Bytes of logs in a row of the cache. */
const CHUNK = 2 ** 18
/** Where the endpoint gives times with the logs, the header of one block in so many is asked whether they are true. */
const SAMPLE = 64

/** What streams are read with. */
export interface Reading {
  client: PublicClient
  witness: PublicClient | undefined
  headers: Headers
  pin: Pin
  cache: Cache
  note: Note
  /** Told of logs as they are read. */
  read: (stream: Stream, stretch: Stretch, logs: number) => void
  /** Told of each log of an escrow as it is read. */
  see?: ((log: StreamLog) => void) | undefined
  /** Whether another stream failed: this one stops then. */
  stopped: () => boolean
}

/** A stretch of the streams of some owners that is asked for at once. */
export interface Job {
  stream: Stream
  filter: LogFilter
  /** In lower case. */
  owners: readonly string[]
  stretch: Stretch
}

/** The topic that an address is. */
export function topicOf(address: Address): Hex {
  return pad(address).toLowerCase() as Hex
}

/**
 * Reads a stretch into the cache. The next answer is under way while one is written. What cannot be what was asked for is left out, and
 * a finding.
 * @throws {ConnectionError} when the endpoint does not answer or the chain was reorganised.
 */
export async function readStream(reading: Reading, job: Job): Promise<void> {
  const { client, witness, cache, pin } = reading
  const { stream, filter, owners, stretch } = job
  const pages = new LogPages(client, filter, PAGE)
  const second = witness === undefined ? undefined : new LogPages(witness, filter, PAGE)
  const wanted = wantedOf(filter)
  const end = BigInt(stretch.to)
  let waiting = emptied()
  let from = BigInt(stretch.from)
  let writtenTo = stretch.from - 1
  let next = pages.read(from, end)
  for (;;) {
    const { logs: answer, to } = await next
    if (to < end) {
      next = pages.read(to + 1n, end)
      // It is awaited in the next round, which what happens until then may prevent.
      next.catch(() => undefined)
    }
    const { logs, oddities } = checkAnswer(answer, wanted, from, to)
    if (second !== undefined) oddities.push(...(await otherwise(second, wanted, logs, from, to)))
    // While times are asked for, threads look at these.
    if (stream === 'own' && reading.see !== undefined) for (const log of logs) reading.see(log)
    const times = await timesOf(reading, logs, oddities)
    for (const log of logs) {
      put(waiting, ownerOf(stream, log, owners), log, times(log))
    }
    for (const oddity of oddities) {
      const rule = oddity.startsWith('different logs') ? 'endpoint' : 'logs'
      const what = `The endpoint gave ${oddity}.`
      reading.note({ grade: 'fault', rule, what, place: { blockNumber: from } })
    }
    waiting.odd ||= oddities.length > 0
    waiting.logs += logs.length
    reading.read(stream, { from: Number(from), to: Number(to) }, logs.length)
    if (reading.stopped()) return
    if (to === end || waiting.logs >= WRITE.logs || performance.now() - waiting.since >= WRITE.ms) {
      await pin.check()
      const read = { pin: pin.block, witnessed: witness !== undefined, odd: waiting.odd }
      cache.add(stream, owners, { from: writtenTo + 1, to: Number(to) }, waiting.writers, read)
      writtenTo = Number(to)
      waiting = emptied()
    }
    if (to === end) return
    from = to + 1n
  }
}

interface Waiting {
  writers: Map<string, RecordWriter[]>
  logs: number
  odd: boolean
  since: number
}

function emptied(): Waiting {
  return { writers: new Map(), logs: 0, odd: false, since: performance.now() }
}

function put({ writers }: Waiting, owner: string, log: StreamLog, time: number): void {
  let rows = writers.get(owner)
  if (rows === undefined) writers.set(owner, (rows = []))
  let row = rows.at(-1)
  // A block's logs stay in one row: rows are told apart by their first block.
  if (row === undefined || (row.size >= CHUNK && row.last !== log.block)) rows.push((row = new RecordWriter()))
  row.add(log, time)
}

function ownerOf(stream: Stream, log: StreamLog, owners: readonly string[]): string {
  if (stream === 'own') return log.address
  if (stream === 'out' || stream === 'in') return `0x${(log.topics[stream === 'out' ? 1 : 2] ?? '').slice(26)}`
  return owners[0] ?? ''
}

function wantedOf({ address, topics }: LogFilter): Wanted {
  return {
    addresses: new Set([address].flat().map((one) => one.toLowerCase())),
    topics: topics.map((some) => (some === null ? null : new Set([some].flat()))),
  }
}

/** What another endpoint, or the same asked for fewer blocks at a time, says otherwise. */
async function otherwise(
  pages: LogPages,
  wanted: Wanted,
  logs: readonly StreamLog[],
  from: bigint,
  to: bigint,
): Promise<string[]> {
  const { logs: others } = checkAnswer(await pages.readInHalves(from, to), wanted, from, to)
  const longer = logs.length > others.length ? logs : others
  const at = longer.findIndex((_, i) => !same(logs[i], others[i]))
  if (at < 0) return []
  const counts = `${logs.length} and ${others.length}, the first at block ${longer[at]?.block}`
  return [`different logs when asked twice for blocks ${from} to ${to} (${counts})`]
}

function same(a: StreamLog | undefined, b: StreamLog | undefined): boolean {
  if (a === undefined || b === undefined) return false
  const placed = a.block === b.block && a.index === b.index && a.hash === b.hash && a.transaction === b.transaction
  return placed && a.address === b.address && a.data === b.data && a.topics.join() === b.topics.join()
}

/**
 * The times of blocks: from headers; where the endpoint gives them with the logs, from there as long as samples agree. A header with
 * another hash than the logs of its block is an oddity.
 */
async function timesOf(
  { headers }: Reading,
  logs: readonly StreamLog[],
  oddities: string[],
): Promise<(log: StreamLog) => number> {
  const blocks: StreamLog[] = []
  for (const log of logs) if (log.block !== blocks.at(-1)?.block) blocks.push(log)
  const untimed = logs.filter((log) => log.time === undefined).map(({ block }) => block)
  const sampled = blocks.filter((_, i) => i % SAMPLE === 0 || i === blocks.length - 1).map(({ block }) => block)
  let known = await headers.of([...new Set([...untimed, ...sampled])])
  const differs = ({ block, time }: StreamLog): boolean => {
    const header = known.get(block)
    return header !== undefined && time !== undefined && header.time !== time
  }
  if (logs.some(differs) || !rising(logs)) {
    known = await headers.of(blocks.map(({ block }) => block))
    const wrong = logs.find(differs)
    if (wrong !== undefined) oddities.push(`a log of block ${wrong.block} with another time than the block has`)
  }
  for (const log of logs) checkHash(log, known.get(log.block), oddities)
  return (log) => known.get(log.block)?.time ?? log.time ?? 0
}

function checkHash({ block, hash }: StreamLog, header: Header | undefined, oddities: string[]): void {
  if (header === undefined || header.hash === hash) return
  const oddity = `a log of block ${block} with hash ${hash}; the block's is ${header.hash}`
  if (!oddities.includes(oddity)) oddities.push(oddity)
}

/** Whether times never fall from block to block, and are one in each. */
function rising(logs: readonly StreamLog[]): boolean {
  return logs.every(({ block, time = 0 }, i) => {
    const before = logs[i - 1]
    if (before === undefined) return true
    return block === before.block ? time === (before.time ?? 0) : time >= (before.time ?? 0)
  })
}
