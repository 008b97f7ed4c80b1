/** The decoder of an escrow's events gives what viem gives, for every event of the ABI, and refuses what the contract never emits. */
import { expect } from 'chai'
import { decodeEventLog, encodeAbiParameters, encodeEventTopics, type AbiEvent, type Hex } from 'viem'
import { escrowAbi } from '../../../sdk/abi/escrow.ts'
import { decodeRecord } from '../../../audit/collect/decodeRecord.ts'
import { RecordReader, RecordWriter } from '../../../audit/collect/records.ts'

const EVENTS: readonly AbiEvent[] = escrowAbi.filter((entry) => entry.type === 'event')
const word = (digit: string): Hex => `0x${digit.repeat(64)}`

function readerOf(topics: readonly Hex[], data: Hex): RecordReader {
  const writer = new RecordWriter()
  const address: Hex = `0x${'0'.repeat(40)}`
  writer.add({ block: 1, index: 2, hash: word('1'), transaction: word('2'), address, topics, data, time: 3 }, 3)
  return new RecordReader(writer.bytes())
}

function valueOf(type: string, seed: number): unknown {
  if (type === 'address') return `0x${(seed * 7919 + 1).toString(16).padStart(40, 'a')}`
  if (type === 'bytes32') return `0x${seed.toString(16).padStart(64, 'b')}`
  if (type === 'uint64') return BigInt(seed) * 2n ** 50n
  if (type === 'uint256') return seed % 3 === 0 ? BigInt(seed) : BigInt(seed) * 2n ** 240n + 5n
  if (type === 'string') return 'é😀x'.repeat(seed % 40)
  return `0x${'cd'.repeat(seed % 70)}`
}

function logOf(event: AbiEvent, seed: number): { topics: [Hex, ...Hex[]]; data: Hex } {
  const values = event.inputs.map(({ type }, i) => valueOf(type, seed + i))
  const args = Object.fromEntries(event.inputs.map(({ name }, i): [string, unknown] => [name ?? '', values[i]]))
  const topics = encodeEventTopics({ abi: [event], args }) as [Hex, ...Hex[]]
  const plain = event.inputs.filter(({ indexed }) => indexed !== true)
  const data = encodeAbiParameters(
    plain,
    plain.map(({ name }) => args[name ?? '']),
  )
  return { topics, data }
}

describe('audit: decoding', () => {
  it('knows all events of the ABI', () => expect(EVENTS.map(({ name }) => name)).to.have.length(16))

  for (const event of EVENTS) {
    it(`reads ${event.name} as viem does`, () => {
      for (let seed = 0; seed < 50; seed++) {
        const log = logOf(event, seed)
        const expected = decodeEventLog({ abi: escrowAbi, ...log, strict: true })
        const actual = decodeRecord(readerOf(log.topics, log.data))!
        expect(actual.eventName).to.equal(expected.eventName)
        expect(actual.args).to.deep.equal(expected.args)
      }
    })
    it(`refuses a ${event.name} with a word more, a topic more or less, and dirty padding`, () => {
      const { topics, data } = logOf(event, 33)
      expect(decodeRecord(readerOf(topics, `${data}${'0'.repeat(64)}`)), 'word').to.equal(undefined)
      expect(decodeRecord(readerOf([...topics, word('0')], data)), 'topic').to.equal(undefined)
      if (topics.length > 1) expect(decodeRecord(readerOf(topics.slice(0, -1), data)), 'less').to.equal(undefined)
      if (data !== '0x') expect(decodeRecord(readerOf(topics, data.slice(0, -2) as Hex)), 'short').to.equal(undefined)
      const small = event.inputs.filter(({ indexed }) => indexed !== true).findIndex(({ type }) => type === 'uint64')
      if (small !== 0) return
      expect(decodeRecord(readerOf(topics, `0x1${data.slice(3)}`)), 'too large a number').to.equal(undefined)
    })
  }
  it('refuses what is no event', () => {
    expect(decodeRecord(readerOf([], '0x'))).to.equal(undefined)
    expect(decodeRecord(readerOf([word('7')], '0x'))).to.equal(undefined)
  })
})
