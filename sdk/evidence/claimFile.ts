import * as z from 'zod'
import { parseInput } from '../errors/parseInput.ts'
import { addressSchema, bytes32Schema, textSchema } from '../model/schemas.ts'

/** In the folder of a claim, beside manifest and salt: what has been done for it, and its encrypted bundle. */
export const CLAIM_FILE = 'claim.json'
export const BUNDLE_FILE = 'bundle.age'

/** What has been done for a claim so far. */
export const claimFileSchema = z.strictObject({
  version: z.literal(1, 'was written by another version of this program'),
  chainId: z.int().min(1),
  escrow: addressSchema,
  solver: addressSchema,
  /** The claim that is attacked, of a break claim. */
  target: bytes32Schema.optional(),
  commitment: bytes32Schema,
  key: bytes32Schema,
  /** The encrypted bundle, once it is whole. */
  bundle: z
    .strictObject({
      size: z.int().min(0),
      sha256: bytes32Schema,
      cid: z.string(),
      recipients: z.array(z.strictObject({ who: z.string(), recipient: z.string() })),
    })
    .optional(),
  /** Where the bundle is, once it is there. */
  uri: textSchema.optional(),
  /** When each member took the bundle in, by its address. */
  takenIn: z.record(addressSchema, z.iso.datetime()),
})

export type ClaimFile = z.output<typeof claimFileSchema>

/** Parses a claim file. @throws {InputError} with all its faults. */
export function parseClaimFile(input: unknown): ClaimFile {
  return parseInput(claimFileSchema, input, 'claim file')
}
