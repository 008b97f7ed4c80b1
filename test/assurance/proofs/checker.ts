/** solc's model checker on one harness, with z3 as its solver. */
import { readFileSync } from 'node:fs'
import solc from 'solc'
import { z } from 'zod'
import { Fault } from '../../../scripts/tools/program.ts'
import { unfold } from './horn.ts'
import type { Harness } from './harnesses.ts'
import { type Verdict, z3 } from './solvers.ts'

const FOLDER = 'test/assurance/proofs/harness'

/** For one assertion: most take a few seconds. */
const SECONDS = 600

/** The package declares its compiler without types. */
const compiler: {
  compile(
    input: string,
    callbacks: {
      import: (path: string) => { contents: string }
      smtSolver: (query: string) => { contents: string }
    },
  ): string
} = solc

const Message = z.looseObject({
  severity: z.enum(['error', 'warning', 'info']),
  message: z.string(),
  formattedMessage: z.string(),
})
export type Message = z.infer<typeof Message>
const Output = z.looseObject({ errors: z.array(Message).default([]) })

/** What the checker said of a harness. */
export interface Findings {
  /** Assertions that always hold. */
  proved: number
  /** Queries, one for each assertion and function that reaches it, to which there is a counterexample. */
  refuted: number
  /** Everything else that it said: what it could not decide, or does not support. */
  open: string[]
}

/** Said of errors with arguments. A revert is a revert whatever it carries. */
const HARMLESS = ['Assertion checker does not yet implement type error']

/** Counts what the compiler's messages and the solver's answers say; they must agree. */
export function judge(messages: readonly Message[], verdicts: readonly Verdict[]): Findings {
  const errors = messages.filter(({ severity }) => severity === 'error')
  if (errors.length > 0) throw new Fault(errors.map(({ formattedMessage }) => formattedMessage).join('\n'))
  const about = messages.filter(
    ({ message }) => /CHC|BMC|SMT|[Aa]ssertion/.test(message) && !HARMLESS.includes(message),
  )
  const safe = about.filter(({ message }) => /^CHC: .* check is safe!$/.test(message))
  const unsafe = about.filter(({ message }) => /^CHC: .* might happen here\.$/.test(message))
  const count = (wanted: Verdict) => verdicts.filter((verdict) => verdict === wanted).length
  const [refuted, undecided] = [count('sat'), count('gave up')]
  // An assertion that several functions reach is asked about once for each of them.
  if (safe.length + unsafe.length > verdicts.length || unsafe.length > 0 !== refuted + undecided > 0) {
    const said = `${safe.length} assertions safe and ${unsafe.length} not`
    throw new Fault(`the compiler calls ${said}, the solver refutes ${refuted} of ${verdicts.length} queries`)
  }
  const others = about.filter((message) => !safe.includes(message) && !unsafe.includes(message))
  const open = others.map(({ formattedMessage }) => formattedMessage.trim())
  if (undecided > 0) open.push(`${undecided} of ${verdicts.length} queries undecided`)
  return { proved: safe.length, refuted, open }
}

/**
 * The Docket's and the Pool's source with each pointer to a claim or to a queue of breaks written out as the element of the mapping that it
 * stands for. The checker forgets a mapping as soon as something is written through a pointer into it, and takes a pointer's element
 * for unchanged by what is called. Every pointer in these two files comes straight from its mapping, so the meaning is the same; one
 * that is left is a fault.
 */
export function withoutPointers(source: string): string {
  const text = source
    .replaceAll('Claim storage claim = _claims[key];', '')
    .replaceAll('Breaks storage queue = _breaks[target];', '')
    .replaceAll(/\bClaim storage claim\b(?=[,)])/g, 'bytes32 key')
    .replace('returns (bytes32 key) {\n        claim = _claims[key];', '{')
    .replaceAll(/\bclaim\./g, '_claims[key].')
    .replaceAll(/\bqueue\./g, '_breaks[target].')
    .replaceAll('_markSettled(_claims[key], clocks)', '_markSettled(key, clocks)')
    .replaceAll('_phaseOf(claim, clocks)', '_phaseOf(key, clocks)')
  const code = text.replaceAll(/\/\/.*/g, '')
  const left = /.*\b(storage|claim|queue)\b(?!\s*=>).*/.exec(code)
  if (left !== null) throw new Fault(`a pointer that is not written out: ${left[0].trim()}`)
  return text
}

/** Runs the checker on `harness`, with the files of contracts/ as `change` has them. */
export function check(
  harness: Harness,
  change: (path: string, source: string) => string = (_, source) => source,
): Findings {
  const file = `${FOLDER}/${harness.name}.sol`
  const load = (path: string) => {
    const source = change(path, readFileSync(path, 'utf8'))
    return {
      contents: harness.writtenOut && /parts\/(Docket|Pool)\.sol$/.test(path) ? withoutPointers(source) : source,
    }
  }
  const verdicts: Verdict[] = []
  const answer = (query: string) => {
    const verdict = z3(unfold(query, harness.rounds), SECONDS)
    verdicts.push(verdict)
    // The compiler asks whether the clauses can all hold, that is, whether the assertion does.
    return { contents: verdict === 'unsat' ? 'sat' : 'unknown' }
  }
  const input = {
    language: 'Solidity',
    sources: { [file]: { content: readFileSync(file, 'utf8') } },
    settings: {
      evmVersion: 'cancun',
      remappings: [],
      modelChecker: {
        engine: 'chc',
        solvers: ['smtlib2'],
        targets: harness.targets ?? ['assert'],
        contracts: { [file]: [harness.name] },
        showProvedSafe: true,
        showUnproved: true,
        showUnsupported: true,
      },
    },
  }
  const output: unknown = JSON.parse(compiler.compile(JSON.stringify(input), { import: load, smtSolver: answer }))
  return judge(Output.parse(output).errors, verdicts)
}
