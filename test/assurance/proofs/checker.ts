/**
 * The compiler's model checker on one harness, with z3 and cvc5 as its solvers.
 *
 * Its engine BMC starts each external function from any state of storage at all, with any arguments. A harness requires the invariant, acts
 * and asserts the invariant again: an induction step, so what is proved holds after any number of calls. The engine is marked deprecated;
 * the compiler is pinned. It drops runs in which a loop goes on longer than it is unrolled, so every loop is made to assert that it ends
 * earlier. It goes on behind a revert with an error, so such a revert is written without.
 */
import { readFileSync } from 'node:fs'
import { posix } from 'node:path'
import solc from 'solc'
import { z } from 'zod'
import { Fault } from '../../../scripts/tools/program.ts'
import type { Harness } from './harnesses.ts'
import { type Verdict, cvc5, z3 } from './solvers.ts'

const FOLDER = 'test/assurance/proofs/harness'
const PARTS = /^contracts\/parts\/(Docket|Pool)\.sol$/

/** For one query and solver: most take less than one. */
const SECONDS = 60

/** In every query about a call of an external function: see Called.sol. */
const MARK = '1779033703'

/** The package declares its compiler without types. */
const compiler: {
  compile(input: string, callbacks: { smtSolver: (query: string) => { contents: string } }): string
} = solc

const Message = z.looseObject({
  severity: z.enum(['error', 'warning', 'info']),
  message: z.string(),
  formattedMessage: z.string(),
  sourceLocation: z.looseObject({ file: z.string(), start: z.number() }).optional(),
})
export type Message = z.infer<typeof Message>
const Output = z.looseObject({ errors: z.array(Message).default([]) })

/** Said of every harness. */
const DEPRECATED =
  'The BMC engine of the SMTChecker is deprecated and will be removed in a future release. Please use the CHC engine instead.'

/** What the checker said of a harness. */
export const Findings = z.strictObject({
  /** Places at which something always holds. */
  proved: z.number(),
  /** Assertions among them that are in the harness itself. */
  own: z.number(),
  /** Queries, one for each place and function that reaches it, to which there is a counterexample. */
  refuted: z.number(),
  /** Everything else that it said: what it could not decide, or does not support. */
  open: z.array(z.string()),
})
export type Findings = z.infer<typeof Findings>

/** What was found in a harness as it is, with all that it asserts false, with its bug and, if it is tight, with one round less. */
export const Found = z.strictObject({
  plain: Findings,
  denied: Findings,
  planted: Findings,
  short: Findings.optional(),
})
export type Found = z.infer<typeof Found>

/** What was asked about, and how: a place in the sources. */
const place = ({ message, sourceLocation: at }: Message) => `${at?.file} ${at?.start} ${message}`

/** Counts what the compiler's messages and the solvers' verdicts say; they must agree. */
export function judge(messages: readonly Message[], verdicts: readonly Verdict[]): Findings {
  const errors = messages.filter(({ severity }) => severity === 'error')
  if (errors.length > 0) throw new Fault(errors.map(({ formattedMessage }) => formattedMessage).join('\n'))
  const about = messages.filter(({ message }) => /CHC|BMC|SMT|[Aa]ssertion/.test(message) && message !== DEPRECATED)
  const safe = about.filter(({ message }) => /^BMC: .* check is safe!$/.test(message))
  const unsafe = about.filter(({ message }) => /^BMC: .* might happen here\.$/.test(message))
  const proved = new Set(safe.map(place)).size
  const count = (wanted: Verdict) => verdicts.filter((verdict) => verdict === wanted).length
  const [refuted, undecided] = [count('sat'), count('gave up')]
  if (proved > count('unsat')) {
    throw new Fault(`the compiler calls ${proved} places safe, the solvers only ${count('unsat')} queries`)
  }
  const open = about
    .filter((message) => !safe.includes(message) && !unsafe.includes(message))
    .map(({ formattedMessage }) => formattedMessage.trim())
  if (undecided > 0) open.push(`${undecided} of ${verdicts.length} queries undecided`)
  // Arithmetic, and what contracts/ asserts, are asked of internal functions alone too; in a harness none of them asserts.
  const inHarness = ({ message, sourceLocation: at }: Message) =>
    message.includes('Assertion') && (at?.file.startsWith(FOLDER) ?? true)
  const aside = unsafe.find(inHarness)
  if (aside !== undefined && refuted + undecided === 0) open.push(`without the mark: ${aside.formattedMessage.trim()}`)
  const own = new Set(safe.filter(inHarness).map(place)).size
  return { proved, own, refuted, open }
}

