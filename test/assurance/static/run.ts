/**
 * Static analysis of all contracts but the mocks: Slither, forge's linter, solhint and the own checks. Fails on a finding that is not
 * accepted for a reason, and on an acceptance that nothing needs any more.
 *
 *   node test/assurance/static/run.ts
 */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { Fault, program } from '../../../scripts/tools/program.ts'
import { FORGE_LINT, SLITHER } from './accepted.ts'
import { unaccepted } from './findings.ts'
import { runForgeLint } from './lints.ts'
import { runSlither } from './slither.ts'
import { projectSources } from './tree.ts'

/** Fewest detectors that Slither must run: a filter in a configuration file would leave some out. */
const LEAST_DETECTORS = 100

const SCRATCH = 'cache/assurance/static'

/** A contract full of faults, and what each tool must say of it: a tool that is not looking finds nothing in ours either. */
const PLANTED = 'test/assurance/static/planted/Planted.sol'
const MUST_REPORT = {
  slither: [
    'tx-origin',
    'arbitrary-send-erc20',
    'reentrancy-eth',
    'suicidal',
    'unchecked-transfer',
    'divide-before-multiply',
  ],
  forge: ['erc20-unchecked-transfer', 'divide-before-multiply'],
}

/** What a tool should have reported of the planted contract and did not. */
const silent = (tool: string, reported: readonly string[], expected: readonly string[]): string[] =>
  expected.filter((name) => !reported.includes(name)).map((name) => `${tool} does not report ${name} in ${PLANTED}`)

function slither(): string[] {
  const planted = runSlither(new Map([[PLANTED, readFileSync(PLANTED, 'utf8')]]), `${SCRATCH}/planted`)
  const { findings, detectors, dependencies, ran } = runSlither(projectSources(), `${SCRATCH}/contracts`)
  for (const [name, count] of [...detectors].sort())
    console.log(`  slither ${name.padEnd(24)}${String(count).padStart(3)} accepted`)
  console.log(`slither: ${ran} detectors, ${dependencies} findings in dependencies alone are not ours to judge`)
  const few = ran < LEAST_DETECTORS ? [`slither ran ${ran} detectors, at least ${LEAST_DETECTORS} must`] : []
  return [
    ...few,
    ...silent('slither', [...planted.detectors.keys()], MUST_REPORT.slither),
    ...unaccepted('slither', findings, SLITHER),
  ]
}

function forgeLint(): string[] {
  const planted = runForgeLint(PLANTED).map(({ function: lint }) => lint)
  const findings = runForgeLint('contracts')
  console.log(`forge lint: ${findings.length} findings accepted`)
  return [...silent('forge lint', planted, MUST_REPORT.forge), ...unaccepted('forge lint', findings, FORGE_LINT)]
}

/** Runs a program of ours or of a package with this Node. */
function node(name: string, ...args: string[]): string[] {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 2 ** 28 })
  process.stdout.write(stdout)
  if (status === 0) return []
  return [`${name}: ${stderr.trim()}`]
}

const PARTS: [string, () => string[]][] = [
  ['own checks', () => node('own checks', 'test/assurance/static/own.ts')],
  [
    'solhint',
    () => node('solhint', 'node_modules/solhint/solhint.js', '--disc', '--max-warnings=0', 'contracts/**/*.sol'),
  ],
  ['forge lint', forgeLint],
  ['slither', slither],
]

await program('static', () => {
  const started = Date.now()
  const faults = PARTS.map(([, part]) => part())
  const passed = faults.filter((list) => list.length === 0).length
  console.log(`static: ${Math.round((Date.now() - started) / 1000)} s`)
  const summary = `${passed} of ${PARTS.length} tools find nothing but what is accepted`
  if (passed < PARTS.length) throw new Fault(`${faults.flat().join('\n')}\nstatic: ${summary}`)
  console.log(`static: ${summary}`)
})
