import { getAddress, type Address, type Hex } from 'viem'
import type { Note, Place } from '../finding.ts'
import type { Entry, EscrowEvent, Subject } from '../history.ts'
import type { Cache, Stream } from './cache.ts'
import { addressAt, decodeRecord, uint256At } from './decodeRecord.ts'
import type { RecordReader } from './records.ts'

const STREAMS: readonly Stream[] = ['own', 'out', 'in']

/** Where the logs of a block stand, for as long as they are of one block. */
interface BlockPlace {
  blockNumber: bigint
  blockHash: Hex
  timestamp: bigint
}

/**
 * Everything that concerns an escrow, from the cache, in the order of the chain; one row of the cache for each stream is in memory. A
 * log that is none of what it should be is a finding, and left out.
 */
export function* entriesOf(cache: Cache, subject: Subject, to: number, note: Note): Generator<Entry, void> {
  const owner = subject.escrow.toLowerCase()
  const escrow = getAddress(subject.escrow)
  const cursors = STREAMS.map((stream) => ({ stream, logs: cache.read({ owner, stream }, to) }))
  const heads = cursors.map(({ stream, logs }) => ({ stream, logs, head: next(logs) }))
  let [block, bytes, at]: [BlockPlace | undefined, Buffer, number] = [undefined, Buffer.alloc(0), 0]
  let blockNumber = -1
  // One text for all logs of a transaction.
  let [transactionHash, sent, sentAt]: [Hex, Buffer, number] = ['0x', Buffer.alloc(32), 0]
  for (;;) {
    const first = earliest(heads.map(({ head }) => head))
    if (first === undefined) return
    const same = heads.filter(({ head }) => head?.block === first.block && head.index === first.index)
    const number = first.block
    if (
      block === undefined ||
      number !== blockNumber ||
      first.bytes.compare(bytes, at, at + 38, first.at + 10, first.at + 48) !== 0
    ) {
      const fresh = placeOf(first)
      if (block !== undefined && number === blockNumber) {
        const what = `The logs of block ${number} say that it is two different blocks.`
        note({
          grade: 'fault',
          rule: 'logs',
          escrow,
          what,
          place: fresh,
          expected: block.blockHash,
          actual: fresh.blockHash,
        })
      }
      ;[block, bytes, at, blockNumber] = [fresh, first.bytes, first.at + 10, number]
    }
    if (
      transactionHash === '0x' ||
      first.bytes.compare(sent, sentAt, sentAt + 32, first.at + 48, first.at + 80) !== 0
    ) {
      ;[transactionHash, sent, sentAt] = [first.transaction, first.bytes, first.at + 48]
    }
    const place: Place = { ...block, transactionHash, logIndex: first.index }
    const [one] = same
    // A transfer from the escrow to itself is in two streams.
    if (one !== undefined && (same.length === 1 || same.every(({ head }) => head?.same(first)))) {
      const entry = one.stream === 'own' ? eventOf(first, escrow, place) : transferOf(first, place)
      if (entry?.eventName === 'AssetTransfer' && (one.stream === 'out' ? entry.from : entry.to) !== escrow) {
        const what = 'What was read holds a transfer that is not of the escrow it was read for.'
        note({ grade: 'fault', rule: 'logs', escrow, what, place })
      }
      if (entry !== undefined) yield entry
      else note(unknown(one.stream, escrow, place))
    } else {
      const what = 'There are two different logs in one place.'
      note({ grade: 'fault', rule: 'logs', escrow, what, place })
    }
    for (const stream of same) stream.head = next(stream.logs)
  }
}

function next(logs: Generator<RecordReader, void>): RecordReader | undefined {
  const { value, done } = logs.next()
  return done === true ? undefined : value
}

function earliest(heads: readonly (RecordReader | undefined)[]): RecordReader | undefined {
  let first: RecordReader | undefined
  for (const head of heads) {
    if (head === undefined) continue
    if (first === undefined || head.block < first.block || (head.block === first.block && head.index < first.index)) {
      first = head
    }
  }
  return first
}

function placeOf(log: RecordReader): BlockPlace {
  return { blockNumber: BigInt(log.block), blockHash: log.hash, timestamp: BigInt(log.time) }
}

function eventOf(log: RecordReader, address: Address, place: Place): Entry | undefined {
  const decoded = decodeRecord(log)
  return decoded === undefined ? undefined : ({ ...decoded, address, ...place } as EscrowEvent)
}

function transferOf(log: RecordReader, place: Place): Entry | undefined {
  const { bytes, topics, topicsAt, dataAt, end } = log
  if (topics !== 3 || end - dataAt !== 32) return undefined
  const [from, to] = [addressAt(bytes, topicsAt + 32), addressAt(bytes, topicsAt + 64)]
  if (from === undefined || to === undefined) return undefined
  return { eventName: 'AssetTransfer', from, to, amount: uint256At(bytes, dataAt), ...place }
}

function unknown(stream: Stream, escrow: Address, place: Place): Parameters<Note>[0] {
  if (stream === 'own') {
    const what = 'The escrow is said to have emitted a log that is none of its events.'
    return { grade: 'fault', rule: 'logs', escrow, what, place }
  }
  const what = 'The asset emitted a Transfer to or from the escrow that is not as ERC-20 has it: its amount is unknown.'
  return { grade: 'broken promise', rule: 'token', escrow, what, place }
}