/** A change to a source before it is checked. */
export type Change = (path: string, source: string) => string

/** What is wrong with what was found in `harness`. */
export function faultsOf({ name, places }: Harness, { plain, denied, planted, short }: Found): string[] {
  const faults = plain.open.map((text) => `${name}: ${text}`)
  if (plain.refuted > 0) faults.push(`${name}: ${plain.refuted} queries have a counterexample`)
  if (plain.proved !== places) faults.push(`${name}: something is proved at ${plain.proved} places, not ${places}`)
  if (denied.own > 0) faults.push(`${name}: ${denied.own} of its assertions are not reached, or hold whatever they say`)
  if (planted.refuted === 0) faults.push(`${name}: its planted bug is not found`)
  if (short?.refuted === 0) faults.push(`${name}: a loop that is too long is not noticed`)
  return faults
}

/** Plants the bug of a harness in its file, where it must have one place. */
export const withBug =
  ({ name, bug }: Harness): Change =>
  (path, source) => {
    if (path !== bug.file) return source
    if (source.split(bug.from).length !== 2) throw new Fault(`${name}: its bug has no place in ${path}`)
    return source.replace(bug.from, () => bug.to)
  }

/**
 * `source` with each loop asserting that it ends before the last of the `rounds` that it is unrolled: at the start of a round, or at its
 * end if it can break off, because the checker takes the round after a break to begin.
 */
