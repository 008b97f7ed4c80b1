import { toEventSelector, type AbiEvent, type Address, type Hex } from 'viem'
import { escrowAbi } from '../../sdk/abi/escrow.ts'
import type { LodestoneEvent } from '../../sdk/events/event.ts'
import { checksum } from '../model/checksum.ts'
import type { RecordReader } from './records.ts'

/** The name and arguments of an event. */
export type Decoded = Pick<LodestoneEvent, 'eventName' | 'args'>

/** Reads the word at a place; undefined where it is none of its type. */
type ReadWord = (bytes: Buffer, at: number) => unknown

interface Layout {
  eventName: string
  topics: readonly { name: string; read: ReadWord }[]
  words: readonly { name: string; read: ReadWord }[]
  /** The last argument in the data, where it has no fixed length. */
  tail: { name: string; type: 'string' | 'bytes' } | undefined
}

const NUMBERS: Readonly<Record<string, number>> = { uint64: 64, uint256: 256 }
/** Addresses whose checksum is remembered. */
const KEPT = 20_000
const addresses = new Map<string, Address>()

const LAYOUTS: ReadonlyMap<string, Layout> = new Map(
  escrowAbi.flatMap((entry) => (entry.type === 'event' ? [[toEventSelector(entry).slice(2), layoutOf(entry)]] : [])),
)

/**
 * The event of an escrow that a log is, exactly as the contract emits it; undefined where it is none: other topics or lengths, a
 * number or an address that is too large for its type, padding that is not zero.
 */
export function decodeRecord(reader: RecordReader): Decoded | undefined {
  const { bytes, topics, topicsAt, dataAt, end } = reader
  if (topics === 0) return undefined
  const layout = LAYOUTS.get(bytes.toString('hex', topicsAt, topicsAt + 32))
  if (topics !== (layout?.topics.length ?? 0) + 1 || layout === undefined) return undefined
  const args: Record<string, unknown> = {}
  let at = topicsAt
  for (const { name, read } of layout.topics) {
    at += 32
    if ((args[name] = read(bytes, at)) === undefined) return undefined
  }
  at = dataAt
  if (end < at + 32 * layout.words.length) return undefined
  for (const { name, read } of layout.words) {
    if ((args[name] = read(bytes, at)) === undefined) return undefined
    at += 32
  }
  const { tail } = layout
  if (tail === undefined) {
    if (at !== end) return undefined
  } else {
    const content = tailOf(bytes, at, dataAt, end)
    if (content === undefined) return undefined
    args[tail.name] = tail.type === 'bytes' ? `0x${content.toString('hex')}` : utf8.decode(content)
  }
  const { eventName } = layout
  return (Object.keys(args).length === 0 ? { eventName, args: undefined } : { eventName, args }) as Decoded
}

/** Reads the word at `at` as an amount: 256 bits. */
export function uint256At(bytes: Buffer, at: number): bigint {
  const low = bytes.readBigUInt64BE(at + 24)
  const middle = bytes.readBigUInt64BE(at + 16)
  if (middle === 0n && isZero(bytes, at, 16)) return low
  const high = (bytes.readBigUInt64BE(at) << 64n) | bytes.readBigUInt64BE(at + 8)
  return (high << 128n) | (middle << 64n) | low
}

/** Reads the word at `at` as an address with its checksum; undefined where it is more than one. */
export function addressAt(bytes: Buffer, at: number): Address | undefined {
  if (!isZero(bytes, at, 12)) return undefined
  const hex = bytes.toString('hex', at + 12, at + 32)
  let address = addresses.get(hex)
  if (address === undefined) {
    if (addresses.size >= KEPT) addresses.clear()
    addresses.set(hex, (address = checksum(hex)))
  }
  return address
}

const utf8 = new TextDecoder()

/** What comes last in the data: its place, its length, itself, and zeros to the end of the word. */
function tailOf(bytes: Buffer, at: number, dataAt: number, end: number): Buffer | undefined {
  const content = at + 64
  if (end < content) return undefined
  if (smallAt(bytes, at) !== at + 32 - dataAt) return undefined
  const length = smallAt(bytes, at + 32)
  if (length === undefined || content + Math.ceil(length / 32) * 32 !== end) return undefined
  if (!isZero(bytes, content + length, end - content - length)) return undefined
  return bytes.subarray(content, content + length)
}

/** A word as a number; undefined above 2^48. */
function smallAt(bytes: Buffer, at: number): number | undefined {
  return isZero(bytes, at, 26) ? bytes.readUIntBE(at + 26, 6) : undefined
}

function isZero(bytes: Buffer, at: number, length: number): boolean {
  for (let i = at; i < at + length; i++) if (bytes[i] !== 0) return false
  return true
}

function layoutOf(event: AbiEvent): Layout {
  const named = event.inputs.map(({ name, type, indexed }) => ({ name: name ?? '', type, indexed: indexed === true }))
  const data = named.filter(({ indexed }) => !indexed)
  const last = data.at(-1)
  const type = last?.type === 'string' || last?.type === 'bytes' ? last.type : undefined
  const tail: Layout['tail'] = type === undefined ? undefined : { name: last?.name ?? '', type }
  const word = ({ name, type }: { name: string; type: string }) => ({ name, read: readerOf(type) })
  return {
    eventName: event.name,
    topics: named.filter(({ indexed }) => indexed).map(word),
    words: (tail === undefined ? data : data.slice(0, -1)).map(word),
    tail,
  }
}

function readerOf(type: string): ReadWord {
  if (type === 'address') return addressAt
  if (type === 'bytes32') return (bytes, at): Hex => `0x${bytes.toString('hex', at, at + 32)}`
  const bits = NUMBERS[type]
  if (bits === undefined) throw new TypeError(`No event has had a ${type} so far: teach decodeRecord to read it.`)
  if (bits === 256) return uint256At
  return (bytes, at) => (isZero(bytes, at, 24) ? bytes.readBigUInt64BE(at + 24) : undefined)
}
