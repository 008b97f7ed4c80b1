/** The schemas of answers: published in schemas/index-api.json, and what tests hold every answer against. */
import * as z from 'zod'
import { PHASES } from '../../sdk/model/phaseNames.ts'
import { PAYMENT_KINDS } from '../store/tables.ts'
import { address, amount, hex, place, RULES, seconds, status, token } from './fields.ts'

/** The block that an answer is of. */
export const asOf = z
  .object({
    number: z.int(),
    hash: hex,
    time: seconds.describe('Unix seconds of the block: what statuses and phases are told by.'),
    finalized: z.int().describe('The last block that counts as final; -1 = none.'),
  })
  .nullable()
  .describe('The last block that was read; null before the first.')

/** The money of an escrow. */
const money = {
  pledged: amount.describe('All that was ever pledged.'),
  paid: amount.describe('Paid for claims, what was held and what breaks gave back included.'),
  held: amount.describe('Held for warranties now.'),
  refundable: amount.describe('pledged - paid + what breaks gave back; redeemed shares included.'),
}

export const escrowRow = z.object({
  address,
  title: z.string().nullable().describe('From the document. Anybody can write anything there.'),
  summary: z.string().nullable().describe('The same, its first 600 characters.'),
  theme: z.string().nullable(),
  wellFormed: z.boolean().describe('Whether the document has the form of an outcome document.'),
  creator: address,
  createdAt: seconds,
  asset: token,
  rule: z.enum(RULES),
  status,
  ...money,
  threshold: amount,
  cap: amount,
  progress: amount,
  pledgeBy: seconds,
  claimsEnd: seconds.describe('The last second for claims, a last call included.'),
  passed: z.boolean().describe('Whether a passing verdict has ended pledging.'),
  filed: z.int().describe('Claims in the docket.'),
  settled: z.int(),
  ...place,
})

export const terms = z.object({
  outcome: hex,
  asset: address,
  rule: z.enum(RULES),
  curve: z.array(z.object({ measurement: amount, price: amount })),
  minStep: amount,
  pledgeBy: seconds,
  threshold: amount,
  cap: amount,
  claimBy: seconds,
  verifyWithin: z.int(),
  challengeWithin: z.int(),
  arbitrateWithin: z.int(),
  lastCall: z.int(),
  panel: z.array(address),
  quorum: z.int(),
  arbiter: address,
  claimFee: amount,
  challengeFee: amount,
  holdback: z.int().describe('Basis points.'),
  warranty: z.int(),
})

export const member = z.object({
  address,
  seat: z.int(),
  acceptedAt: seconds.nullable(),
  endpoint: z.string().nullable().describe('As published by the member; may be anything.'),
})

export const escrowView = escrowRow.extend({
  terms,
  document: z.string().describe('As published.'),
  members: z.array(member),
  supply: amount.describe('Shares that exist.'),
  returned: amount.describe('What broken claims gave back to the funders.'),
  refunded: amount,
  collected: amount,
  owed: amount.describe('What all accounts together can collect.'),
  feesIn: amount,
  openFees: amount,
  lastCallEnd: seconds.nullable(),
  ranking: z.array(z.object({ score: amount, place: z.int() })).describe('Of a contest: who wins as things stand.'),
  room: amount.describe('Pledges that still fit under the cap, by time and verdicts.'),
  statusUntil: seconds.nullable().describe('The last second of this status, where time alone ends it.'),
  transaction: hex.describe('In which it was created.'),
})

