/** The tables of an operator's store. Times are unix seconds unless said otherwise; big numbers are decimal text. */
import type { Address, Hex } from 'viem'

/**
 * How far a claim is with this operator:
 *
 * - `filed`: its event is confirmed; the evidence is not here yet;
 * - `proved`: the bundle is in the data folder and opens to the claim's commitment;
 * - `review`: a person decides;
 * - `measured`: measurement and report are fixed, nothing is signed;
 * - `signed`: signed once, not on chain yet;
 * - `recorded`: the operator's observation is on chain;
 * - `missed`: the phase ended without it;
 * - `stopped`: a person must act; `note` says why.
 */
export type Stage = 'filed' | 'proved' | 'review' | 'measured' | 'signed' | 'recorded' | 'missed' | 'stopped'

/** What has been read of the chain, under a name. */
export interface MetaTable {
  name: string
  value: string
}

/** Hashes of the last blocks that were read, to notice reorganisations. */
export interface BlocksTable {
  number: number
  hash: Hex
}

/** An escrow with the operator in its panel. */
export interface EscrowsTable {
  escrow: Address
  /** The outcome document as it was published. */
  document: string
  /** The packed terms, as in the escrow's code. */
  code: Hex
  /** The operator's place in the panel. */
  seat: number
  createdBlock: number
}

/** A claim, or a break claim, of such an escrow. */
export interface ClaimsTable {
  escrow: Address
  claim: Hex
  /** Zero for a claim of the docket. */
  target: Hex
  solver: Address
  commitment: Hex
  uri: string
  /** Its place: in the docket, or among the break claims of its target. */
  place: number
  filedAt: number
  filedBlock: number
  filedHash: Hex
  /** The last second in which observations are recorded. */
  observeUntil: number
  stage: Stage
  /** Why it is where it is, for people; never secrets. */
  note: string
  measurement: string | null
  /** Digest of the report. */
  report: Hex | null
  /** How often the present stage was tried, and when it may be tried again. */
  tries: number
  nextAt: number
  /** When the panel's verdict was settled on chain; 0 before. */
  settledAt: number
}

/** A report, content addressed. */
export interface ReportsTable {
  digest: Hex
  /** Canonical JSON. */
  text: string
  madeAt: number
}

/** What a person said in the review queue. */
export interface ReviewsTable {
  escrow: Address
  claim: Hex
  reviewer: string
  approved: number
  measurement: string
  reasons: string
  at: number
}

/** What a claim is verified by besides its evidence, fixed before the verifier starts. */
export interface FactsTable {
  escrow: Address
  claim: Hex
  /** Canonical JSON. */
  facts: string
}

/** Sign once: what is committed to for a claim. A row is never changed but for its signature, and never removed. */
export interface DutiesTable {
  chainId: number
  escrow: Address
  claim: Hex
  /** The EIP-712 digest. */
  digest: Hex
  measurement: string
  report: Hex
  /** Hides the digest in the commitment that peers see before they have committed themselves. */
  salt: Hex
  signature: Hex | null
  committedAt: number
}

/** What a peer committed to before it saw what others measured. The first commitment counts. */
export interface CommitmentsTable {
  escrow: Address
  claim: Hex
  member: Address
  commitment: Hex
  seenAt: number
}

/** Observations of other members, by digest: two of one member for one claim are an equivocation. */
export interface ObservationsTable {
  escrow: Address
  claim: Hex
  member: Address
  digest: Hex
  measurement: string
  report: Hex
  signature: Hex
  /** From a peer, before the chain; null where it was seen on chain only. */
  salt: Hex | null
  /** 1 once it is recorded on chain. */
  onChain: number
  seenAt: number
}

/** What of a claim is on the chain, and in which block: written by `observe` alone, to forget it when the block is gone. */
export interface RecordsTable {
  escrow: Address
  claim: Hex
  /** The member whose observation it is, this operator included. */
  what: Address | 'settled'
  block: number
}

/** What peers did that should not be: kept for whoever asks, reported once. */
export interface FindingsTable {
  id: string
  escrow: Address
  claim: Hex
  member: Address
  kind: 'equivocation' | 'commitment broken'
  details: string
  at: number
}

/** Transactions, written down before they are broadcast. */
export interface TransactionsTable {
  /** What it does, unique: `observe <escrow> <claim> <digest of what is sent>`; ` #2` and so on where it failed and is tried anew. */
  purpose: string
  /** The account that pays: nonces are its own. */
  from: Address
  nonce: number
  to: Address
  data: Hex
  gas: string
  state: 'signed' | 'included' | 'replaced' | 'reverted'
  /** The signed forms, oldest first: JSON list of { raw, hash, maxFeePerGas, maxPriorityFeePerGas, at }. */
  sends: string
  /** Hash of the one that is in a block; while the state is `signed`, that block can still be reorganised away. */
  hash: Hex | null
  createdAt: number
}

/** Who runs this operator now. */
export interface LeasesTable {
  name: string
  holder: string
  /** Unix milliseconds. */
  until: number
}

export interface Tables {
  meta: MetaTable
  blocks: BlocksTable
  escrows: EscrowsTable
  claims: ClaimsTable
  reports: ReportsTable
  reviews: ReviewsTable
  facts: FactsTable
  duties: DutiesTable
  commitments: CommitmentsTable
  observations: ObservationsTable
  records: RecordsTable
  findings: FindingsTable
  transactions: TransactionsTable
  leases: LeasesTable
}
