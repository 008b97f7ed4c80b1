import { encodeEventTopics, type Abi, type Address, type Hex, type PublicClient } from 'viem'
import { escrowAbi } from '../abi/escrow.ts'
import { escrowFactoryAbi } from '../abi/escrowFactory.ts'
import { operatorDirectoryAbi } from '../abi/operatorDirectory.ts'
import { explained } from '../actions/explained.ts'
import { ConnectionError } from '../errors/ConnectionError.ts'
import { checkLogs, compareLogs, type PlacedLog } from './checkLogs.ts'
import { decodeEvent, eventSelectors, type EventName, type LodestoneEvent } from './event.ts'
import { LogPages } from './pages.ts'
import type { LogFilter } from './readLogs.ts'

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
  const main = new LogPages(client, filter)
  const second = witness === undefined ? undefined : new LogPages(witness, filter)
  let events = 0
  for (let from = fromBlock; from <= end.number;) {
    const { logs: given, to } = await main.read(from, end.number)
    const logs = checkLogs(given, filter, from, to)
    if (second !== undefined) {
      compareLogs(logs, checkLogs(await second.readInHalves(from, to), filter, from, to), from, to)
    }
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
