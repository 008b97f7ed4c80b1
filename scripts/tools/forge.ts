/**
 * Runs the invariants and fuzz tests in test/invariants with forge and judges the answer.
 *
 *   node scripts/tools/forge.ts                                 a fixed seed, at least 1,000,000 handler calls
 *   node scripts/tools/forge.ts --runs n                        n runs of an environment instead of 512, and calls in proportion
 *   node scripts/tools/forge.ts --deep [--seed n] [--chunks n]  chunks of 2,150,400 calls, a seed each, until 100,000,000 calls are
 *                                                               recorded in test/assurance/deep.json; with --chunks, n more
 *
 * A deep run that is stopped loses the chunk it was at, and goes on the next time, on this machine or another.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { type Deep, addChunk, deepFingerprint, readDeep, resume, writeDeep } from './forge-deep.ts'
import { type Campaign, describeHandlers, judge } from './forge-judge.ts'
import { runForge } from './forge-run.ts'
import { Fault, program } from './program.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const RECORD = join(ROOT, 'test/assurance/deep.json')
const SEED = 0x10de5704en
/** Runs of an environment in the default profile (foundry.toml), and the handler calls that they must make. */
const RUNS = 512
const LEAST_CALLS = 1_000_000
/** Runs of an environment in a chunk of a deep run, and the calls that a chunk must make. */
const CHUNK_RUNS = 1024
const LEAST_CHUNK_CALLS = 2_000_000
/** Handler calls of a whole deep run. */
const DEEP_CALLS = 100_000_000

/** One campaign over all environments. Throws `Fault` unless all of it ran and passed. */
function campaign(seed: bigint, leastCalls: number, env: Record<string, string>): { done: Campaign; seconds: number } {
  console.log(`forge: seed 0x${seed.toString(16)}`)
  const started = Date.now()
  const log = join(ROOT, 'cache/invariants/handlers.log')
  mkdirSync(dirname(log), { recursive: true })
  rmSync(log, { force: true })
  const answer = runForge(ROOT, ['test', '--json', '--fuzz-seed', `0x${seed.toString(16)}`], env)
  const done = judge(answer, existsSync(log) ? readFileSync(log, 'utf8') : '', leastCalls)
  return { done, seconds: Math.round((Date.now() - started) / 1000) }
}

function once(seed: bigint, runs: number): void {
  const env = { FOUNDRY_INVARIANT_RUNS: String(runs) }
  const { done, seconds } = campaign(seed, Math.floor((LEAST_CALLS * runs) / RUNS), env)
  for (const line of describeHandlers(done.handlers)) console.log(line)
  console.log(`forge: ${done.tests} tests, ${done.calls} handler calls, ${done.fuzzRuns} fuzz runs, ${seconds} s`)
}

/** `chunks` more chunks, or as many as are missing; each is recorded when it has passed. */
function deepRun(seed: bigint | undefined, chunks: number | undefined): void {
  const begun = resume(readDeep(RECORD), deepFingerprint(ROOT), seed, SEED)
  console.log(`forge: deep run ${begun.why}`)
  let deep: Deep = begun.deep
  const last = deep.chunks + (chunks ?? Infinity)
  while (deep.chunks < last && (chunks !== undefined || deep.calls < DEEP_CALLS)) {
    const env = { FOUNDRY_INVARIANT_RUNS: String(CHUNK_RUNS) }
    const { done, seconds } = campaign(BigInt(deep.seed) + BigInt(deep.chunks), LEAST_CHUNK_CALLS, env)
    if (deepFingerprint(ROOT) !== deep.fingerprint) throw new Fault('the code was changed while a chunk ran')
    deep = addChunk(deep, done, seconds)
    writeDeep(RECORD, deep)
    console.log(`forge: chunk ${deep.chunks} passed, ${done.calls} calls in ${seconds} s; ${deep.calls} in all`)
  }
  for (const line of describeHandlers(deep.handlers)) console.log(line)
  console.log(
    `forge: ${deep.calls} of ${DEEP_CALLS} handler calls passed, in ${deep.chunks} chunks of seed ${deep.seed}, ${deep.seconds} s`,
  )
}

const positive = z
  .string()
  .regex(/^[1-9][0-9]{0,5}$/, 'must be 1 to 999999')
  .transform(Number)
  .optional()

const Options = z.strictObject({
  deep: z.boolean().default(false),
  runs: positive,
  seed: z
    .string()
    .regex(/^(0x[0-9a-fA-F]{1,60}|[0-9]{1,70})$/, 'must be a whole number, decimal or 0x...')
    .transform(BigInt)
    .optional(),
  chunks: positive,
})

await program('forge', () => {
  const { values } = parseArgs({
    options: {
      deep: { type: 'boolean' },
      runs: { type: 'string' },
      seed: { type: 'string' },
      chunks: { type: 'string' },
    },
  })
  const parsed = Options.safeParse({ ...values })
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `--${issue.path.join('.')} ${issue.message}`)
    throw new Fault(faults.join('\n'))
  }
  const { deep, runs, seed, chunks } = parsed.data
  if (deep && runs !== undefined) throw new Fault(`--runs ${runs} does not go with --deep`)
  if (deep) deepRun(seed, chunks)
  else if (chunks !== undefined) throw new Fault(`--chunks ${chunks} needs --deep`)
  else once(seed ?? SEED, runs ?? RUNS)
})
