import type { Hex } from 'viem'
import * as z from 'zod'
import { addressSchema, bytes32Schema } from './schemas.ts'

const decimal = (most: bigint) =>
  z
    .string()
    .regex(/^\d+$/, 'write a whole number, as text')
    .transform((text) => BigInt(text))
    .refine((value) => value < most, 'is too large')

const signature = z
  .string()
  .refine((text): text is Hex => /^0x([0-9a-f]{2})+$/i.test(text), 'write the signature in hex')

/** One signed observation, as `observe --out` writes it and `submit` reads it. */
export const observationFileSchema = z.strictObject({
  version: z.literal(1),
  chainId: z.int(),
  escrow: addressSchema,
  claim: bytes32Schema,
  seat: decimal(32n),
  measurement: decimal(2n ** 64n),
  report: bytes32Schema,
  signature,
})

/** What members did that should not be, as `lodestone oracle findings --json` writes it: each with what the member signed. */
export const findingsFileSchema = z.strictObject({
  findings: z.array(
    z.strictObject({
      id: z.string(),
      escrow: addressSchema,
      claim: bytes32Schema,
      member: addressSchema,
      kind: z.string(),
      details: z.string(),
      at: z.int(),
      observations: z.array(z.strictObject({ measurement: decimal(2n ** 64n), report: bytes32Schema, signature })),
    }),
  ),
})
