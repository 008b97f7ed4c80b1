import type { Hex, RpcLog } from 'viem'

/** A log of the answer to a question for logs, checked: all hex in lower case and of its length. */
export interface StreamLog {
  /** Below 2^48. */
  block: number
  /** Below 2^32. */
  index: number
  hash: Hex
  transaction: Hex
  address: Hex
  topics: readonly Hex[]
  data: Hex
  /** Unix seconds, where the endpoint says it. */
  time: number | undefined
}

/** What was asked for, all in lower case; a topic that is null may be any. */
export interface Wanted {
  addresses: ReadonlySet<string>
  topics: readonly (ReadonlySet<string> | null)[]
}

const HASH = /^0x[0-9a-f]{64}$/
const ADDRESS = /^0x[0-9a-f]{40}$/
/** Of an even length: a group that repeats would be slow, and take a stack as deep as the data is long. */
const DATA = /^0x[0-9a-f]*$/
const NUMBER = /^0x[0-9a-f]{1,12}$/

/**
 * Makes of an endpoint's answer the logs that can be what was asked for: of these blocks and of this filter, in order, none twice. What
 * has to be left out, or put in order, for that is an oddity: an endpoint that answers so cannot be relied on.
 */
export function checkAnswer(
  answer: readonly RpcLog[],
  wanted: Wanted,
  from: bigint,
  to: bigint,
): { logs: StreamLog[]; oddities: string[] } {
  const [low, high] = [Number(from), Number(to)]
  const oddities = new Set<string>()
  const logs: StreamLog[] = []
  let ordered = true
  let [block, index, hash] = [-1, -1, '']
  for (const raw of answer) {
    const log = logOf(raw)
    const odd = typeof log === 'string' ? log : whyNot(log, wanted, low, high)
    if (typeof log === 'string' || odd !== undefined) {
      oddities.add(odd ?? '')
      continue
    }
    if (log.block < block || (log.block === block && log.index <= index)) ordered = false
    if (log.block === block && log.hash !== hash) oddities.add(`logs of two blocks with the number ${block}`)
    ;({ block, index, hash } = log)
    logs.push(log)
  }
  if (ordered) return { logs, oddities: [...oddities] }
  logs.sort((a, b) => a.block - b.block || a.index - b.index)
  const single = logs.filter((log, i) => log.block !== logs[i - 1]?.block || log.index !== logs[i - 1]?.index)
  oddities.add(single.length < logs.length ? 'logs twice' : 'logs out of order')
  return { logs: single, oddities: [...oddities] }
}

function whyNot(log: StreamLog, { addresses, topics }: Wanted, low: number, high: number): string | undefined {
  if (log.block < low || log.block > high) return `a log of block ${log.block}, asked for ${low} to ${high}`
  if (!addresses.has(log.address)) return `a log of ${log.address}, which was not asked for`
  for (let i = 0; i < topics.length; i++) {
    const some = topics[i] ?? null
    if (some !== null && !some.has(log.topics[i] ?? '')) return 'a log of an event that was not asked for'
  }
  return undefined
}

/** What is wrong with a log, or the log. */
function logOf(raw: RpcLog): StreamLog | string {
  if (typeof raw !== 'object' || (raw as unknown) === null) return 'something else than a log'
  const { blockNumber, logIndex, removed, blockHash, transactionHash, blockTimestamp } = raw
  if (removed || blockNumber === null || logIndex === null || blockHash === null || transactionHash === null) {
    return 'a log that is not on the chain'
  }
  const [hash, transaction, address] = [readHash(blockHash), readTransaction(transactionHash), readAddress(raw.address)]
  const data = readData(raw.data)
  const topics = (Array.isArray(raw.topics) ? raw.topics : [null]).map((topic, i) => readTopic[i]?.(topic) ?? '')
  const [block, index] = [numberIn(readNumber(blockNumber)), numberIn(readIndex(logIndex))]
  const whole = hash !== '' && transaction !== '' && address !== '' && data !== '' && data.length % 2 === 0
  const placed = block !== undefined && index !== undefined && index < 2 ** 32
  if (!whole || !placed || topics.includes('')) return 'a log that is none by its form'
  const time = numberIn(readTime(blockTimestamp))
  return { block, index, hash, transaction, address, topics, data, time } as StreamLog
}

/** Reads texts of a pattern, in lower case; what is none is empty. A text that comes several times in a row is looked at once. */
function reader(pattern: RegExp): (text: unknown) => string {
  let [last, read]: [unknown, string] = [undefined, '']
  return (text) => {
    if (text === last) return read
    const small = lower(text)
    ;[last, read] = [text, pattern.test(small) ? small : '']
    return read
  }
}

const [readHash, readTransaction, readAddress, readData] = [reader(HASH), reader(HASH), reader(ADDRESS), reader(DATA)]
const [readNumber, readIndex, readTime] = [reader(NUMBER), reader(NUMBER), reader(NUMBER)]
/** A log has four topics at most. */
const readTopic = [reader(HASH), reader(HASH), reader(HASH), reader(HASH)]

function numberIn(text: string): number | undefined {
  return text === '' ? undefined : Number(text)
}

/** Nodes write lower case: nothing is copied then. */
function lower(text: unknown): string {
  return typeof text === 'string' ? text.toLowerCase() : ''
}
