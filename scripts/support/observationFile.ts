import type { Hex } from 'viem'
import { z } from 'zod'
import { address, key } from './args.ts'

const decimal = (most: bigint) =>
  z
    .string()
    .regex(/^\d+$/, 'write a whole number, as text')
    .transform((text) => BigInt(text))
    .refine((value) => value < most, 'is too large')

/** One signed observation, as `observe --out` writes it and `submit` reads it. */
export const observationFileSchema = z.strictObject({
  version: z.literal(1),
  chainId: z.int(),
  escrow: address,
  claim: key,
  seat: decimal(32n),
  measurement: decimal(2n ** 64n),
  report: key,
  signature: z.string().refine((text): text is Hex => /^0x([0-9a-f]{2})+$/i.test(text), 'write the signature in hex'),
})
