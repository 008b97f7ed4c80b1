/**
 * The bug bank: plants each bug in the core, one at a time, and reports whether the ordinary tests catch it. Fails on a miss, and if
 * the core without a bug does not pass the same suites in the same set-up.
 *
 *   node test/assurance/bugs/run.ts [filter ...] [--again] [--lanes n] [--invariants] [--planted]
 *
 * A filter is a theme or a part of a bug's name or class; a bug that fits one of them is tried. A bug that its suites caught before, on
 * the same contracts, is not tried again, nor a suite without a bug, so that a run that was stopped goes on where it was; `--again`
 * tries all.
 * `--lanes` says how many bugs are tried at the same time, each on a core (2 unless told).
 * `--invariants` runs the stateful invariants instead of the suites, on the bugs that they must catch. `--planted` plants a harmless
 * change instead of the bugs, which must be reported as missed.
 */
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { runNode } from '../../../scripts/check/step.ts'
import { Fault, program } from '../../../scripts/tools/program.ts'
import { fingerprint } from '../record.ts'
import { BANK } from './bank.ts'
import { type Bug, HARMLESS } from './bug.ts'
import { Compiler } from './compile.ts'
import { firstFailure } from './invariants.ts'
import { type Verdict, judge } from './judge.ts'
import { CAUGHT, PASSING, keyOf } from './memory.ts'
import { type Lane, makeLane, report } from './suites.ts'

const Lanes = z.coerce.number().int().min(1).max(16)

/** Prints the verdict on `bug`. */
function print(bug: Bug, verdict: Verdict): void {
  if (verdict.is === 'missed') console.log(`MISSED  ${bug.name}`)
  else console.log(`${verdict.is === 'caught' ? 'caught' : 'BROKEN'}  ${bug.name} (${verdict.why})`)
}

/** How many tests of each of `suites` pass without a bug, of `known` ones as it says. Throws unless all do. */
async function control(lane: Lane, suites: string[], known: Map<string, number>): Promise<Map<string, number>> {
  const counts = new Map(suites.map((suite) => [suite, known.get(suite) ?? 0]))
  const untried = suites.filter((suite) => !known.has(suite))
  if (untried.length > 0) {
    const answer = await report(lane, undefined, untried, false)
    if (answer === undefined) throw new Fault('the suites did not run on the core without a bug')
    const verdict = judge(answer, answer.passed.length)
    if (verdict.is !== 'missed') throw new Fault(`the core without a bug does not pass: ${verdict.why}`)
    for (const file of answer.passed) {
      const suite = file.replace(/\.test\.ts$/, '')
      counts.set(suite, (counts.get(suite) ?? 0) + 1)
    }
  }
  for (const [suite, count] of counts) if (count === 0) throw new Fault(`no test of test/${suite}.test.ts ran`)
  const tests = [...counts.values()].reduce((sum, count) => sum + count, 0)
  console.log(`passes  the core without a bug (${tests} tests in ${suites.length} suites)`)
  return counts
}

/** Whether the suites of `bug` catch it. */
async function tried(lane: Lane, bug: Bug, counts: Map<string, number>): Promise<Verdict> {
  const expected = bug.suite.reduce((sum, suite) => sum + (counts.get(suite) ?? 0), 0)
  try {
    return judge(await report(lane, bug, bug.suite, true), expected)
  } catch (error) {
    // A patch that does not compile says nothing about the tests, nor about the other bugs.
    if (error instanceof Fault) return { is: 'broken', why: error.message }
    throw error
  }
}

/** Tries the bugs by the ordinary suites, in `count` lanes, and counts those caught. Unless `again`, what is remembered is not tried. */
async function bySuites(bugs: readonly Bug[], count: number, again: boolean): Promise<number> {
  const contracts = fingerprint('core')
  const queue: Bug[] = []
  for (const bug of bugs) {
    const why = again ? undefined : CAUGHT.get(keyOf(bug, bug.suite, contracts))
    if (why === undefined) queue.push(bug)
    else console.log(`caught before  ${bug.name} (${why})`)
  }
  let caught = bugs.length - queue.length
  if (queue.length === 0) return caught
  const { code, output } = await runNode(['node_modules/hardhat/dist/src/cli.js', 'build', '--quiet'])
  if (code !== 0) throw new Fault(`the contracts do not build:\n${output.trim()}`)
  const suites = [...new Set(queue.flatMap(({ suite }) => suite))].sort()
  const keys = new Map(suites.map((suite) => [suite, keyOf(null, [suite], contracts)]))
  const known = new Map<string, number>()
  for (const [suite, key] of keys) {
    const tests = again ? undefined : PASSING.get(key)
    if (tests !== undefined) known.set(suite, tests)
  }
  const lanes = Array.from({ length: count }, (_, i) => makeLane(i))
  try {
    const counts = await control(lanes[0]!, suites, known)
    for (const [suite, key] of keys) PASSING.set(key, counts.get(suite))
    await Promise.all(
      lanes.map(async (lane) => {
        for (let bug = queue.shift(); bug !== undefined; bug = queue.shift()) {
          const key = keyOf(bug, bug.suite, contracts)
          const verdict = await tried(lane, bug, counts)
          if (verdict.is === 'caught') ++caught
          CAUGHT.set(key, verdict.is === 'caught' ? verdict.why : undefined)
          print(bug, verdict)
        }
      }),
    )
  } finally {
    for (const { compiler } of lanes) await compiler.stop()
  }
  return caught
}

/** Tries the bugs by the invariants, one after another (forge uses all cores itself), and counts those caught. */
async function byInvariants(bugs: readonly Bug[]): Promise<number> {
  const compiler = new Compiler()
  let caught = 0
  try {
    const failure = await firstFailure(compiler, undefined)
    if (failure !== undefined) throw new Fault(`the escrow without a bug fails: ${failure}`)
    console.log('passes  the escrow without a bug')
    for (const bug of bugs) {
      const why = await firstFailure(compiler, bug)
      if (why !== undefined) ++caught
      print(bug, why === undefined ? { is: 'missed' } : { is: 'caught', why })
    }
  } finally {
    await compiler.stop()
  }
  return caught
}

await program('bugs', async () => {
  const { values, positionals } = parseArgs({
    options: {
      again: { type: 'boolean', default: false },
      lanes: { type: 'string', default: '2' },
      invariants: { type: 'boolean', default: false },
      planted: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  })
  const lanes = Lanes.safeParse(values.lanes)
  if (!lanes.success) throw new Fault(`--lanes takes a number from 1 to 16, not ${values.lanes}`)
  if (values.planted && positionals.length > 0) throw new Fault('--planted takes no filter: it plants its own change')
  const chosen = Object.entries(BANK).flatMap(([theme, bugs]) =>
    bugs.filter((bug) => {
      const fits = (wanted: string) => theme === wanted || bug.name.includes(wanted) || bug.class.includes(wanted)
      return positionals.length === 0 || positionals.some(fits)
    }),
  )
  const bugs = values.planted ? [HARMLESS] : chosen.filter((bug) => !values.invariants || bug.invariants)
  if (bugs.length === 0) throw new Fault(`no bug fits: ${positionals.join(', ')}`)
  const started = Date.now()
  const caught = values.invariants
    ? await byInvariants(bugs)
    : await bySuites(bugs, Math.min(lanes.data, availableParallelism()), values.again)
  const seconds = Math.round((Date.now() - started) / 1000)
  const by = values.invariants ? 'the invariants' : 'the ordinary suites'
  console.log(`bugs: ${caught} of ${bugs.length} caught by ${by}, ${seconds} s`)
  if (caught < bugs.length) process.exitCode = 1
})