export const claimRow = z.object({
  escrow: address,
  key: hex,
  target: hex.nullable().describe('The claim that a break claim attacks; null in the docket.'),
  place: z.int(),
  solver: address,
  payee: address,
  commitment: hex,
  uri: z.string().describe('As the solver wrote it; may be anything.'),
  filedAt: seconds,
  phase: z.enum(PHASES),
  phaseUntil: seconds.nullable().describe('The last second of the phase, where time alone ends it.'),
  observed: z.int(),
  panel: z.int(),
  observedAt: seconds.nullable().describe('When the last member observed.'),
  highest: amount,
  tally: z.array(amount).describe('The highest measurements above 0, at most the quorum.'),
  verdict: amount.describe('As things stand.'),
  challengedAt: seconds.nullable(),
  ruledAt: seconds.nullable(),
  settledAt: seconds.nullable(),
  progressFrom: amount.nullable(),
  progressTo: amount.nullable(),
  paid: amount,
  held: amount,
  warrantyUntil: seconds.nullable().describe('The last second for break claims, where something was held.'),
  taken: amount.describe('What a break claim took of its target.'),
  breaksFiled: z.int(),
  breaksSettled: z.int(),
  transaction: hex,
  ...place,
})

export const observation = z.object({
  member: address,
  seat: z.int(),
  measurement: amount,
  report: hex,
  signature: hex,
  at: seconds,
  transaction: hex,
  ...place,
})

export const paymentRow = z.object({
  escrow: address,
  kind: z.enum(PAYMENT_KINDS),
  account: address,
  to: address.nullable(),
  amount,
  asset: token,
  shares: amount.nullable(),
  claim: hex.nullable(),
  at: seconds,
  transaction: hex,
  logIndex: z.int(),
  ...place,
})

const said = z.object({ at: seconds, by: address, grounds: z.string(), transaction: hex })

export const claimView = claimRow.extend({
  observations: z.array(observation).describe('In the order in which they were recorded.'),
  challenge: said.nullable(),
  ruling: said.extend({ measurement: amount }).nullable(),
  breaks: z.array(claimRow).describe('Break claims against it, in the order filed, at most 100.'),
  payments: z.array(paymentRow).describe('For it, at most 100.'),
})

export const pledgeRow = z.object({
  escrow: address,
  sender: address,
  account: address,
  amount,
  asset: token,
  at: seconds,
  transaction: hex,
  logIndex: z.int(),
  ...place,
})

export const feeRow = z.object({
  escrow: address,
  kind: z.enum(['filing fee', 'challenge fee']),
  account: address,
  amount: amount.describe('As the terms have it.'),
  asset: token,
  claim: hex,
  at: seconds,
  transaction: hex,
  ...place,
})

export const transferRow = z.object({
  escrow: address,
  from: address,
  to: address,
  shares: amount.describe('One is one base unit of the token that was pledged.'),
  asset: token,
  at: seconds,
  transaction: hex,
  logIndex: z.int(),
  ...place,
})

export const holderRow = z.object({ escrow: address, account: address, shares: amount, ...place })

const refund = z.object({ now: amount, worst: amount, best: amount })

export const position = z.object({
  escrow: escrowRow,
  shares: amount,
  refund: refund.describe('What the shares are worth now, at worst and at best; rounded down.'),
  owed: amount,
  seat: z.int().nullable(),
  arbiter: z.boolean(),
  claims: z.array(claimRow).describe('Filed by the account or to be paid to it, at most 100.'),
})

export const deskRow = z.object({
  waitsFor: z.enum(['observation', 'ruling']),
  claim: claimRow,
})

export const recordRow = z.object({
  claim: claimRow,
  measurement: amount.nullable().describe('What the member measured; null = it has not observed.'),
  report: hex.nullable(),
  at: seconds.nullable(),
  transaction: hex.nullable(),
})

export const operatorRow = z.object({
  address,
  endpoint: z.string().nullable(),
  encryptionKey: z.string().nullable(),
  publishedAt: seconds.nullable(),
  seats: z.int().describe('Escrows that it is on the panel of.'),
  accepted: z.int().describe('Of which it said that it accepts them.'),
  claims: z.int().describe('Claims filed with these escrows.'),
  observed: z.int(),
  open: z.int().describe('Not observed, and still to be.'),
  missed: z.int().describe('Not observed, and the phase is over.'),
  responseMedian: z.int().nullable().describe('Seconds from filing to its recorded observation.'),
  responseWorst: z.int().nullable(),
  agreed: z.int().describe('Settled claims whose verdict is what it measured.'),
  judged: z.int().describe('Settled claims that it observed.'),
})

export type OperatorRow = z.output<typeof operatorRow>
