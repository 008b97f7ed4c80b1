/**
 * Mutation testing of the core: changes one place at a time and reports whether the ordinary suites, or else the stateful invariants,
 * fail. Goes on where it was stopped: what was killed stays killed until the core changes; what lived is tried again.
 *
 *   node test/assurance/mutation/run.ts [text ...] [--lanes n] [--explained] [--planted]
 *
 * A text limits the run to mutants whose name has it. What survivors.ts explains counts as alive and is tried only with `--explained`: each
 * takes minutes to live through everything. `--planted` tries one harmless change only, which must live and fail the run.
 * Fails unless 95 % are killed and every survivor is explained, and nothing else is.
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { runNode } from '../../../scripts/check/step.ts'
import { Fault, program } from '../../../scripts/tools/program.ts'
import { failureOf } from '../bugs/invariants.ts'
import { HARDHAT } from '../bugs/suites.ts'
import { type Built, activated, build } from './build.ts'
import { type Job, Lane } from './lane.ts'
import { Ledger } from './ledger.ts'
import { type Killer, Killers, suitesFor, suitesOf } from './plan.ts'
import { SURVIVORS } from './survivors.ts'
import { type Score, faultsOf, isTimeout, summary } from './score.ts'
import type { Mutant } from './switches.ts'

const FOLDER = 'cache/assurance/mutation'

type Code = ReadonlyMap<string, Built>

/** The core with the mutants of `file` in it, of which `id` is on. */
function contractsOf(code: Code, file: string, id: number): Job['contracts'] {
  const built = code.get(file)
  if (built === undefined) throw new Fault(`no mutants of ${file} were built`)
  return { Escrow: activated(built, 'Escrow', id), EscrowFactory: activated(built, 'EscrowFactory', id) }
}

/** The switches of the signatures are few enough for the tests that bound gas. */
const isMeasured = (file: string) => file === 'parts/Panel.sol'

/** Said of a mutant instead of the test that fails on it. */
const ENDLESS_LOOP = 'a call goes on until memory is gone'

const pathOf = (file: string) => `${process.cwd()}/test/${file}`
const nameOf = (path: string) => path.slice(pathOf('').length)

/** How many tests of each suite pass on the core with the mutants of `file` in it and none on. Throws unless all do. */
async function control(
  lanes: readonly Lane[],
  code: Code,
  file: string,
  suites: string[],
): Promise<Map<string, number>> {
  const contracts = contractsOf(code, file, 0)
  const answers = await Promise.all(
    lanes.map((lane, i) => {
      const files = suites.filter((_, place) => place % lanes.length === i).map(pathOf)
      return lane.run({ contracts, first: [], files, until: 'end', isMeasured: isMeasured(file) })
    }),
  )
  if (answers.includes('endless')) throw new Fault(`no mutant is on, yet a call goes on and on`)
  const ran = answers.filter((answer) => answer !== 'endless')
  const killed = ran.flatMap((answer) => answer.killed)
  if (killed.length > 0) {
    const failures = killed.map((one) => `${nameOf(one.file)}: ${one.title}: ${one.why}`)
    throw new Fault(`no mutant is on, yet these fail:\n${failures.join('\n')}`)
  }
  const passed = new Map(ran.flatMap(({ counts }) => Object.entries(counts)).map(([path, n]) => [nameOf(path), n]))
  for (const suite of suites) if ((passed.get(suite) ?? 0) === 0) throw new Fault(`no test of test/${suite} ran`)
  const sum = [...passed.values()].reduce((x, y) => x + y, 0)
  console.log(`passes  ${file} with no mutant on (${sum} tests in ${suites.length} suites)`)
  return passed
}

/** What kills `mutant` in the suites, `first` tried first; undefined if it lives; 'late' if a test ran out of time, which says nothing. */
async function bySuites(lane: Lane, code: Code, mutant: Mutant, first: Killer[], expected: Map<string, number>) {
  const files = suitesFor(mutant)
  const answer = await lane.run({
    contracts: contractsOf(code, mutant.file, mutant.id),
    first: first.map(({ suite, title }) => ({ file: pathOf(suite), title })),
    files: files.map(pathOf),
    until: 'failure',
    isMeasured: isMeasured(mutant.file),
  })
  if (answer === 'endless') return { suite: files[0] ?? '', title: ENDLESS_LOOP }
  const { counts, killed } = answer
  const [killer] = killed
  if (killer !== undefined) {
    if (isTimeout(killer.why)) return 'late'
    return { suite: nameOf(killer.file), title: killer.title }
  }
  for (const file of files) {
    const passed = counts[pathOf(file)]
    if (passed !== expected.get(file))
      throw new Fault(`${mutant.name}: ${passed} of ${expected.get(file)} tests of ${file} ran`)
  }
  return undefined
}

