/**
 * Runs the invariants and fuzz tests in test/invariants with forge and judges the answer.
 *
 *   node scripts/tools/forge.ts                              the default profile: a fixed seed, at least 1,000,000 handler calls
 *   node scripts/tools/forge.ts --deep [--seed n] [--chunks n]  a hundred times as much, in chunks; continues where it was stopped
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { runForge } from './forge-run.ts'
import { judge } from './forge-judge.ts'
import { Fault, program } from './program.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const SEED = 0x10de5704en
/** Handler calls that one run of the default profile must make. */
const LEAST_CALLS = 1_000_000
const CHUNKS = 100

const State = z.strictObject({ seed: z.string(), done: z.number().int().min(0) })

/** One campaign over all environments. Throws `Fault` unless all of it ran and passed. */
function campaign(seed: bigint): void {
  console.log(`forge: seed 0x${seed.toString(16)}`)
  const started = Date.now()
  const log = join(ROOT, 'cache/invariants/handlers.log')
  mkdirSync(dirname(log), { recursive: true })
  rmSync(log, { force: true })
  const answer = runForge(ROOT, ['test', '--json', '--fuzz-seed', `0x${seed.toString(16)}`])
  const summary = judge(answer, existsSync(log) ? readFileSync(log, 'utf8') : '', LEAST_CALLS)
  for (const line of summary) console.log(line)
  console.log(`forge: ${Math.round((Date.now() - started) / 1000)} s`)
}

/** `chunks` campaigns with a seed each, counted in a state file so that a stopped run goes on. */
function deep(seed: bigint, chunks: number): void {
  const path = join(ROOT, 'cache/invariants/deep.json')
  mkdirSync(dirname(path), { recursive: true })
  const text = `0x${seed.toString(16)}`
  const stored = existsSync(path) ? State.parse(JSON.parse(readFileSync(path, 'utf8'))) : { seed: text, done: 0 }
  let done = stored.seed === text ? stored.done : 0
  for (; done < chunks; ++done) {
    console.log(`forge: chunk ${done + 1} of ${chunks}`)
    campaign(seed + BigInt(done))
    writeFileSync(path, JSON.stringify({ seed: text, done: done + 1 }))
  }
  console.log(`forge: ${chunks} chunks of seed ${text} are done`)
}

const Options = z.strictObject({
  deep: z.boolean().default(false),
  seed: z
    .string()
    .regex(/^(0x[0-9a-fA-F]{1,60}|[0-9]{1,70})$/, 'must be a whole number, decimal or 0x...')
    .transform(BigInt)
    .default(SEED),
  chunks: z
    .string()
    .regex(/^[1-9][0-9]{0,5}$/, 'must be 1 to 999999')
    .transform(Number)
    .default(CHUNKS),
})

await program('forge', () => {
  const { values } = parseArgs({
    options: { deep: { type: 'boolean' }, seed: { type: 'string' }, chunks: { type: 'string' } },
  })
  const parsed = Options.safeParse({ ...values })
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `--${issue.path.join('.')} ${issue.message}`)
    throw new Fault(faults.join('\n'))
  }
  if (parsed.data.deep) deep(parsed.data.seed, parsed.data.chunks)
  else campaign(parsed.data.seed)
})
