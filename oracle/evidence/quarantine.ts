/** Where bundles go that do not match, for whoever wants to know what somebody sent. Bounded: what is oldest goes. */
import { readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { digestOf } from '../../sdk/evidence/digest.ts'
import { ByteReader } from '../../sdk/evidence/streams.ts'
import type { Operator } from '../operator.ts'
import { quarantineFolder, type Place } from './bundles.ts'
import { isCode, makeFolder, readStream, syncFolder } from './files.ts'

/** Most bundles that are kept, and bytes of all; of one larger than a tenth of that only the note is kept. */
const MOST = { count: 100, bytes: 1e9 }

/** How every encrypted bundle begins. What does not is not kept either: somebody may have sent evidence in plain text. */
const AGE = 'age-encryption.org/v1\n'

/** What is said of it, beside size and digest of what had come when it was refused. */
export interface Refused extends Place {
  /** Address of the sender, or URI. */
  from: string
  reason: string
}

/** Moves a part of a bundle into quarantine, with a note in JSON beside it. @param most for tests. */
export async function putAside(operator: Operator, part: string, refused: Refused, most = MOST): Promise<void> {
  const { config, clock, log } = operator
  const folder = quarantineFolder(config)
  await makeFolder(folder, 0o700)
  const at = new Date(clock.now()).toISOString()
  // Sorted by name is sorted by time; what has the same time is told apart.
  const name = `${at.replaceAll(/\W/g, '')}-${crypto.randomUUID().slice(0, 8)}`
  const digest = await digestOf(readStream(part))
  const kept = digest.size <= most.bytes / 10 && (await isAge(part))
  if (kept) await rename(part, join(folder, `${name}.age`))
  else await rm(part)
  operator.mark('evidence: refused bundle is in quarantine')
  const note = JSON.stringify({ ...refused, ...digest, at, kept }, undefined, 2)
  await writeFile(join(folder, `${name}.json`), `${note}\n`, { mode: 0o600 })
  await clear(folder, most)
  await syncFolder(folder)
  const { escrow, claim, from, reason } = refused
  log.warn({ escrow, claim, from, reason, note: `${name}.json` }, 'evidence does not match')
}

async function isAge(path: string): Promise<boolean> {
  const reader = new ByteReader(readStream(path, 0, AGE.length))
  try {
    return new TextDecoder().decode(await reader.take(AGE.length)) === AGE
  } finally {
    await reader.close()
  }
}

/** Removes the oldest until the rest is within the bounds. */
async function clear(folder: string, { count, bytes }: typeof MOST): Promise<void> {
  const names = [...new Set((await readdir(folder)).map((file) => file.replace(/\.\w+$/, '')))].sort().reverse()
  let [kept, total] = [0, 0]
  for (const name of names) {
    total += await sizeOf(join(folder, `${name}.age`))
    if (++kept <= count && total <= bytes) continue
    for (const ending of ['age', 'json']) await rm(join(folder, `${name}.${ending}`), { force: true })
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size
  } catch (error) {
    // Another one, refused at the same time, has cleared as well; or there is a note alone.
    if (isCode(error, 'ENOENT')) return 0
    throw error
  }
}
