/**
 * Coverage of the contracts by forge's tests: the invariants and fuzz tests at few runs, and the tests beside this file. Fails
 * unless every line, function and branch (both sides) of the core is reached, but for the lines in `exceptions.ts`.
 *
 *   node test/assurance/coverage/run.ts                    all tests
 *   node test/assurance/coverage/run.ts --without <suite>  without one of them: shows that the gate can fail
 */
import { mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { runForge } from '../../../scripts/tools/forge-run.ts'
import { Fault, program } from '../../../scripts/tools/program.ts'
import { EXCEPTIONS } from './exceptions.ts'
import { type FileCoverage, judge, parseLcov } from './lcov.ts'

const ROOT = resolve(import.meta.dirname, '../../..')
const SCRATCH = 'cache/assurance/coverage'
/** Fewest tests that must have run: a filter that matches nothing passes too. */
const LEAST_TESTS = 65
/** Files of the core without anything that runs. */
const DECLARATIONS = new Set(['contracts/Terms.sol'])

/** The Solidity files of a folder, not of its subfolders. */
const sources = (folder: string): string[] =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.sol'))
    .map((name) => `${folder}/${name}`)

const ratio = (hits: readonly number[]): string => `${hits.filter((n) => n > 0).length}/${hits.length}`

/** A line of the table: lines, functions and branches reached, and forge's count of statements. */
function row(name: string, file: FileCoverage, statements: Map<string, string>): string {
  const cells = [
    ratio([...file.lines.values()]),
    statements.get(name) ?? '?',
    ratio([...file.functions.values()]),
    ratio(file.branches.map(({ hits }) => hits)),
  ]
  return `  ${name.padEnd(44)}${cells.map((cell) => cell.padStart(12)).join('')}`
}

/** Statements by file, from forge's own table: LCOV does not know them. */
function statementsOf(summary: string): Map<string, string> {
  const rows = summary.matchAll(/^\| (contracts\/\S+)\s*\|[^|]*\| [\d.]+% \((\d+\/\d+)\)/gm)
  return new Map([...rows].map((match) => [match[1] ?? '', match[2] ?? '']))
}

await program('coverage', () => {
  const { values } = parseArgs({ options: { without: { type: 'string' } } })
  const started = Date.now()
  const report = join(SCRATCH, 'lcov.info')
  mkdirSync(join(ROOT, SCRATCH), { recursive: true })
  mkdirSync(join(ROOT, 'cache/invariants'), { recursive: true })
  rmSync(join(ROOT, report), { force: true })
  // Escrow needs the IR pipeline: without it the compiler runs out of stack.
  const args = ['coverage', '--ir-minimum', '--report', 'lcov', '--report', 'summary', '--report-file', report]
  if (values.without !== undefined) args.push('--no-match-contract', `^${values.without}$`)
  // The handlers' log of `npm run fuzz` is judged: this run has its own.
  const env = { FOUNDRY_PROFILE: 'coverage', HANDLERS_LOG: 'cache/invariants/coverage.log' }
  const answer = runForge(ROOT, args, env)
  if (!answer.passed) throw new Fault(`forge failed:\n${answer.output.slice(-4000)}`)
  const [, passed = '0', failed = '?', skipped = '?'] =
    /(\d+) tests passed, (\d+) failed, (\d+) skipped/.exec(answer.output) ?? []

  const sourceOf = (file: string) => readFileSync(join(ROOT, file), 'utf8')
  const coverage = parseLcov(sourceOf(report), sourceOf)
  const core = [...sources('contracts'), ...sources('contracts/parts')].filter((file) => !DECLARATIONS.has(file))
  const statements = statementsOf(answer.output)
  console.log(
    `  ${''.padEnd(44)}${['lines', 'statements', 'functions', 'branches'].map((t) => t.padStart(12)).join('')}`,
  )
  for (const file of [...core, ...sources('contracts/periphery')]) {
    const measured = coverage.get(file)
    if (measured !== undefined) console.log(row(file, measured, statements))
  }
  for (const { file, text, reason } of EXCEPTIONS) console.log(`  excepted: ${file} "${text}": ${reason}`)

  const faults = judge(coverage, core, EXCEPTIONS, sourceOf)
  if (failed !== '0' || skipped !== '0') faults.push(`${failed} tests failed, ${skipped} were skipped`)
  if (Number(passed) < LEAST_TESTS) faults.push(`${passed} tests passed, at least ${LEAST_TESTS} must`)
  const files = core.flatMap((file) => coverage.get(file) ?? [])
  const lines = files.flatMap((file) => [...file.lines.values()])
  const branches = files.flatMap((file) => file.branches.map(({ hits }) => hits))
  console.log(`coverage: ${passed} tests, ${Math.round((Date.now() - started) / 1000)} s`)
  const summary = `${ratio(lines)} lines and ${ratio(branches)} branches of the core reached`
  if (faults.length > 0) throw new Fault(`${summary}\n${faults.join('\n')}`)
  console.log(`coverage: ${summary}, ${EXCEPTIONS.length} lines excepted`.replaceAll('/', ' of '))
})
