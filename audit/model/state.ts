import type { Address, Hex } from 'viem'
import type { Place } from '../finding.ts'

/** A member's observation that was recorded. */
export interface ObservationState {
  member: Address
  seat: number
  measurement: bigint
  report: Hex
  signature: Hex
  place: Place
}

/** A claim of the docket (`target` zero), or a break claim against `target`. Amounts in base units, times in unix seconds. */
export interface ClaimState {
  key: Hex
  target: Hex
  /** Its place in the docket, or among the break claims against its target. */
  index: number
  solver: Address
  /** Whom credits go to now. */
  payee: Address
  commitment: Hex
  uri: string
  filed: Place
  observations: ObservationState[]
  /** The highest measurements above 0, highest first, at most k of them. */
  tally: bigint[]
  /** When the last of all members observed; 0 while some have not. */
  observedAt: bigint
  challenged: { by: Address; grounds: string; place: Place } | undefined
  ruled: { measurement: bigint; grounds: string; place: Place } | undefined
  /** `from` and `to`: progress before and after; the same where the verdict moved nothing. */
  settled: { verdict: bigint; from: bigint; to: bigint; place: Place } | undefined
  /** What it earned, gross of what is held: from the docket or as a prize. */
  paid: bigint
  /** What is held of it now. */
  held: bigint
  /** When it was paid with something held; 0 where nothing ever was. */
  paidAt: bigint
  /** Keys of the break claims against it, in filing order, and how many of them are settled. */
  breaks: Hex[]
  breaksSettled: number
}

/** Why an account was credited, or money left the escrow. */
export type PaymentKind =
  | 'claim' // the part of a claim's payment that is not held
  | 'prize' // the same of a contest's prize
  | 'release' // what was held, after the warranty
  | 'broken' // half of what was held, to who broke the claim
  | 'member fee' // a member's part of a claim or challenge fee
  | 'fee rest' // the rest of such a fee, to the payee
  | 'arbiter fee' // the challenge fee, for a ruling
  | 'collected' // drawn from what is owed
  | 'refund' // redeemed shares

/** A credit, or money that left: one line of an account's statement. */
export interface Payment {
  kind: PaymentKind
  /** Whose it is. */
  account: Address
  /** Where it was sent: for `collected` and `refund`. */
  to?: Address
  amount: bigint
  /** For `refund`: the shares that were burned. */
  shares?: bigint
  claim?: Hex
  place: Place
}

/** Money that came in for shares: one share a base unit. */
export interface Pledge {
  /** Who paid. */
  from: Address
  /** Whose the shares became. */
  account: Address
  amount: bigint
  place: Place
}

/** Everything that the events and the terms make of an escrow. */
export interface EscrowState {
  /** P, and the shares that exist. */
  pledged: bigint
  supply: bigint
  shares: Map<Address, bigint>
  /** x */
  progress: bigint
  passed: boolean
  /** When a last call ends claims; 0 = none was made. */
  lastCallEnd: bigint
  /** The docket in filing order, and how many of it are settled. */
  docket: Hex[]
  settled: number
  /** The docket's claims and break claims, by key. */
  claims: Map<Hex, ClaimState>
  owed: Map<Address, bigint>
  held: bigint
  /** What broken claims gave back to the funders. */
  returned: bigint
  /** G(x). */
  paid: bigint
  /** P and the refundable money at the first redemption. */
  frozen: { pledged: bigint; refundable: bigint } | undefined
  /** The claims of a contest that win as things stand, best first: score and place in the docket. */
  ranks: { score: bigint; index: number }[]
  /** Fees ever paid in, and those not yet shared. */
  feesIn: bigint
  openFees: bigint
  collected: bigint
  refunded: bigint
  /** The balance that transfers of the asset make, and what of it came without being asked for. */
  balance: bigint
  stray: bigint
}
