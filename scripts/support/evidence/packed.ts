/** The folder of a claim: what is needed to prove it and to go on after a crash. Nothing in it is ever overwritten but claim.json. */
import { join } from 'node:path'
import type { Hex } from 'viem'
import { parseInput } from '../../../sdk/errors/parseInput.ts'
import { BUNDLE_FILE, CLAIM_FILE, parseClaimFile, type ClaimFile } from '../../../sdk/evidence/claimFile.ts'
import { MANIFEST_FILE, SALT_FILE } from '../../../sdk/evidence/layout.ts'
import { parseManifest, type Manifest } from '../../../sdk/model/evidence.ts'
import { bytes32Schema } from '../../../sdk/model/schemas.ts'
import { makeFolder, replaceFile } from '../../../oracle/evidence/files.ts'
import { readJson, readText } from '../../../oracle/files/readJson.ts'

/** The files of a claim's folder. */
export function packedFiles(folder: string) {
  return {
    manifest: join(folder, MANIFEST_FILE),
    salt: join(folder, SALT_FILE),
    bundle: join(folder, BUNDLE_FILE),
    claim: join(folder, CLAIM_FILE),
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
  return parseClaimFile(await readJson(packedFiles(folder).claim, 'claim file'))
}

export async function writeClaimFile(folder: string, claim: ClaimFile): Promise<void> {
  await replaceFile(packedFiles(folder).claim, `${JSON.stringify(claim, undefined, 2)}\n`)
}
