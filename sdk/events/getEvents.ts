import { encodeEventTopics, type Abi, type Address, type Hex, type PublicClient } from 'viem'
import { escrowAbi } from '../abi/escrow.ts'
import { escrowFactoryAbi } from '../abi/escrowFactory.ts'
import { operatorDirectoryAbi } from '../abi/operatorDirectory.ts'
import { explained } from '../actions/explained.ts'
import { ConnectionError } from '../errors/ConnectionError.ts'
import { checkLogs, compareLogs, type PlacedLog } from './checkLogs.ts'
import { decodeEvent, eventSelectors, type EventName, type LodestoneEvent } from './event.ts'
import { readLogs, type LogFilter } from './readLogs.ts'

/** Which events are read, and how. */
export interface EventQuery<N extends EventName> {
  /** The contracts that emit them. */
  address: Address | readonly Address[]
  fromBlock: bigint
  /** Default: the latest block. Its hash is looked up at the beginning and again at the end. */
  toBlock?: bigint
  /** Default: every event of the contracts. */
  events?: readonly N[]
  /** Values of indexed arguments, where `events` names one event alone. */
  args?: Readonly<Record<string, Hex>>
  /**
   * Everything is read a second time here, in ranges half as wide, and has to be the same: another endpoint finds logs that this one
   * does not have; the same client finds answers that are cut off.
   */
  witness?: PublicClient
  /** Called after each stretch of blocks. */
  progress?: (done: { block: bigint; fromBlock: bigint; toBlock: bigint; events: number }) => void
}

/** After how many answers in a row more blocks are tried again than were refused before; doubled by each refusal. */
const PATIENCE = 8

/**
 * Reads events in order, as many blocks at a time as the endpoint answers for: it asks for all, takes fewer where that is refused, and
 * tries more again after a while. Holds one answer in memory. What was yielded counts once the generator has ended: only then
 * is it known that the chain did not change meanwhile.
 * @throws {ConnectionError} when the endpoint does not answer, gives what was not asked for, or the chain was reorganised.
 */
export async function* getEvents<N extends EventName = EventName>(
  client: PublicClient,
  query: EventQuery<N>,
): AsyncGenerator<LodestoneEvent<N>, void> {
  const { fromBlock, witness, progress } = query
  // Nodes take no address for any address.
  if ([query.address].flat().length === 0) return
  const end = await blockAt(client, query.toBlock)
  const filter: LogFilter = { address: query.address, topics: topicsOf(query) }
  const main = new Pages(client, filter)
  const second = witness === undefined ? undefined : new Pages(witness, filter)
  let events = 0
  for (let from = fromBlock; from <= end.number;) {
    const { logs, to } = await main.read(from, end.number)
    if (second !== undefined) compareLogs(logs, await second.readInHalves(from, to), from, to)
    for (const log of logs) {
      const event = eventOf<N>(log)
      events++
      yield event
    }
    progress?.({ block: to, fromBlock, toBlock: end.number, events })
    from = to + 1n
  }
  const after = await blockAt(client, end.number)
  if (after.hash !== end.hash) {
    throw new ConnectionError(
      `The chain was reorganised at block ${end.number} while events were read: read them again.`,
    )
  }
}

/** Reads stretches of blocks, as wide as an endpoint answers for. */
class Pages {
  readonly #client: PublicClient
  readonly #filter: LogFilter
  /** How many blocks to ask for next; undefined = all. */
  #span: bigint | undefined
  /** The fewest blocks that were refused, until `#patience` answers in a row have come. */
  #refused: bigint | undefined
  #answers = 0
  #patience = PATIENCE

  constructor(client: PublicClient, filter: LogFilter) {
    this.#client = client
    this.#filter = filter
  }

  /** The logs from a block to one that the endpoint answers for, at most to `end`. */
  async read(from: bigint, end: bigint): Promise<{ logs: PlacedLog[]; to: bigint }> {
    for (;;) {
      const left = end - from + 1n
      const span = this.#span === undefined || this.#span > left ? left : this.#span
      const to = from + span - 1n
      const answer = await readLogs(this.#client, this.#filter, from, to)
      if ('fewer' in answer) {
        this.#refuse(span, answer.fewer)
        continue
      }
      this.#grow(span)
      return { logs: checkLogs(answer.logs, this.#filter, from, to), to }
    }
  }

  /** All logs of a stretch, in questions for at most half of it. */
  async readInHalves(from: bigint, end: bigint): Promise<PlacedLog[]> {
    const half = (end - from + 2n) / 2n
    const logs: PlacedLog[] = []
    for (let at = from; at <= end;) {
      const most = at + half - 1n
      const page = await this.read(at, most < end ? most : end)
      logs.push(...page.logs)
      at = page.to + 1n
    }
    return logs
  }

  #refuse(span: bigint, fewer: bigint): void {
    this.#refused = span
    this.#span = fewer < 1n ? 1n : fewer
    // A limit that was met again is likely to stay.
    if (this.#answers >= this.#patience) this.#patience *= 2
    this.#answers = 0
  }

  #grow(span: bigint): void {
    if (this.#span === undefined || span < this.#span) return
    this.#answers++
    if (this.#answers >= this.#patience) this.#refused = undefined
    const wider = this.#span * 2n
    this.#span = this.#refused !== undefined && wider >= this.#refused ? max(this.#span, this.#refused - 1n) : wider
  }
}

async function blockAt(client: PublicClient, number: bigint | undefined): Promise<{ number: bigint; hash: Hex }> {
  return explained(() => client.getBlock(number === undefined ? { blockTag: 'latest' } : { blockNumber: number }))
}

function topicsOf<N extends EventName>({ events, args }: EventQuery<N>): LogFilter['topics'] {
  const [first, ...others] = events ?? []
  if (args === undefined) return [eventSelectors(events)]
  if (first === undefined || others.length > 0) throw new TypeError('Values of arguments need the name of one event.')
  const abi: Abi = [...escrowAbi, ...escrowFactoryAbi, ...operatorDirectoryAbi]
  const eventName: string = first
  return encodeEventTopics({ abi, eventName, args })
}

function eventOf<N extends EventName>(log: PlacedLog): LodestoneEvent<N> {
  const decoded = decodeEvent(log)
  if (decoded === undefined) throw new ConnectionError(`The endpoint gave a log that is no event of ${log.address}.`)
  const { address, blockHash, transactionHash } = log
  const place = { blockNumber: BigInt(log.blockNumber), logIndex: Number(log.logIndex) }
  return { ...decoded, address, blockHash, transactionHash, ...place } as LodestoneEvent<N>
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}
