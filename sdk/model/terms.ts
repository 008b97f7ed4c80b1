import type { Address, Hex } from 'viem'

/** How verdicts move progress and what they pay. The numbers are the contract's. */
export const Rule = { Units: 0, Record: 1, Contest: 2 } as const
export type RuleName = keyof typeof Rule

/** One point of the payout curve: the cumulative price, in base units of the asset, at a measurement. */
export interface Point {
  measurement: bigint
  price: bigint
}

/**
 * Everything that is fixed when an escrow is created, as the contract takes it: amounts in base units of `asset`, times in unix
 * seconds, durations in seconds. `checkTerms` lists the bounds that are violated.
 */
export interface Terms {
  /** keccak256 of the outcome document. */
  outcome: Hex
  asset: Address
  /** See `Rule`. */
  rule: number
  curve: readonly Point[]
  minStep: bigint
  pledgeBy: bigint
  threshold: bigint
  cap: bigint
  claimBy: bigint
  verifyWithin: bigint
  challengeWithin: bigint
  arbitrateWithin: bigint
  lastCall: bigint
  /** In ascending order of address: a member's place is its seat. */
  panel: readonly Address[]
  quorum: bigint
  /** The zero address = nobody. */
  arbiter: Address
  claimFee: bigint
  challengeFee: bigint
  /** Basis points. */
  holdback: bigint
  warranty: bigint
}
