import { join } from 'node:path'
import { zeroHash, type Hex } from 'viem'
import { InputError, type Fault } from '../../sdk/errors/InputError.ts'
import { parseInput } from '../../sdk/errors/parseInput.ts'
import { checkFiling } from '../../sdk/evidence/checkFiling.ts'
import { BUNDLE_FILE, CLAIM_FILE, parseClaimFile, type ClaimFile } from '../../sdk/evidence/claimFile.ts'
import { differences } from '../../sdk/evidence/differences.ts'
import { digestOf } from '../../sdk/evidence/digest.ts'
import { FILES_FOLDER, MANIFEST_FILE, MOST_MANIFEST, SALT_FILE } from '../../sdk/evidence/layout.ts'
import { proveSealed, type Opened } from '../../sdk/evidence/proveSealed.ts'
import { manifestDigest, parseManifest, type Manifest } from '../../sdk/model/evidence.ts'
import { bytes32Schema } from '../../sdk/model/schemas.ts'
import { readJson, readStream, readWhole } from './files.ts'
import { listFiles, type Found } from './walk.ts'

const MOST_CLAIM_FILE = 1024 * 1024

/** What a bundle was found to be. */
export interface Bundle {
  /** Manifest and salt, as far as they could be read; the files are as the manifest says unless there are faults. */
  opened: Opened | undefined
  /** The claim's folder says that it is this one. */
  claim?: ClaimFile
  faults: readonly Fault[]
  /** It is encrypted to others, or there is no key: nothing is known about it. */
  closed: boolean
}

/** Whether a file that begins so is encrypted with age. */
export function isSealed(start: Uint8Array): boolean {
  return new TextDecoder().decode(start).startsWith('age-encryption.org/v1\n')
}

/** How many bytes `isSealed` wants to see. */
export const SEALED_START = 22

/**
 * Reads a bundle and proves it against its manifest: an encrypted one as a stream that is written nowhere, the folder into which one was
 * opened, or the folder of a claim.
 */
export async function openBundle(found: Found, identities: readonly string[]): Promise<Bundle> {
  try {
    if (found.kind === 'file') return await openSealed(found.path, identities)
    const opened = {
      manifest: parseManifest(await readJson(join(found.path, MANIFEST_FILE), MOST_MANIFEST)),
      salt: await readSalt(join(found.path, SALT_FILE)),
    }
    if (found.kind === 'claim') return await openClaim(found, opened, identities)
    return { opened, faults: await checkFiles(join(found.path, FILES_FOLDER), opened.manifest), closed: false }
  } catch (error) {
    return failed(error, undefined)
  }
}

async function openSealed(path: string, identities: readonly string[]): Promise<Bundle> {
  if (identities.length === 0) return { opened: undefined, faults: [], closed: true }
  let opened: Opened | undefined
  try {
    await proveSealed(readStream(path), identities, (manifest, salt) => {
      opened = { manifest, salt }
      return []
    })
    return { opened, faults: [], closed: false }
  } catch (error) {
    return failed(error, opened)
  }
}

/** A claim's folder: its key against manifest and salt, its bundle against the digest on record and, with a key, against the manifest. */
async function openClaim({ path }: Found, opened: Opened, identities: readonly string[]): Promise<Bundle> {
  const claim = parseClaimFile(await readJson(join(path, CLAIM_FILE), MOST_CLAIM_FILE))
  const { manifest, salt } = opened
  const faults = checkFiling(manifest, salt, { ...claim, claim: claim.key, target: claim.target ?? zeroHash })
  const fault = (value: string, message: string): Fault => ({ path: BUNDLE_FILE, value, message })
  if (claim.bundle === undefined) return { opened, claim, faults, closed: false }
  const sealed = join(path, BUNDLE_FILE)
  const { sha256 } = await digestOf(readStream(sealed))
  if (sha256 !== claim.bundle.sha256)
    faults.push(fault(sha256, `is its SHA-256, not ${claim.bundle.sha256}, which is on record`))
  const inside = await openSealed(sealed, identities)
  faults.push(...inside.faults)
  if (inside.opened !== undefined && !isSame(inside.opened, opened))
    faults.push(fault('', 'has another manifest or salt in it than lie beside it'))
  return { opened, claim, faults, closed: false }
}

function isSame(one: Opened, other: Opened): boolean {
  return one.salt === other.salt && manifestDigest(one.manifest) === manifestDigest(other.manifest)
}

async function checkFiles(folder: string, manifest: Manifest): Promise<Fault[]> {
  const { files, others } = await listFiles(folder)
  const digests = []
  for (const { name, path } of files) {
    digests.push({ path: name.normalize('NFC'), ...(await digestOf(readStream(path))) })
  }
  const links = others.map(({ name }) => ({ path: name, value: '', message: 'is not a regular file' }))
  return [...links, ...differences(manifest, digests)]
}

async function readSalt(path: string): Promise<Hex> {
  const text = new TextDecoder().decode(await readWhole(path, 1024))
  return parseInput(bytes32Schema, text.trim(), 'salt file')
}

function failed(error: unknown, opened: Opened | undefined): Bundle {
  if (!(error instanceof InputError)) throw error
  const closed = error.faults.some(({ path }) => path === 'identity')
  return { opened, faults: closed ? [] : error.faults, closed }
}
