import type { Address, Hex } from 'viem'
import type { RuleName } from './rules.ts'

/** Where something happened. */
export interface Place {
  blockNumber: bigint
  blockHash: Hex
  /** The block's time, in unix seconds. */
  timestamp: bigint
  transactionHash: Hex
  /** Its number among all logs of the block. */
  logIndex: number
}

/**
 * How grave a finding is. `fault`: fraud, a bug, or an endpoint that lies: the figures cannot be relied on. `broken promise`: the
 * protocol held, but a token, a member or an arbiter did not do what funders rely on. `remark`: nothing is wrong, a funder would
 * want to know. An audit passes when it has remarks only.
 */
export type Grade = (typeof GRADES)[number]

/** Gravest first. */
export const GRADES = ['fault', 'broken promise', 'remark'] as const

/** What an audit found, with what proves it. */
export interface Finding {
  grade: Grade
  rule: RuleName
  /** The escrow it concerns; undefined where it is the factory or the endpoint. */
  escrow?: Address
  /** One sentence. Text from the chain or from documents in it may be hostile: whoever shows it escapes it. */
  what: string
  /** A claim's key or an account. */
  subject?: Hex
  place?: Pick<Place, 'blockNumber'> & Partial<Place>
  /** What the rule asks for, and what there is; amounts in base units. */
  expected?: string
  actual?: string
  /** The command with which anybody sets it right, where there is one. */
  command?: string
}

/** Takes findings as they are made. */
export type Note = (finding: Finding) => void
