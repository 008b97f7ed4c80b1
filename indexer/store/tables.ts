/**
 * The tables of an index. Times are unix seconds unless said otherwise. Amounts are decimal text of 78 digits (see `padded`), so that
 * they sort rightly and are never rounded; measurements are decimal text. `block` and `logIndex` say which log a row is from,
 * `changedBlock` which block changed it last.
 */
import type { Address, Hex } from 'viem'
import type { Status } from '../../sdk/model/status.ts'

/** What is known under a name: whose index it is, and how far it has read. */
export interface MetaTable {
  name: string
  value: string
}

/** Blocks with logs, and the last ones that were read: to notice reorganisations of any depth. */
export interface BlocksTable {
  number: number
  hash: Hex
  time: number
  /** 1 where logs of it are kept: then it is never forgotten. */
  hasLogs: number
}

/** Who writes now. */
export interface LeasesTable {
  name: string
  holder: string
  /** Unix milliseconds. */
  until: number
}

/** Every log of factory, directory and escrows, as it came. All other tables but `assets` follow from this one and `terms`. */
export interface LogsTable {
  block: number
  logIndex: number
  blockHash: Hex
  transaction: Hex
  address: Address
  /** Separated by blanks. */
  topics: string
  data: Hex
}

/** Terms of escrows that were ever seen, packed as in their code. They follow from the address: no reorganisation changes them. */
export interface TermsTable {
  escrow: Address
  code: Hex
}

/** Tokens, as they call themselves; null where one does not say. */
export interface AssetsTable {
  asset: Address
  symbol: string | null
  decimals: number | null
}

export interface EscrowsTable {
  escrow: Address
  creator: Address
  createdAt: number
  block: number
  logIndex: number
  transaction: Hex
  changedBlock: number
  /** The document as text; what is no UTF-8 is replaced. */
  document: string
  /** Whether it is an outcome document of the SDK's form. */
  wellFormed: number
  title: string | null
  summary: string | null
  theme: string | null
  /** What search looks through, in lower case. */
  searched: string
  outcome: Hex
  asset: Address
  arbiter: Address
  rule: number
  pledgeBy: number
  claimBy: number
  threshold: string
  cap: string
  /** The last second for claims: `claimBy`, or earlier after a last call. */
  claimsEnd: number
  pledged: string
  supply: string
  progress: string
  paid: string
  held: string
  returned: string
  /** pledged - paid + returned, redeemed shares included. */
  refundable: string
  collected: string
  refunded: string
  feesIn: string
  openFees: string
  passed: number
  lastCallEnd: number
  filed: number
  settled: number
  /** Claims of a contest that win as things stand, best first: JSON of [score, place][]. */
  ranks: string
  /** What time alone changes: the status up to `turnsAt`, and after it. */
  statusUntil: Status
  turnsAt: number
  statusAfter: Status
}

/** The panel of each escrow. */
export interface MembersTable {
  escrow: Address
  seat: number
  member: Address
}

/** Claims of dockets, and break claims. */
export interface ClaimsTable {
  escrow: Address
  claim: Hex
  /** Zero in the docket. */
  target: Hex
  place: number
  solver: Address
  payee: Address
  commitment: Hex
  uri: string
  filedAt: number
  block: number
  logIndex: number
  transaction: Hex
  changedBlock: number
  /** When the last member observed; 0 while some have not. */
  observedAt: number
  observed: number
  highest: string
  /** The highest measurements above 0, highest first, at most k: JSON. */
  tally: string
  /** As things stand. */
  verdict: string
  challengedAt: number
  challenger: Address | null
  challengeGrounds: string | null
  challengeTransaction: Hex | null
  ruledAt: number
  ruling: string | null
  rulingGrounds: string | null
  rulingTransaction: Hex | null
  settledAt: number
  settledTransaction: Hex | null
  /** Progress before and after it was settled. */
  progressFrom: string | null
  progressTo: string | null
  /** What it earned, gross of what is held. */
  paid: string
  held: string
  /** When it was paid with something held; 0 where nothing ever was. */
  paidAt: number
  /** What a break claim took of its target. */
  taken: string
  breaksFiled: number
  breaksSettled: number
}

export interface ObservationsTable {
  escrow: Address
  claim: Hex
  member: Address
  seat: number
  measurement: string
  report: Hex
  signature: Hex
  at: number
  block: number
  logIndex: number
  transaction: Hex
}

/** Money that came in for shares. */
export interface PledgesTable {
  escrow: Address
  block: number
  logIndex: number
  transaction: Hex
  at: number
  sender: Address
  account: Address
  amount: string
}

/** Shares that went from one account to another: neither pledged nor refunded. */
export interface TransfersTable {
  escrow: Address
  block: number
  logIndex: number
  transaction: Hex
  at: number
  from: Address
  to: Address
  shares: string
}

/** Why an account was credited, or money left an escrow; in the words of the auditor. */
export const PAYMENT_KINDS = [
  'claim',
  'prize',
  'release',
  'broken',
  'member fee',
  'fee rest',
  'arbiter fee',
  'collected',
  'refund',
] as const
export type PaymentKind = (typeof PAYMENT_KINDS)[number]

export interface PaymentsTable {
  escrow: Address
  block: number
  logIndex: number
  /** Its number among the payments of one log. */
  part: number
  transaction: Hex
  at: number
  kind: PaymentKind
  account: Address
  /** Where it was sent: of `collected` and `refund`. */
  to: Address | null
  amount: string
  /** Of `refund`: the shares that were burned. */
  shares: string | null
  claim: Hex | null
}

/** Who has shares. */
export interface HoldersTable {
  escrow: Address
  account: Address
  shares: string
  changedBlock: number
}

/** Who can collect. */
export interface OwedTable {
  escrow: Address
  account: Address
  amount: string
  changedBlock: number
}

/** What operators published last. */
export interface OperatorsTable {
  account: Address
  endpoint: string
  encryptionKey: string
  publishedAt: number
  changedBlock: number
}

/** Which escrows members said that they accept. */
export interface AcceptancesTable {
  member: Address
  escrow: Address
  at: number
  block: number
}

export interface Tables {
  meta: MetaTable
  blocks: BlocksTable
  leases: LeasesTable
  logs: LogsTable
  terms: TermsTable
  assets: AssetsTable
  escrows: EscrowsTable
  members: MembersTable
  claims: ClaimsTable
  observations: ObservationsTable
  pledges: PledgesTable
  transfers: TransfersTable
  payments: PaymentsTable
  holders: HoldersTable
  owed: OwedTable
  operators: OperatorsTable
  acceptances: AcceptancesTable
}

/** Digits of 2^256 - 1. */
const DIGITS = 78

/** An amount as it is stored: text that sorts as the number does. @throws {RangeError} below 0 or above 78 digits. */
export function padded(amount: bigint): string {
  const text = String(amount).padStart(DIGITS, '0')
  if (amount < 0n || text.length > DIGITS) throw new RangeError(`${amount} is no amount.`)
  return text
}
