/** The deep campaign's record: what was done so far, on which sources, so that several sessions add up. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type Campaign, addHandlers } from './forge-judge.ts'
import { Fault } from './program.ts'

const Counter = z.number().int().min(0)

const Deep = z.strictObject({
  /** Of the sources that it was run on: see {@link deepFingerprint}. */
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  /** Chunk i was run with this seed plus i. */
  seed: z.string().regex(/^0x[0-9a-f]+$/),
  chunks: Counter,
  calls: Counter,
  seconds: Counter,
  handlers: z.record(z.string(), z.strictObject({ calls: Counter, hits: Counter })),
})

/** The chunks of a deep campaign that have passed. */
export type Deep = z.infer<typeof Deep>

/**
 * SHA-256 over what the campaign tests and is made of: contracts without periphery and mocks, test/invariants, foundry.toml. White
 * space does not count: a formatter changes nothing that runs.
 */
export function deepFingerprint(root: string): string {
  const hash = createHash('sha256')
  const list = (folder: string) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.sol'))
      .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
  const core = list('contracts').filter((path) => !/^contracts\/(periphery|mocks)\//.test(path))
  for (const path of [...core, ...list('test/invariants'), 'foundry.toml'].sort()) {
    hash.update(`${path}\n`).update(readFileSync(join(root, path), 'utf8').replace(/\s+/g, ''))
  }
  return hash.digest('hex')
}

/** The record in the file `path`; undefined if there is no such file. */
export function readDeep(path: string): Deep | undefined {
  if (!existsSync(path)) return undefined
  try {
    return Deep.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    throw new Fault(`${path} is not a record of a deep campaign: restore it, or remove it to begin anew`)
  }
}

/** Writes all or nothing. */
export function writeDeep(path: string, deep: Deep): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(Deep.parse(deep), null, 2)}\n`)
  renameSync(`${path}.new`, path)
}

/**
 * What to go on from, and why: `stored` if it is of the same sources; an empty record if there is none or the sources have changed.
 * `seed` is undefined when the user names none. Throws `Fault` when the record would be continued with another seed.
 */
export function resume(
  stored: Deep | undefined,
  fingerprint: string,
  seed: bigint | undefined,
  otherwise: bigint,
): { deep: Deep; why: string } {
  const text = `0x${(seed ?? otherwise).toString(16)}`
  const fresh = { fingerprint, seed: text, chunks: 0, calls: 0, seconds: 0, handlers: {} }
  if (stored === undefined) return { deep: fresh, why: `begins with seed ${text}` }
  if (stored.fingerprint !== fingerprint) {
    return {
      deep: fresh,
      why: `begins anew with seed ${text}: the ${stored.chunks} recorded chunks are of other sources`,
    }
  }
  if (seed !== undefined && stored.seed !== text) {
    throw new Fault(`--seed ${text}: the recorded chunks are of seed ${stored.seed}; leave --seed out to go on with it`)
  }
  return { deep: stored, why: `goes on after ${stored.chunks} chunks of seed ${stored.seed}, ${stored.calls} calls` }
}

/** The record with one more chunk, which took `seconds`. */
export function addChunk(deep: Deep, campaign: Campaign, seconds: number): Deep {
  return {
    ...deep,
    chunks: deep.chunks + 1,
    calls: deep.calls + campaign.calls,
    seconds: deep.seconds + seconds,
    handlers: addHandlers(deep.handlers, campaign.handlers),
  }
}
