import { bytesToHex, encodeAbiParameters, keccak256, sha256, stringToHex, zeroHash, type Address, type Hex } from 'viem'
import * as z from 'zod'
import { parseInput } from '../errors/parseInput.ts'
import { pathClashes, pathFault } from '../evidence/path.ts'
import { canonicalJson } from './canonicalJson.ts'
import { addressSchema, bytes32Schema, textSchema } from './schemas.ts'

/** As far as a pattern can say what `pathFault` says. */
const PART = /[^/\\<>:"|?*]*[^/\\<>:"|?*. ]/.source
const pathSchema = textSchema
  .superRefine((path, context) => {
    const message = pathFault(path)
    if (message !== undefined) context.addIssue({ code: 'custom', message, params: { code: 'PathForm' } })
  })
  .meta({ pattern: `^${PART}(\\/${PART})*$` })

/** The manifest of an evidence bundle: what is claimed, and each file by its digest. The commitment hides it until it is shown. */
export const manifestSchema = z
  .strictObject(
    {
      version: z.literal(1, 'write 1: the version of this format').describe('The version of this format: 1.'),
      escrow: addressSchema.describe('The escrow that is claimed from.'),
      solver: addressSchema.describe('Who files the claim; nobody else can use the commitment.'),
      statement: textSchema.describe('What the solver says it has achieved.'),
      files: z
        .array(
          z.strictObject({
            path: pathSchema.describe('Where the file is in the bundle, with forward slashes.'),
            size: z.int('write the size in bytes').min(0, 'must be 0 or more').describe('Its size in bytes.'),
            sha256: bytes32Schema.describe('Its SHA-256 digest in hex.'),
          }),
          'write a list of files',
        )
        .min(1, 'name at least one file')
        .describe('All files of the bundle, each once.'),
    },
    'write a JSON object',
  )
  .superRefine((manifest, context) => {
    for (const place of pathClashes(manifest.files.map(({ path }) => path))) {
      const message =
        'is a path that another file has or lies under, where upper and lower case are the same; rename one'
      context.addIssue({ code: 'custom', path: ['files', place, 'path'], message, params: { code: 'PathRepeated' } })
    }
  })
  .meta({
    title: 'Lodestone evidence manifest',
    description: 'What is claimed, and each file of the evidence bundle by its digest.',
  })

export type Manifest = z.output<typeof manifestSchema>

/** Parses a manifest. @throws {InputError} with all its faults. */
export function parseManifest(input: unknown): Manifest {
  return parseInput(manifestSchema, input, 'evidence manifest')
}

/** Fresh random bytes for a commitment. */
export function makeSalt(): Hex {
  return bytesToHex(crypto.getRandomValues(new Uint8Array(32)))
}

/** keccak256 of the manifest's canonical JSON. */
export function manifestDigest(manifest: Manifest): Hex {
  return keccak256(stringToHex(canonicalJson(manifest)))
}

/** The manifest's entry for a file. */
export function fileEntry(path: string, content: Uint8Array): Manifest['files'][number] {
  return { path, size: content.length, sha256: sha256(content) }
}

/** What a commitment binds: chain, escrow and solver, so that a copy is worthless to anybody else, and the manifest under a salt. */
export interface Commitment {
  chainId: number
  escrow: Address
  solver: Address
  manifestDigest: Hex
  /** 32 random bytes, kept with the bundle: without them the commitment cannot be shown to be the manifest's. */
  salt: Hex
}

/** keccak256(abi.encode(chainId, escrow, solver, manifestDigest, salt)). */
export function commitmentOf({ chainId, escrow, solver, manifestDigest: digest, salt }: Commitment): Hex {
  const types = [
    { type: 'uint256' },
    { type: 'address' },
    { type: 'address' },
    { type: 'bytes32' },
    { type: 'bytes32' },
  ] as const
  return keccak256(encodeAbiParameters(types, [BigInt(chainId), escrow, solver, digest, salt]))
}

/** The key of a claim: keccak256(abi.encode(solver, commitment, target)); `target` is 0 in the docket, the attacked claim's key else. */
export function claimKey(solver: Address, commitment: Hex, target: Hex = zeroHash): Hex {
  const types = [{ type: 'address' }, { type: 'bytes32' }, { type: 'bytes32' }] as const
  return keccak256(encodeAbiParameters(types, [solver, commitment, target]))
}
