/** The folder of a claim: what is needed to prove it and to go on after a crash. Nothing in it is ever overwritten but claim.json. */
import { join } from 'node:path'
import type { Hex } from 'viem'
import { z } from 'zod'
import { parseInput } from '../../../sdk/errors/parseInput.ts'
import { parseManifest, type Manifest } from '../../../sdk/model/evidence.ts'
import { addressSchema, bytes32Schema, textSchema } from '../../../sdk/model/schemas.ts'
import { makeFolder, replaceFile } from '../../../oracle/evidence/files.ts'
import { readJson, readText } from '../../../oracle/files/readJson.ts'

/** What has been done for a claim so far. */
const claimSchema = z.strictObject({
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

export type ClaimFile = z.output<typeof claimSchema>

/** The files of a claim's folder. */
export function packedFiles(folder: string) {
  return {
    manifest: join(folder, 'manifest.json'),
    salt: join(folder, 'salt'),
    bundle: join(folder, 'bundle.age'),
    claim: join(folder, 'claim.json'),
  }
}

/** Makes the folder where it is not there, for the owner only. */
export async function makePacked(folder: string): Promise<void> {
  await makeFolder(folder, 0o700)
}

export async function readManifestFile(path: string): Promise<Manifest> {
  return parseManifest(await readJson(path, 'evidence manifest'))
}

export async function readSaltFile(path: string): Promise<Hex> {
  return parseInput(bytes32Schema, (await readText(path, 'salt file')).trim(), 'salt file')
}

export async function readClaimFile(folder: string): Promise<ClaimFile> {
  return parseInput(claimSchema, await readJson(packedFiles(folder).claim, 'claim file'), 'claim file')
}

export async function writeClaimFile(folder: string, claim: ClaimFile): Promise<void> {
  await replaceFile(packedFiles(folder).claim, `${JSON.stringify(claim, undefined, 2)}\n`)
}
