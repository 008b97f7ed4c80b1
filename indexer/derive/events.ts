/** Raw logs as events of a contract, with their places. */
import { getAddress, type Address, type Hex } from 'viem'
import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import { decodeEvent, type EventName, type LodestoneEvent } from '../../sdk/events/event.ts'
import type { LogsTable } from '../store/tables.ts'

/** Where an event is; times in unix seconds. */
export interface Place {
  block: number
  logIndex: number
  transaction: Hex
  at: number
}

/** An event and the contract that emitted it. */
export type PlacedEvent<N extends EventName = EventName> = N extends EventName
  ? Pick<LodestoneEvent<N>, 'eventName' | 'args'> & { emitter: Address; place: Place }
  : never

/** The event of a log. @param at unix seconds of its block. @throws {ConnectionError} where it is none of the contracts' events. */
export function placedEvent(log: LogsTable, at: number): PlacedEvent {
  const { address, block, logIndex, transaction, data } = log
  const decoded = decodeEvent({ address, topics: log.topics.split(' ') as Hex[], data })
  if (decoded === undefined)
    throw new ConnectionError(`The endpoint gave a log of block ${block} that is no event of ${address}.`)
  return { ...decoded, emitter: getAddress(address), place: { block, logIndex, transaction, at } } as PlacedEvent
}

/** Text that every database takes: what is written on chain may have a NUL. */
export function plain(text: string): string {
  return text.replaceAll('\0', '\uFFFD')
}

/** The index lacks an event that must have been there: the endpoint left it out. */
export class MissingEvent extends ConnectionError {
  constructor(what: string) {
    super(
      `The index lacks an event: ${what}.`,
      undefined,
      'The endpoint left logs out: let the index read from another one, and into a new database.',
    )
  }
}
