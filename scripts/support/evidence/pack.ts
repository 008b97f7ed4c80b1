import { readdir, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { isAddressEqual, type Address, type Hex } from 'viem'
import { InputError } from '../../../sdk/errors/InputError.ts'
import { cidOf } from '../../../sdk/evidence/cid.ts'
import type { ClaimFile } from '../../../sdk/evidence/claimFile.ts'
import { checked, type Digest } from '../../../sdk/evidence/digest.ts'
import { bundleSize, manifestBytes } from '../../../sdk/evidence/layout.ts'
import { packBundle } from '../../../sdk/evidence/packBundle.ts'
import { seal } from '../../../sdk/evidence/seal.ts'
import {
  claimKey,
  commitmentOf,
  makeSalt,
  manifestDigest,
  parseManifest,
  type Manifest,
} from '../../../sdk/model/evidence.ts'
import { readText } from '../../../oracle/files/readJson.ts'
import { digestFiles, expectSame } from './digestFolder.ts'
import { createFile, exists, partOf, readStream, settleFile, writeStream } from '../../../oracle/evidence/files.ts'
import { listFolder, type Listed } from './listFolder.ts'
import { makePacked, packedFiles, readClaimFile, readManifestFile, readSaltFile, writeClaimFile } from './packed.ts'
import { Progress } from './progress.ts'
import type { Reader } from '../../../sdk/evidence/judgeKeys.ts'

/** A claim whose encrypted bundle is whole. */
type SealedClaim = ClaimFile & { bundle: NonNullable<ClaimFile['bundle']> }

/** In the folder of evidence: what the solver says it has achieved, where no --statement says it. */
const STATEMENT = 'statement.txt'

/** A claim that is to be packed. */
export interface Packing {
  /** The folder of evidence. */
  folder: string
  /** The folder of the claim; see `packed.ts`. */
  out: string
  chainId: number
  escrow: Address
  solver: Address
  target?: Hex | undefined
  statement?: string | undefined
}

/** Where a claim is kept unless something else is said: beside its evidence. */
export function defaultOut(folder: string): string {
  return `${resolve(folder)}.claim`
}

/** The manifest that a folder of evidence gives, read to the last byte. */
export async function manifestOf(packing: Packing, files: readonly Listed[]): Promise<Manifest> {
  const statement = packing.statement ?? (await statementIn(packing.folder))
  const { escrow, solver } = packing
  return parseManifest({ version: 1, escrow, solver, statement, files: await digestFiles(files) })
}

/**
 * Fixes what is claimed: writes salt, manifest and claim file where they are not there. What is there stays, and has to be of the
 * same claim and the same evidence.
 * @throws {InputError} when it is not, or the evidence cannot be packed.
 */
export async function commitTo(packing: Packing): Promise<ClaimFile> {
  const { folder, out, chainId, escrow, solver, target } = packing
  if (`${resolve(out)}${sep}`.startsWith(`${resolve(folder)}${sep}`))
    throw wrong('--out', out, 'lies within the evidence; name another folder')
  const at = packedFiles(out)
  if (await exists(at.claim)) {
    const claim = await readClaimFile(out)
    const isSame =
      claim.chainId === chainId &&
      isAddressEqual(claim.escrow, escrow) &&
      isAddressEqual(claim.solver, solver) &&
      claim.target === target
    if (!isSame) {
      const whose = `${claim.target === undefined ? 'a claim' : 'a break claim'} of ${claim.solver} on ${claim.escrow}, chain ${claim.chainId}`
      throw wrong('--out', out, `holds ${whose}; name another folder for this one`)
    }
    // Whether evidence that has left this machine has changed since makes no difference any more.
    if (claim.uri === undefined) {
      const manifest = await readManifestFile(at.manifest)
      expectSame(manifest, await digestFiles(await listFolder(folder)), out)
    }
    return claim
  }
  const fresh = await manifestOf(packing, await listFolder(folder))
  await makePacked(out)
  await createFile(at.salt, `${makeSalt()}\n`)
  const salt = await readSaltFile(at.salt)
  if (!(await createFile(at.manifest, new TextDecoder().decode(manifestBytes(fresh)))))
    expectSame(await readManifestFile(at.manifest), fresh.files, out)
  const manifest = await readManifestFile(at.manifest)
  const commitment = commitmentOf({ chainId, escrow, solver, manifestDigest: manifestDigest(manifest), salt })
  const key = claimKey(solver, commitment, target)
  const claim = {
    version: 1,
    chainId,
    escrow,
    solver,
    ...(target && { target }),
    commitment,
    key,
    takenIn: {},
  } as const
  await createFile(at.claim, `${JSON.stringify(claim, undefined, 2)}\n`)
  return readClaimFile(out)
}

/** Encrypts the bundle of a claim into its folder, unless it is there. @returns the claim with its bundle. */
export async function sealTo(out: string, folder: string, readers: readonly Reader[]): Promise<SealedClaim> {
  const claim = await readClaimFile(out)
  if (claim.bundle !== undefined) return { ...claim, bundle: claim.bundle }
  const at = packedFiles(out)
  const manifest = await readManifestFile(at.manifest)
  const salt = await readSaltFile(at.salt)
  const sources = new Map((await listFolder(folder)).map(({ path, source }) => [path, source]))
  // What a run that was killed has left. None of it was sent: a bundle is recorded before it is.
  for (const name of await readdir(dirname(at.bundle))) {
    if (name === basename(at.bundle) || /^bundle\.age\..*\.part$/.test(name)) await rm(join(out, name))
  }
  const part = partOf(at.bundle)
  try {
    const bundle = packBundle(manifest, salt, (path) => readStream(sources.get(path) ?? ''))
    const progress = new Progress('Encrypting', bundleSize(manifest, salt))
    let digest: Digest | undefined
    const sealed = await seal(
      progress.of(bundle),
      readers.map(({ recipient }) => recipient),
    )
    await checked(sealed, (one) => (digest = one)).pipeTo(await writeStream(part))
    if (digest === undefined) throw new TypeError('the stream ended without its digest')
    await settleFile(part, at.bundle)
    const sealedClaim = { ...claim, bundle: { ...digest, cid: cidOf(digest.sha256), recipients: [...readers] } }
    await writeClaimFile(out, sealedClaim)
    return sealedClaim
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}

async function statementIn(folder: string): Promise<string> {
  const path = join(folder, STATEMENT)
  if (!(await exists(path)))
    throw wrong(
      '--statement',
      '',
      `is missing: say what was achieved here, or in the file ${STATEMENT} of the evidence`,
    )
  return (await readText(path, 'statement')).trim()
}

function wrong(path: string, value: string, message: string): InputError {
  return new InputError('command line', [{ path, value, message }])
}
