import { isHex, type Hex } from 'viem'
import { z } from 'zod'
import { addressSchema } from '../../../sdk/model/schemas.ts'

const hex = z.string().refine((text): text is Hex => isHex(text), 'is not hex')
const natural = z
  .string()
  .regex(/^\d+$/)
  .transform((text) => BigInt(text))

/**
 * One transaction in the journal, written before it is sent.
 * - `signed`: may have been sent; whether it is included has to be found out.
 * - `refused`: the endpoint would not take it; the next transaction takes its nonce, so that only one of the two can ever be included.
 * - `included`: done, and the command has not yet said so.
 * - `over`: nothing is left to do.
 */
export const entrySchema = z.strictObject({
  version: z.literal(1),
  state: z.enum(['signed', 'refused', 'included', 'over']),
  /** The command that sent it: see `intent` in options.ts. */
  command: z.string(),
  /** Whether it is what the command is for, and must not happen again when the command is run again before it could report. */
  once: z.boolean(),
  chainId: z.int(),
  account: addressSchema,
  nonce: z.int().min(0),
  to: addressSchema,
  data: hex,
  value: natural,
  gas: natural,
  fees: z.union([
    z.strictObject({ gasPrice: natural }),
    z.strictObject({ maxFeePerGas: natural, maxPriorityFeePerGas: natural }),
  ]),
  /** What its simulation returned. */
  result: hex,
  /** The latest block when it was signed. */
  block: natural,
  signedAt: z.iso.datetime(),
  /** The signed transaction; missing where the signer sends it itself. */
  raw: hex.optional(),
  /** Missing as long as only the signer knows it. */
  hash: hex.optional(),
})

export type Entry = z.output<typeof entrySchema>
