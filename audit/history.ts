import type { Address, Hex } from 'viem'
import type { LodestoneEvent } from '../sdk/events/event.ts'
import type { Terms } from '../sdk/model/terms.ts'
import type { Place } from './finding.ts'

/** The escrow that is audited, and where it comes from. */
export interface Subject {
  chainId: number
  factory: Address
  implementation: Address
  escrow: Address
  /** As its code carries them. */
  terms: Terms
  /** The outcome document as it was published at creation; undefined where that event is missing. */
  document: Hex | undefined
  /** Where it was created; undefined where that event is missing. */
  created: Place | undefined
}

/** An event of the escrow, share transfers included. */
export type EscrowEvent = LodestoneEvent & Place

/** A transfer of the asset to or from the escrow. */
export interface AssetTransfer extends Place {
  eventName: 'AssetTransfer'
  from: Address
  to: Address
  /** Base units. */
  amount: bigint
}

/** What an audit reads: events of the escrow and transfers of its asset, in the order of the chain. */
export type Entry = EscrowEvent | AssetTransfer

/** The block that is audited. */
export interface Pinned {
  number: bigint
  hash: Hex
  /** Unix seconds. */
  timestamp: bigint
}
