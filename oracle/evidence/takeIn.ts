import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { InputError } from '../../sdk/errors/InputError.ts'
import type { Filed } from '../../sdk/evidence/checkFiling.ts'
import { chunksOf, streamOf } from '../../sdk/evidence/streams.ts'
import type { Operator } from '../operator.ts'
import type { Stage } from '../store/tables.ts'
import { bundlePath, workPath, type Place } from './bundles.ts'
import { faultsOf } from './faultsOf.ts'
import { isCode, makeFolder, settleFile, writeStream } from './files.ts'
import { identitiesOf } from './identities.ts'
import { proveSealed } from '../../sdk/evidence/proveSealed.ts'
import { putAside } from './quarantine.ts'

/** The bundle is not the claim's, not for this operator, or broken. It lies in quarantine. */
export class WrongEvidence extends Error {
  override readonly name = 'WrongEvidence'
}

/** This machine could not keep it: nothing is known about the bundle. A person must act. */
export class OwnFault extends Error {
  override readonly name = 'OwnFault'
  /** Whether the disk is full. */
  readonly full: boolean

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    const own = cause instanceof InputError ? cause.cause : cause
    this.full = isCode(own, 'ENOSPC') || isCode(own, 'EDQUOT')
  }
}

export interface TakeIn {
  filed: Filed
  /** The encrypted bundle. What it throws comes out as it is. */
  source: ReadableStream<Uint8Array>
  /** From whom, for the note beside what does not match. */
  from: string
  /** Called once manifest and salt have given the claim's key: whoever sends has the claim's bundle. */
  vouched?: () => void
  write?: typeof writeStream
}

/**
 * Keeps a bundle while it comes, and proves it at the same time: it opens with this operator's identities, and its manifest and salt give
 * the claim's key, or it ends at the first byte that says otherwise. Then it has its name, and a claim at `filed` is `proved`. A bundle
 * that is there already stays.
 * @throws {WrongEvidence} {OwnFault}
 */
export async function takeIn(operator: Operator, { filed, source, from, vouched, write }: TakeIn): Promise<void> {
  const { config, metrics, log } = operator
  const { escrow, claim } = filed
  const own = await prepare(operator, write)
  let bytes = 0
  let failure: unknown
  async function* kept(): AsyncGenerator<Uint8Array, void> {
    try {
      for await (const chunk of chunksOf(source)) {
        await onDisk(own.writer.write(chunk))
        bytes += chunk.length
        yield chunk
      }
    } catch (error) {
      failure = error
      throw error
    }
  }
  const keeping = kept()
  try {
    await proveSealed(streamOf(keeping), own.identities, (manifest, salt) => {
      const faults = faultsOf(manifest, salt, filed, config.evidence.mostMegabytes)
      if (faults.length === 0) vouched?.()
      return faults
    })
    await onDisk(own.writer.close())
    operator.mark('evidence: bundle is whole')
    const path = bundlePath(config, filed)
    await onDisk(makeFolder(dirname(path), 0o700))
    await onDisk(settleFile(own.part, path))
    operator.mark('evidence: bundle has its name')
  } catch (error) {
    // What fails from here on is of no account: a piece on its way to the disk, for instance.
    const cause = failure
    await own.writer.abort().catch(() => undefined)
    // Whoever sends may be silent: nobody waits for the next byte.
    void keeping.return().catch(() => undefined)
    if (cause === undefined && error instanceof InputError) {
      const reason = reasonOf(error)
      await onDisk(putAside(operator, own.part, { reason, from, escrow, claim }))
      metrics.evidence.inc({ result: 'refused' })
      throw new WrongEvidence(reason)
    }
    await rm(own.part, { force: true })
    throw cause ?? error
  }
  await markProved(operator, filed)
  metrics.evidence.inc({ result: 'proved' })
  log.info({ escrow, claim, from, bytes }, 'evidence proved')
}

/** Writes down that a claim's bundle is here, so that it is verified now. */
export async function markProved({ store }: Operator, { escrow, claim }: Place): Promise<void> {
  const now = { note: '', tries: 0, nextAt: 0 }
  const change = (stage: Stage) =>
    store.updateTable('claims').where('escrow', '=', escrow).where('claim', '=', claim).where('stage', '=', stage)
  await change('proved').set(now).execute()
  await change('filed')
    .set({ ...now, stage: 'proved' })
    .execute()
}

/** Fields that can be named without showing anything of the evidence. */
const FIELDS = ['identity', 'escrow', 'solver', 'commitment', 'files']

/** Why it was refused, without paths and values of the evidence: this goes into logs and notes. */
function reasonOf({ faults }: InputError): string {
  const said = faults.map(({ path, message }) => (FIELDS.includes(path) ? `${path} ${message}` : message))
  return [...new Set(said)].slice(0, 5).join('; ')
}

/** What this machine gives: the identities, and a file to write to. */
async function prepare({ config }: Operator, write = writeStream) {
  return onDisk(
    (async () => {
      const identities = await identitiesOf(config)
      const part = await workPath(config)
      return { identities, part, writer: (await write(part)).getWriter() }
    })(),
  )
}

async function onDisk<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw new OwnFault(error)
  }
}
