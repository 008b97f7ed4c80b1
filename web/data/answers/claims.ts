/** Claims, and what was said of them. */
import * as z from 'zod'
import { PHASES } from '../../../sdk/model/phaseNames.ts'
import { address, amount, asOfSchema, bytes32, hex, place, seconds } from './basics.ts'
import { paymentRowSchema } from './money.ts'

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

const said = z.object({ at: seconds, by: address, grounds: z.string(), transaction: bytes32 })

const claimViewSchema = claimRowSchema.extend({
  observations: z.array(observationSchema),
  challenge: said.nullable(),
  ruling: said.extend({ measurement: amount }).nullable(),
  breaks: z.array(claimRowSchema),
  payments: z.array(paymentRowSchema),
})

export const deskRowSchema = z.object({ waitsFor: z.enum(['observation', 'ruling']), claim: claimRowSchema })

/** The whole answer about one. */
export const claimSchema = z.object({ asOf: asOfSchema, claim: claimViewSchema })

export type ClaimRow = z.output<typeof claimRowSchema>
export type ClaimView = z.output<typeof claimViewSchema>
export type ObservationRow = z.output<typeof observationSchema>
export type DeskRow = z.output<typeof deskRowSchema>
