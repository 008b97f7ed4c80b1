/** What the index answers, as far as the page reads it: schemas/index-api.json says what each field means. Amounts become `bigint`. */
import { getAddress, isAddress, type Address, type Hex } from 'viem'
import * as z from 'zod'
import { PHASES } from '../../sdk/model/phaseNames.ts'
import { STATUSES } from '../../sdk/model/status.ts'

const RULES = ['Units', 'Record', 'Contest'] as const

const amount = z
  .string()
  .regex(/^\d{1,78}$/)
  .transform(BigInt)
const hex = z
  .string()
  .regex(/^0x[0-9a-fA-F]*$/)
  .transform((text) => text as Hex)
const address = z
  .string()
  .refine((text) => isAddress(text, { strict: false }))
  .transform((text): Address => getAddress(text))
/** Unix seconds until the year 9999: what is later cannot be written as a date. */
const seconds = z.int().min(0).max(253_402_300_799)
const bytes32 = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/)
  .transform((text) => text as Hex)
const place = { block: z.int(), finality: z.enum(['final', 'not yet']) }

export const tokenSchema = z.object({
  address,
  symbol: z.string().nullable(),
  decimals: z.int().min(0).max(255).nullable(),
})

export const asOfSchema = z.object({ number: z.int(), hash: bytes32, time: seconds, finalized: z.int() }).nullable()

export const escrowRowSchema = z.object({
  address,
  title: z.string().nullable(),
  summary: z.string().nullable(),
  theme: z.string().nullable(),
  wellFormed: z.boolean(),
  creator: address,
  createdAt: seconds,
  asset: tokenSchema,
  rule: z.enum(RULES),
  status: z.enum(STATUSES),
  pledged: amount,
  paid: amount,
  held: amount,
  refundable: amount,
  threshold: amount,
  cap: amount,
  progress: amount,
  pledgeBy: seconds,
  claimsEnd: seconds,
  passed: z.boolean(),
  filed: z.int(),
  settled: z.int(),
  ...place,
})

const termsSchema = z.object({
  outcome: bytes32,
  asset: address,
  rule: z.enum(RULES),
  curve: z.array(z.object({ measurement: amount, price: amount })).min(1),
  minStep: amount,
  pledgeBy: seconds,
  threshold: amount,
  cap: amount,
  claimBy: seconds,
  verifyWithin: z.int().nonnegative(),
  challengeWithin: z.int(),
  arbitrateWithin: z.int(),
  lastCall: z.int(),
  panel: z.array(address).min(1),
  quorum: z.int(),
  arbiter: address,
  claimFee: amount,
  challengeFee: amount,
  holdback: z.int(),
  warranty: z.int(),
})

const memberSchema = z.object({
  address,
  seat: z.int(),
  acceptedAt: seconds.nullable(),
  endpoint: z.string().nullable(),
})

export const escrowViewSchema = escrowRowSchema.extend({
  terms: termsSchema,
  document: z.string(),
  members: z.array(memberSchema),
  supply: amount,
  returned: amount,
  refunded: amount,
  collected: amount,
  owed: amount,
  feesIn: amount,
  openFees: amount,
  lastCallEnd: seconds.nullable(),
  ranking: z.array(z.object({ score: amount, place: z.int() })),
  room: amount,
  statusUntil: seconds.nullable(),
  transaction: bytes32,
})

export const claimRowSchema = z.object({
  escrow: address,
  key: bytes32,
  target: bytes32.nullable(),
  place: z.int(),
  solver: address,
  payee: address,
  commitment: bytes32,
  uri: z.string(),
  filedAt: seconds,
  phase: z.enum(PHASES),
  phaseUntil: seconds.nullable(),
  observed: z.int(),
  panel: z.int(),
  observedAt: seconds.nullable(),
  highest: amount,
  tally: z.array(amount),
  verdict: amount,
  challengedAt: seconds.nullable(),
  ruledAt: seconds.nullable(),
  settledAt: seconds.nullable(),
  progressFrom: amount.nullable(),
  progressTo: amount.nullable(),
  paid: amount,
  held: amount,
  warrantyUntil: seconds.nullable(),
  taken: amount,
  breaksFiled: z.int(),
  breaksSettled: z.int(),
  transaction: bytes32,
  ...place,
})

