/** Operators, and their records. */
import * as z from 'zod'
import { address, amount, bytes32, seconds } from './basics.ts'
import { claimRowSchema } from './claims.ts'

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

export type RecordRow = z.output<typeof recordRowSchema>
export type OperatorRow = z.output<typeof operatorRowSchema>
