/** Runs the stateful invariants (test/invariants) on an escrow with a bug in it. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { runForge } from '../../../scripts/tools/forge-run.ts'
import { Fault } from '../../../scripts/tools/program.ts'
import { type Bug } from './bug.ts'
import { BUILD, type Compiler, ROOT } from './compile.ts'

/** Where the invariants may read an artifact: see foundry.toml. */
const WORK = 'cache/invariants/bugs'
/** Runs of each invariant: a fraction of `npm run fuzz`. */
const RUNS = 12

const Suites = z.record(
  z.string(),
  z.object({ test_results: z.record(z.string(), z.object({ status: z.string(), reason: z.string().nullable() })) }),
)

/** The first test that fails on the escrow with `bug`; undefined if all pass. */
export async function firstFailure(compiler: Compiler, bug: Bug | undefined): Promise<string | undefined> {
  const { Escrow: escrow } = await compiler.compiled(bug, BUILD)
  if (escrow === undefined)
    throw new Fault(`"${bug?.name}" is not in the escrow: the invariants run on no other factory`)
  return failureOf(escrow.bytecode)
}

/** The first test that fails on an escrow of this `bytecode`; undefined if all pass. */
export function failureOf(bytecode: string): string | undefined {
  const folder = join(ROOT, WORK)
  try {
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'Escrow.json'), JSON.stringify({ abi: [], bytecode: { object: bytecode } }))
    const answer = runForge(ROOT, ['test', '--json', '--match-test', '^invariant_all\\('], {
      HANDLERS_LOG: `${WORK}/handlers.log`,
      ESCROW_ARTIFACT: `${WORK}/Escrow.json`,
      FOUNDRY_INVARIANT_RUNS: String(RUNS),
      FOUNDRY_INVARIANT_SHRINK_RUN_LIMIT: '0',
      FOUNDRY_INVARIANT_FAILURE_PERSIST_DIR: `${WORK}/failures`,
    })
    let tests = 0
    for (const [suite, { test_results: results }] of Object.entries(Suites.parse(JSON.parse(answer.output)))) {
      for (const [test, { status, reason }] of Object.entries(results)) {
        ++tests
        if (status !== 'Success') return `${suite.split(':')[1]} ${test.split('(')[0]}: ${(reason ?? '').slice(0, 80)}`
      }
    }
    if (tests === 0 || !answer.passed) throw new Fault(`forge ran ${tests} tests and did not pass them`)
    return undefined
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
