import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { zeroHash } from 'viem'
import { z } from 'zod'
import { getFiling } from '../../../sdk/actions/getFiling.ts'
import { InputError, type Fault } from '../../../sdk/errors/InputError.ts'
import { parseInput } from '../../../sdk/errors/parseInput.ts'
import { checkFiling } from '../../../sdk/evidence/checkFiling.ts'
import { digestOf } from '../../../sdk/evidence/digest.ts'
import { differences } from '../../../sdk/evidence/differences.ts'
import { FILES_FOLDER } from '../../../sdk/evidence/layout.ts'
import { address, key } from '../args.ts'
import type { Settings } from '../options.ts'
import type { Report } from '../run.ts'
import { openEscrow, openSession } from '../session.ts'
import { digestFiles } from './digestFolder.ts'
import { exists } from '../../../oracle/evidence/files.ts'
import { readIdentities } from '../../../oracle/evidence/identities.ts'
import { listFolder } from './listFolder.ts'
import { openedReport } from './openedReport.ts'
import { proveSealed, type Opened } from '../../../sdk/evidence/proveSealed.ts'
import { packedFiles, readClaimFile, readManifestFile, readSaltFile } from './packed.ts'
import { openSealedFile } from './sealed.ts'

export interface CheckSettings extends Settings {
  identity?: string
  escrow?: string
  claim?: string
}

const schema = z
  .strictObject({ escrow: address.optional(), claim: key.optional() })
  .refine(({ escrow, claim }) => (escrow === undefined) === (claim === undefined), {
    path: ['claim'],
    message: 'name both --escrow and --claim, or neither',
  })

/** Proves a bundle, an opened folder or a claim's folder; with a claim, that it is that claim's. @throws {InputError} with all that is wrong. */
export async function checkEvidence(path: string, settings: CheckSettings): Promise<Report> {
  const { escrow, claim } = parseInput(schema, { escrow: settings.escrow, claim: settings.claim }, 'command line')
  const { proved, ...opened } = await prove(path, settings)
  if (escrow === undefined || claim === undefined)
    return openedReport(opened, undefined, { proved, last: 'Nothing was asked of a chain: name --escrow and --claim.' })
  const session = await openSession(settings)
  await openEscrow(session, escrow)
  const filing = await getFiling(session.client, session.deployment, escrow, claim)
  const faults = checkFiling(opened.manifest, opened.salt, filing)
  if (faults.length > 0) throw new InputError('evidence', faults)
  return openedReport(opened, undefined, {
    proved,
    last: `It is the evidence of claim ${claim}, filed in block ${filing.blockNumber}.`,
  })
}

async function prove(path: string, { identity }: CheckSettings): Promise<Opened & { proved: string }> {
  const all = 'all as the manifest says'
  const info = await lstat(path).catch(() => undefined)
  if (info === undefined) throw wrong('path', path, 'is not there')
  if (!info.isDirectory()) {
    if (identity === undefined) throw wrong('--identity', '', 'is needed to look into an encrypted bundle')
    const opened = await proveSealed(await openSealedFile(path, 'Checking'), await readIdentities(identity))
    return { ...opened, proved: all }
  }
  const at = packedFiles(path)
  const opened = { manifest: await readManifestFile(at.manifest), salt: await readSaltFile(at.salt) }
  const isPacked = await exists(at.claim)
  const faults = isPacked ? await checkPacked(path, opened) : await checkFiles(path, opened)
  if (faults.length > 0) throw new InputError('evidence', faults)
  if (!isPacked) return { ...opened, proved: all }
  if (identity === undefined) return { ...opened, proved: 'in the bundle on record; --identity looks into it' }
  await proveSealed(await openSealedFile(at.bundle, 'Checking'), await readIdentities(identity))
  return { ...opened, proved: all }
}

/** The files of a folder into which a bundle was opened. */
async function checkFiles(path: string, { manifest }: Opened): Promise<Fault[]> {
  return differences(manifest, await digestFiles(await listFolder(join(path, FILES_FOLDER))))
}

/** A claim's folder: its key against manifest and salt, its bundle against the digest on record. */
async function checkPacked(path: string, { manifest, salt }: Opened): Promise<Fault[]> {
  const claim = await readClaimFile(path)
  const faults = checkFiling(manifest, salt, { ...claim, claim: claim.key, target: claim.target ?? zeroHash })
  if (claim.bundle === undefined) return faults
  const { sha256 } = await digestOf(await openSealedFile(packedFiles(path).bundle, 'Checking'))
  if (sha256 === claim.bundle.sha256) return faults
  return [...faults, { path: 'bundle.age', value: sha256, message: `is its SHA-256, not ${claim.bundle.sha256}` }]
}

function wrong(path: string, value: string, message: string): InputError {
  return new InputError('command line', [{ path, value, message }])
}