const observationSchema = z.object({
  member: address,
  seat: z.int(),
  measurement: amount,
  report: bytes32,
  signature: hex,
  at: seconds,
  transaction: bytes32,
  ...place,
})

export const paymentRowSchema = z.object({
  escrow: address,
  kind: z.string(),
  account: address,
  to: address.nullable(),
  amount,
  asset: tokenSchema,
  shares: amount.nullable(),
  claim: bytes32.nullable(),
  at: seconds,
  transaction: bytes32,
  logIndex: z.int(),
  ...place,
})

const said = z.object({ at: seconds, by: address, grounds: z.string(), transaction: bytes32 })

export const claimViewSchema = claimRowSchema.extend({
  observations: z.array(observationSchema),
  challenge: said.nullable(),
  ruling: said.extend({ measurement: amount }).nullable(),
  breaks: z.array(claimRowSchema),
  payments: z.array(paymentRowSchema),
})

export const pledgeRowSchema = z.object({
  escrow: address,
  sender: address,
  account: address,
  amount,
  asset: tokenSchema,
  at: seconds,
  transaction: bytes32,
  logIndex: z.int(),
  ...place,
})

export const holderRowSchema = z.object({ escrow: address, account: address, shares: amount, ...place })

export const positionSchema = z.object({
  escrow: escrowRowSchema,
  shares: amount,
  refund: z.object({ now: amount, worst: amount, best: amount }),
  owed: amount,
  seat: z.int().nullable(),
  arbiter: z.boolean(),
  claims: z.array(claimRowSchema),
})

export const deskRowSchema = z.object({ waitsFor: z.enum(['observation', 'ruling']), claim: claimRowSchema })

export const recordRowSchema = z.object({
  claim: claimRowSchema,
  measurement: amount.nullable(),
  report: bytes32.nullable(),
  at: seconds.nullable(),
  transaction: bytes32.nullable(),
})

export const operatorRowSchema = z.object({
  address,
  endpoint: z.string().nullable(),
  encryptionKey: z.string().nullable(),
  publishedAt: seconds.nullable(),
  seats: z.int(),
  accepted: z.int(),
  claims: z.int(),
  observed: z.int(),
  open: z.int(),
  missed: z.int(),
  responseMedian: z.int().nullable(),
  responseWorst: z.int().nullable(),
  agreed: z.int(),
  judged: z.int(),
})

export const totalsSchema = z.object({
  escrows: z.int(),
  byStatus: z.partialRecord(z.enum(STATUSES), z.int()),
  byAsset: z.array(
    z.object({
      asset: tokenSchema,
      escrows: z.int(),
      pledged: amount,
      paid: amount,
      held: amount,
      refundable: amount,
    }),
  ),
})

/** A page of a list. */
export const listSchema = <R extends z.ZodType>(row: R) =>
  z.object({ asOf: asOfSchema, rows: z.array(row), next: z.string().nullable() })

export const statusSchema = z.object({
  asOf: asOfSchema,
  head: z.int(),
  behind: z.int(),
  escrows: z.int(),
  claims: z.int(),
  logs: z.int(),
})

export type AsOf = z.output<typeof asOfSchema>
export type AssetToken = z.output<typeof tokenSchema>
export type EscrowRow = z.output<typeof escrowRowSchema>
export type EscrowView = z.output<typeof escrowViewSchema>
export type ClaimRow = z.output<typeof claimRowSchema>
export type ClaimView = z.output<typeof claimViewSchema>
export type ObservationRow = z.output<typeof observationSchema>
export type PaymentRow = z.output<typeof paymentRowSchema>
export type PledgeRow = z.output<typeof pledgeRowSchema>
export type HolderRow = z.output<typeof holderRowSchema>
export type Position = z.output<typeof positionSchema>
export type DeskRow = z.output<typeof deskRowSchema>
export type RecordRow = z.output<typeof recordRowSchema>
export type OperatorRow = z.output<typeof operatorRowSchema>
export type Totals = z.output<typeof totalsSchema>
