/**
 * Shows that the invariants bite: compiles the escrow with one planted bug at a time, in memory, runs the invariants on it at
 * reduced runs and reports whether they caught it. Fails on a miss, and if the escrow without a bug does not pass.
 *
 *   node scripts/tools/planted.ts [part of a bug's name]
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import solc from 'solc'
import { z } from 'zod'
import { BUGS, type Bug } from './planted-bugs.ts'
import { runForge } from './forge-run.ts'
import { Fault, program } from './program.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const WORK = join(ROOT, 'cache/invariants/planted')

/** The package declares its compiler without types. */
const compiler: {
  compile(input: string, callbacks: { import: (path: string) => { contents: string } }): string
} = solc

const Output = z.object({
  errors: z.array(z.object({ severity: z.string(), formattedMessage: z.string() })).default([]),
  contracts: z.record(
    z.string(),
    z.record(z.string(), z.object({ evm: z.object({ bytecode: z.object({ object: z.string() }) }) })),
  ),
})
const Suites = z.record(
  z.string(),
  z.object({ test_results: z.record(z.string(), z.object({ status: z.string(), reason: z.string().nullable() })) }),
)

/** The text of `file` of the contracts, with the bug in it if it is there. */
function source(file: string, bug: Bug | undefined): string {
  const text = readFileSync(join(ROOT, 'contracts', file), 'utf8')
  if (bug === undefined || bug.file !== file) return text
  const parts = text.split(bug.from)
  if (parts.length !== 2)
    throw new Fault(`"${bug.name}" fits ${parts.length - 1} places of ${file}, not one: mend its rule`)
  return parts.join(bug.to)
}

/** Compiles the escrow with `bug`, by the settings of foundry.toml, and returns its creation code. */
function compile(bug: Bug | undefined): string {
  const input = {
    language: 'Solidity',
    sources: { 'contracts/Escrow.sol': { content: source('Escrow.sol', bug) } },
    settings: {
      evmVersion: 'cancun',
      viaIR: true,
      optimizer: { enabled: true, runs: 200 },
      outputSelection: { 'contracts/Escrow.sol': { Escrow: ['evm.bytecode.object'] } },
    },
  }
  const find = (path: string) => ({
    contents: path.startsWith('contracts/')
      ? source(path.slice('contracts/'.length), bug)
      : readFileSync(join(ROOT, 'node_modules', path), 'utf8'),
  })
  const output = Output.parse(JSON.parse(compiler.compile(JSON.stringify(input), { import: find })))
  const errors = output.errors.filter(({ severity }) => severity === 'error')
  const code = output.contracts['contracts/Escrow.sol']?.['Escrow']?.evm.bytecode.object
  if (code === undefined)
    throw new Fault(`${bug?.name ?? 'the escrow'} does not compile: ${errors[0]?.formattedMessage}`)
  return code
}

/** The first test that fails on the escrow with `bug`; undefined if all pass. */
function firstFailure(bug: Bug | undefined): string | undefined {
  rmSync(WORK, { recursive: true, force: true })
  mkdirSync(WORK, { recursive: true })
  writeFileSync(join(WORK, 'Escrow.json'), JSON.stringify({ abi: [], bytecode: { object: `0x${compile(bug)}` } }))
  const answer = runForge(ROOT, ['test', '--json', '--match-test', 'invariant_(S2|R1)'], {
    HANDLERS_LOG: 'cache/invariants/planted/handlers.log',
    ESCROW_ARTIFACT: 'cache/invariants/planted/Escrow.json',
    FOUNDRY_INVARIANT_RUNS: '12',
    FOUNDRY_INVARIANT_SHRINK_RUN_LIMIT: '0',
    FOUNDRY_INVARIANT_FAILURE_PERSIST_DIR: 'cache/invariants/planted/failures',
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
}

await program('planted', () => {
  try {
    const wanted = process.argv[2] ?? ''
    const bugs = BUGS.filter(({ name }) => name.includes(wanted))
    if (bugs.length === 0) throw new Fault(`no planted bug is called like "${wanted}"`)
    const control = firstFailure(undefined)
    if (control !== undefined) throw new Fault(`the escrow without a bug fails: ${control}`)
    console.log('passes  the escrow without a bug')
    let missed = 0
    for (const bug of bugs) {
      const failure = firstFailure(bug)
      if (failure === undefined) ++missed
      console.log(failure === undefined ? `MISSED  ${bug.name}` : `caught  ${bug.name} (${failure})`)
    }
    console.log(`planted: ${bugs.length - missed} of ${bugs.length} bugs caught`)
    if (missed > 0) process.exitCode = 1
  } finally {
    rmSync(WORK, { recursive: true, force: true })
  }
})
