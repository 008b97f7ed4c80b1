/**
 * Symbolic tests of the deployed escrow with halmos: the tests beside this file, each for all values of its arguments. Then the same
 * tests on an escrow with planted bugs (bugs.ts), which must refute every one of them with a counterexample.
 *
 *   node test/assurance/halmos/run.ts [test ...]   of all tests, or of those whose `Contract.check_name` holds one of the words
 *
 * A test that was not run, timed out, has a path that halmos could not follow or cut at a loop bound, fails.
 */
import { spawn } from 'node:child_process'
import { createWriteStream, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { delimiter, dirname, join, resolve } from 'node:path'
import { foundryBinary } from '../../../scripts/tools/forge-run.ts'
import { Fault, program } from '../../../scripts/tools/program.ts'
import { pythonTool } from '../python.ts'
import { plant } from './bugs.ts'
import { declaredTests, missing, readReport, unexplained } from './judge.ts'

const ROOT = resolve(import.meta.dirname, '../../..')
const SCRATCH = 'cache/assurance/halmos'
/** Far above what any loop takes; a branch that is cut is a fault. */
const LOOP_BOUND = 100
/** Seconds for one query; the longest takes a few on an idle machine. */
const QUERY_SECONDS = 120
/** Fewest tests that must be declared. */
const LEAST_TESTS = 18

interface Answer {
  output: string
  report: unknown
}

/** Runs `tests` on the escrow of `artifact`. halmos compiles by itself, with the forge and the settings of this project. */
async function halmos(artifact: string, name: string, tests: readonly string[], extra: string[]): Promise<Answer> {
  const report = join(ROOT, SCRATCH, `${name}.json`)
  rmSync(report, { force: true })
  const executable = pythonTool('halmos')
  const [contracts, functions] = [0, 1].map((part) => tests.map((test) => test.split('.')[part] ?? '').join('|'))
  const args = [
    ...['--root', ROOT, '--forge-build-out', `${SCRATCH}/out`, '--json-output', report, '--no-status'],
    // By name, because artifacts that are no longer made stay in the folder.
    ...['--match-contract', `^(${contracts})$`, '--match-test', `^(${functions})\\(`],
    ...['--loop', String(LOOP_BOUND), '--solver-timeout-assertion', `${QUERY_SECONDS}s`],
    ...['--default-array-lengths', '0,1', '--default-bytes-lengths', '0,65', '--solver-threads', '1'],
    ...extra,
  ]
  const path = [
    dirname(foundryBinary(ROOT, 'forge')),
    join(ROOT, 'node_modules/.bin'),
    dirname(executable),
    process.env['PATH'] ?? '',
  ]
  const child = spawn(executable, args, {
    cwd: ROOT,
    env: {
      ...process.env,
      PATH: path.join(delimiter),
      FOUNDRY_CONFIG: join(import.meta.dirname, 'foundry.toml'),
      FOUNDRY_PROFILE: 'default',
      FOUNDRY_OFFLINE: 'true',
      HALMOS_ESCROW: artifact,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const log = createWriteStream(join(ROOT, SCRATCH, `${name}.log`))
  let output = ''
  const take = (chunk: Buffer) => {
    log.write(chunk)
    output += chunk.toString('utf8')
  }
  child.stdout.on('data', take)
  child.stderr.on('data', take)
  await new Promise<void>((done, reject) => {
    child.on('error', reject)
    child.on('close', () => done())
  })
  log.end()
  try {
    return { output, report: JSON.parse(readFileSync(report, 'utf8')) as unknown }
  } catch {
    throw new Fault(`halmos left no report:\n${output.slice(-3000)}`)
  }
}

await program('halmos', async () => {
  const words = process.argv.slice(2)
  const started = Date.now()
  const declared = readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith('.t.sol'))
    .flatMap((file) => declaredTests(readFileSync(join(import.meta.dirname, file), 'utf8')))
  const tests = declared.filter((test) => words.length === 0 || words.some((word) => test.includes(word)))
  if (tests.length === 0) throw new Fault(`no such test; the tests are ${declared.join(', ')}`)
  if (declared.length < LEAST_TESTS)
    throw new Fault(`${declared.length} tests are declared, at least ${LEAST_TESTS} must`)
  mkdirSync(join(ROOT, SCRATCH), { recursive: true })
  plant(join(ROOT, 'contracts'), join(ROOT, SCRATCH, 'planted'))

  const faults: string[] = []
  const real = await halmos('Escrow.sol/Escrow', 'real', tests, [])
  const verdicts = readReport(real.report)
  for (const { test, paths, fault } of verdicts) {
    console.log(
      `${fault === '' ? 'ok  ' : 'FAIL'}  ${test.padEnd(58)} ${paths} paths${fault === '' ? '' : `: ${fault}`}`,
    )
  }
  faults.push(
    ...missing(
      tests,
      verdicts.map(({ test }) => test),
    ),
    ...unexplained(real.output),
  )
  const hold = verdicts.filter(({ fault }) => fault === '').length
  const middle = Date.now()

  const bad = await halmos('PlantedEscrow.sol/PlantedEscrow', 'planted', tests, ['--early-exit'])
  const refuted = readReport(bad.report).filter((verdict) => verdict.refuted)
  for (const test of tests) {
    if (!refuted.some((verdict) => verdict.test === test)) faults.push(`${test} is not refuted by the planted bugs`)
  }
  const paths = verdicts.reduce((sum, verdict) => sum + verdict.paths, 0)
  const seconds = (from: number, to: number) => Math.round((to - from) / 1000)
  console.log(`halmos: ${seconds(started, middle)} s, planted bugs ${seconds(middle, Date.now())} s`)
  const summary = `${hold} of ${tests.length} symbolic tests hold (${paths} paths; ${refuted.length} refuted by planted bugs)`
  if (faults.length > 0 || hold < tests.length) throw new Fault([summary, ...faults].join('\n'))
  console.log(`halmos: ${summary}`)
})
