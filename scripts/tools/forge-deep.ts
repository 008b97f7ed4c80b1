/** The deep campaign's record: what was done so far, on which sources, so that several sessions add up. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type Campaign, addHandlers } from './forge-judge.ts'
import { runForge } from './forge-run.ts'
import { Fault } from './program.ts'

const Counter = z.number().int().min(0)

const Deep = z.strictObject({
  /** Of the code that it was run on: see {@link deepFingerprint}. */
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

/** Sources whose code the fingerprint covers. */
const FUZZED = /^(contracts\/(?!periphery\/|mocks\/)|test\/invariants\/)/

/** What forge compiled last, by source and contract, compiler and profile; artifacts that are no longer made stay in its folder. */
const Compiled = z.object({
  files: z.record(
    z.string(),
    z.object({
      artifacts: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.object({ path: z.string() })))),
    }),
  ),
})

const Artifact = z.object({
  bytecode: z.object({ object: z.string() }),
  deployedBytecode: z.object({ object: z.string() }),
})

/**
 * SHA-256 over what the campaign runs: the bytecode, as forge compiles it now, of all contracts of the core (without periphery and
 * mocks) and of test/invariants, and the settings in foundry.toml. Comments, names and white space do not count: they change nothing that runs.
 */
export function deepFingerprint(root: string): string {
  // A folder of its own: forge's tests and lint leave artifacts without code in theirs.
  const scratch = 'cache/forge/deep'
  const [out, cache] = [join(scratch, 'out'), join(scratch, 'cache')]
  const { passed, output } = runForge(root, ['build', '--json', '--out', out, '--cache-path', cache])
  if (!passed) throw new Fault(`forge could not compile the campaign:\n${output.trim()}`)
  const read = (...path: string[]): unknown => JSON.parse(readFileSync(join(root, ...path), 'utf8'))
  const { files } = Compiled.parse(read(cache, 'solidity-files-cache.json'))
  const lines = Object.entries(files).flatMap(([source, { artifacts }]) => {
    if (!FUZZED.test(source)) return []
    return Object.entries(artifacts).flatMap(([contract, versions]) =>
      Object.values(versions)
        .flatMap((profiles) => Object.values(profiles))
        .map(({ path }) => {
          const { bytecode, deployedBytecode } = Artifact.parse(read(out, path))
          return `${source}:${contract} ${bytecode.object} ${deployedBytecode.object}`
        }),
    )
  })
  if (lines.length === 0) throw new Fault(`forge left no artifact of the campaign in ${out}`)
  const settings = readFileSync(join(root, 'foundry.toml'), 'utf8').replaceAll(/^\s*(#.*)?\n/gm, '')
  return createHash('sha256')
    .update([...lines.sort(), settings].join('\n'))
    .digest('hex')
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
 * What to go on from, and why: `stored` if it is of the same sources; an empty record if there is none or the code has changed.
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
      why: `begins anew with seed ${text}: the ${stored.chunks} recorded chunks are of other code`,
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