export function boundLoops(source: string, rounds: number): string {
  const loops = [...source.matchAll(/\b(?:for|while) \(|\bdo \{/g)].length
  const check = `assert(++rounds_ < ${rounds});`
  let bounded = 0
  const text = source.replaceAll(
    /^( *)((?:for|while) \(.*\)) (?:\{\n([\s\S]*?)^\1\}|([^{}]*;))$/gm,
    (loop: string, indent: string, head: string, block: string | undefined, statement: string | undefined) => {
      const body = block ?? statement ?? ''
      const breaks = /\bbreak\b/.test(body)
      if (breaks && /\bcontinue\b/.test(body)) throw new Fault(`a loop that both breaks and continues: ${loop}`)
      ++bounded
      return `${indent}uint256 rounds_; ${head} { ${breaks ? `${body} ${check}` : `${check} ${body}`} }`
    },
  )
  if (bounded !== loops) throw new Fault(`only ${bounded} of ${loops} loops are bounded`)
  return text
}

/** `source` with plain reverts: the checker goes on behind one with an error. */
const plainReverts = (source: string): string => source.replaceAll(/\brevert \w+\([^;]*\);/g, 'revert();')

/** `source` with everything false that it asserts, to see that all of it is reached. */
export function denied(source: string): string {
  return source
    .split('assert(')
    .map((part, i) => {
      if (i === 0) return part
      let open = 1
      let end = 0
      for (; open > 0; ++end) open += part[end] === '(' ? 1 : part[end] === ')' ? -1 : 0
      return `assert(false)${part.slice(end)}`
    })
    .join('')
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

/** A function of a contract, with its comment. */
const FUNCTION = /\n(?: {4}\/\/\/.*\n)* {4}function (\w+)\([\s\S]*?\n {4}\}\n/g

/**
 * Leaves out of the docket and the pool in `sources` the functions that nothing calls: the checker would start in each of them too,
 * which only takes time.
 */
export function leaveOutUnused(sources: Map<string, string>): void {
  for (let left = true; left;) {
    left = false
    const code = [...sources.values()].join('\n').replaceAll(/\/\/.*/g, '')
    for (const [path, source] of sources) {
      if (!PARTS.test(path)) continue
      const used = source.replaceAll(FUNCTION, (text, name: string) => {
        if (code.split(new RegExp(`\\b${name}\\b`)).length > 2) return text
        left = true
        return '\n'
      })
      sources.set(path, used)
    }
  }
}

/** The text of `harness` and of all that it imports, by path, as the checker gets it. */
function sourcesOf(harness: Harness, change: Change): Map<string, string> {
  const sources = new Map<string, string>()
  const queue = [`${FOLDER}/${harness.name}.sol`]
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (sources.has(path)) continue
    const source = plainReverts(change(path, readFileSync(path, 'utf8')))
    sources.set(path, path.startsWith('contracts/') ? boundLoops(source, harness.rounds) : source)
    for (const [, other = ''] of source.matchAll(/^import .* from "(.*)";$/gm)) {
      queue.push(other.startsWith('.') ? posix.join(posix.dirname(path), other) : other)
    }
  }
  leaveOutUnused(sources)
  if (!harness.writtenOut) return sources
  return new Map([...sources].map(([path, source]) => [path, PARTS.test(path) ? withoutPointers(source) : source]))
}

/** Runs the checker on `harness`, after `change`; with `first` it asks the solvers no more after the first counterexample. */
export function check(harness: Harness, change: Change = (_, source) => source, first = false): Findings {
  const sources = sourcesOf(harness, change)
  const verdicts: Verdict[] = []
  const answer = (query: string) => {
    if (!query.includes(MARK) || (first && verdicts.includes('sat'))) return { contents: 'unknown' }
    const verdict = solve(query)
    verdicts.push(verdict)
    // With a counterexample the compiler would want its values.
    return { contents: verdict === 'unsat' ? 'unsat' : 'unknown' }
  }
  const file = `${FOLDER}/${harness.name}.sol`
  const input = {
    language: 'Solidity',
    sources: Object.fromEntries([...sources].map(([path, content]) => [path, { content }])),
    settings: {
      evmVersion: 'cancun',
      remappings: [],
      modelChecker: {
        engine: 'bmc',
        bmcLoopIterations: harness.rounds,
        divModNoSlacks: true,
        solvers: ['smtlib2'],
        targets: ['assert', ...(harness.arithmetic ? ['underflow', 'overflow', 'divByZero'] : [])],
        contracts: { [file]: [harness.name] },
        showProvedSafe: true,
        showUnproved: true,
        showUnsupported: true,
      },
    },
  }
  const output: unknown = JSON.parse(compiler.compile(JSON.stringify(input), { smtSolver: answer }))
  return judge(Output.parse(output).errors, verdicts)
}

/** How the compiler writes that an integer is cut to so many bits. */
const CUT = /\(bv2nat \(ite \(>= (\w+) 0\) \(\(_ int2bv (\d+)\) \1\) \(bvneg \(\(_ int2bv \2\) \(- \1\)\)\)\)\)/g

/**
 * The script for the solvers: no values are asked for, and what the compiler writes by bit vectors is written by the remainder, which is
 * the same number and, unlike them, no trouble to arithmetic.
 */
export const scriptOf = (query: string): string =>
  `${query
    .replaceAll(/^\(get-value.*$/gm, '')
    .replaceAll(CUT, (_, whole: string, bits: string) => `(mod ${whole} ${2n ** BigInt(bits)})`)}\n`

/**
 * `script` with products and quotients of which nothing is known but that the same numbers give the same. What has no counterexample
 * then has none for the real ones; the reverse is not said.
 */
export const generalised = (script: string): string =>
  script
    .replaceAll('(* ', '(product_ ')
    .replaceAll('(div ', '(quotient_ ')
    .replace(
      '(set-logic ALL)',
      '(set-logic ALL)\n(declare-fun product_ (Int Int) Int)\n(declare-fun quotient_ (Int Int) Int)',
    )

/** z3 on the generalised script, which mostly is enough, then z3 and cvc5 on the script itself. */
function solve(query: string): Verdict {
  const script = scriptOf(query)
  if (z3(generalised(script), SECONDS) === 'unsat') return 'unsat'
  const verdict = z3(script, SECONDS)
  return verdict === 'gave up' ? cvc5(script, SECONDS) : verdict
}
