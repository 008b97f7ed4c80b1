import {
  decodeEventLog,
  toEventSelector,
  type Address,
  type ContractEventName,
  type DecodeEventLogReturnType,
  type Hex,
} from 'viem'
import { escrowAbi } from '../abi/escrow.ts'
import { escrowFactoryAbi } from '../abi/escrowFactory.ts'
import { operatorDirectoryAbi } from '../abi/operatorDirectory.ts'

/** Every event of the contracts (the router has none). */
const EVENTS = [...escrowAbi, ...escrowFactoryAbi, ...operatorDirectoryAbi].filter((entry) => entry.type === 'event')
type Events = typeof EVENTS

/** The names of the events. */
export type EventName = ContractEventName<Events>

/** Where an event stands on the chain. */
export interface EventPlace {
  address: Address
  blockNumber: bigint
  blockHash: Hex
  transactionHash: Hex
  /** Its number among all logs of the block. */
  logIndex: number
}

/** An event with its arguments, named as in the contracts. Told apart by `eventName`. */
export type LodestoneEvent<N extends EventName = EventName> = N extends EventName
  ? { eventName: N; args: DecodeEventLogReturnType<Events, N>['args'] } & EventPlace
  : never

let selectors: ReadonlyMap<Hex, Events> | undefined

/** Each event, alone, by its selector: hashed when the first is asked for, which takes a phone a moment. */
function bySelector(): ReadonlyMap<Hex, Events> {
  return (selectors ??= new Map(EVENTS.map((event) => [toEventSelector(event), [event]])))
}

/** The first topics of these events (default: all). */
export function eventSelectors(names?: readonly EventName[]): Hex[] {
  return [...bySelector()].flatMap(([selector, [event]]) =>
    names === undefined || names.some((name) => name === event?.name) ? [selector] : [],
  )
}

/** A log as nodes give it. */
export interface RawLog {
  address: Address
  topics: readonly Hex[]
  data: Hex
}

/**
 * The name and arguments of a log of one of the contracts; undefined where the log is none of their events. A log of another contract
 * can look like one: check its address.
 */
export function decodeEvent(log: RawLog): Pick<LodestoneEvent, 'eventName' | 'args'> | undefined {
  const [selector] = log.topics
  const abi = selector === undefined ? undefined : bySelector().get(selector)
  if (abi === undefined) return undefined
  try {
    const topics = log.topics as [Hex, ...Hex[]]
    return decodeEventLog({ abi, data: log.data, topics, strict: true })
  } catch {
    // The same name and types, but others of them indexed: an ERC-721's Transfer.
    return undefined
  }
}
