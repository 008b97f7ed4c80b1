import type { Hex } from 'viem'
import * as z from 'zod'
import type { Fees } from './fees.ts'

/** One signed form of a transaction. */
export interface Send extends Fees {
  raw: Hex
  hash: Hex
  /** When it was signed, unix seconds. */
  at: number
}

const hex = z.templateLiteral(['0x', z.string().regex(/^[0-9a-f]*$/i)])
const wei = z.string().regex(/^\d+$/).transform(BigInt)
const sendsSchema = z
  .array(z.strictObject({ raw: hex, hash: hex, maxFeePerGas: wei, maxPriorityFeePerGas: wei, at: z.int() }))
  .min(1)

/** Reads the column `sends`, oldest first. */
export function readSends(text: string): Send[] {
  return sendsSchema.parse(JSON.parse(text))
}

export function writeSends(sends: readonly Send[]): string {
  return JSON.stringify(sends, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value))
}
