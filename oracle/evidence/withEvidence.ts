import { rm } from 'node:fs/promises'
import type { Hex } from 'viem'
import type { Manifest } from '../../sdk/model/evidence.ts'
import type { Operator } from '../operator.ts'
import { bundlePath, workFolder, workPath, type Place } from './bundles.ts'
import { faultsOf } from './faultsOf.ts'
import { exists, readStream } from './files.ts'
import { identitiesOf } from './identities.ts'
import { openTo } from './openTo.ts'

/** Evidence in plain text, while it is worked with. */
export interface OpenedEvidence {
  /** Holds manifest.json, salt, and the files of the manifest under files/. Mode 0700. */
  folder: string
  manifest: Manifest
  salt: Hex
}

/** A claim's bundle is not in this data folder: it was lost, or another machine has it. `gather` gets it again. */
export class BundleMissing extends Error {
  override readonly name = 'BundleMissing'
}

/**
 * Opens the bundle of a claim into a folder of its own, hands that to `work`, and removes it whatever happens.
 * @throws {BundleMissing}; {InputError} when the bundle is not what it was when it was taken in; what `work` throws.
 */
export async function withEvidence<T>(
  operator: Pick<Operator, 'config' | 'store' | 'deployment' | 'mark'>,
  place: Place,
  work: (opened: OpenedEvidence) => Promise<T>,
): Promise<T> {
  const { config, store, deployment } = operator
  const row = await store
    .selectFrom('claims')
    .select(['escrow', 'claim', 'solver', 'target'])
    .where('escrow', '=', place.escrow)
    .where('claim', '=', place.claim)
    .executeTakeFirstOrThrow()
  const path = bundlePath(config, place)
  if (!(await exists(path)))
    throw new BundleMissing(`The bundle of claim ${place.claim} is not in ${config.data}; it is gathered again.`)
  const identities = await identitiesOf(config)
  const folder = await workPath(config)
  try {
    const filed = { ...row, chainId: deployment.chainId }
    const opened = await openTo(folder, readStream(path), identities, (manifest, salt) =>
      faultsOf(manifest, salt, filed, config.evidence.mostMegabytes),
    )
    operator.mark('evidence: opened')
    return await work({ ...opened, folder })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Removes what a process that was killed has left under way. Call it before any step runs, once this process holds the lease. */
export async function sweepWork({ config }: Operator): Promise<void> {
  await rm(workFolder(config), { recursive: true, force: true })
}