/** Those of `mutants` that live through the suites: of one file after another, several at a time. */
async function tryAll(
  mutants: readonly Mutant[],
  code: Code,
  ledger: Ledger,
  lanes: readonly Lane[],
): Promise<Mutant[]> {
  const alive: Mutant[] = []
  const killers = new Killers()
  const late = new Set<Mutant>()
  for (const file of code.keys()) {
    const queue = mutants.filter((mutant) => mutant.file === file && !ledger.isKilled(mutant.name))
    if (queue.length === 0) continue
    const expected = await control(lanes, code, file, suitesOf(queue))
    await Promise.all(
      lanes.map(async (lane) => {
        for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
          const killer = await bySuites(lane, code, mutant, killers.for(mutant), expected)
          if (killer === 'late') {
            if (late.has(mutant))
              throw new Fault(`${mutant.name}: a test took too long twice, which says nothing: go on later`)
            late.add(mutant)
            queue.push(mutant)
            continue
          }
          if (killer === undefined) {
            alive.push(mutant)
            console.log(`lives   ${mutant.name}`)
            continue
          }
          if (killer.title !== ENDLESS_LOOP) killers.add(mutant, killer)
          ledger.kill(mutant.name, `${killer.suite}: ${killer.title}`)
        }
      }),
    )
  }
  return alive
}

/** Those of `mutants` that the invariants do not notice either. */
function byInvariants(mutants: readonly Mutant[], code: Code, ledger: Ledger): Mutant[] {
  return mutants.filter((mutant) => {
    if (mutant.file === 'EscrowFactory.sol' || mutant.file === 'parts/TermsRules.sol') return true
    const { Escrow: escrow } = contractsOf(code, mutant.file, mutant.id)
    const failure = failureOf(escrow?.bytecode ?? '')
    if (failure === undefined) return true
    console.log(`killed  ${mutant.name} (${failure})`)
    ledger.kill(mutant.name, failure)
    return false
  })
}

await program('mutation', async () => {
  const { values, positionals } = parseArgs({
    options: {
      lanes: { type: 'string', default: '2' },
      explained: { type: 'boolean', default: false },
      planted: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  })
  if (!/^[1-9]$/.test(values.lanes)) throw new Fault(`--lanes is ${values.lanes}: give 1 to 9`)
  const { code: exit, output } = await runNode([HARDHAT, 'build', '--quiet'])
  if (exit !== 0) throw new Fault(`the contracts do not build:\n${output.trim()}`)
  const started = Date.now()
  const { mutants, stillborn, built: code, key } = build(FOLDER, values.planted)
  const isChosen = ({ name }: Mutant) => positionals.length === 0 || positionals.some((text) => name.includes(text))
  const chosen = mutants.filter(isChosen)
  if (chosen.length === 0) throw new Fault(`no mutant fits: ${positionals.join(', ')}`)
  const ledger = new Ledger(
    join(import.meta.dirname, values.planted ? '../../../cache/assurance/mutation/planted.json' : 'killed.json'),
    key,
  )
  const tried = chosen.filter(({ name }) => values.explained || SURVIVORS[name] === undefined)
  const lanes = Array.from({ length: Number(values.lanes) }, (_, i) => new Lane(i))
  let alive: Mutant[]
  try {
    alive = byInvariants(await tryAll(tried, code, ledger, lanes), code, ledger)
  } finally {
    for (const lane of lanes) await lane.stop()
  }
  const spared = chosen.filter((mutant) => !tried.includes(mutant))
  const score: Score = { tried: chosen.map(({ name }) => name), alive: [...spared, ...alive].map(({ name }) => name) }
  for (const name of score.alive)
    console.log(`ALIVE   ${name}${SURVIVORS[name] === undefined ? '' : ` (${SURVIVORS[name]})`}`)
  const isWhole = positionals.length === 0 && !values.planted
  for (const fault of faultsOf(score, SURVIVORS, isWhole)) {
    console.log(`FAULT   ${fault}`)
    process.exitCode = 1
  }
  const seconds = Math.round((Date.now() - started) / 1000)
  console.log(`mutation: ${summary(score, SURVIVORS)}, ${stillborn} do not compile, ${seconds} s`)
})
