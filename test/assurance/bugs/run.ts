/**
 * The bug bank: plants each bug in the core, one at a time, and reports whether the ordinary tests catch it. Fails on a miss, and if
 * the core without a bug does not pass the same suites in the same set-up.
 *
 *   node test/assurance/bugs/run.ts [part of a bug's name, class or theme] [--invariants] [--planted]
 *
 * `--invariants` runs the stateful invariants instead of the suites, on the bugs that they must catch. `--planted` plants a harmless
 * change instead of the bugs, which must be reported as missed.
 */
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { runNode } from '../../../scripts/check/step.ts'
import { Fault, program } from '../../../scripts/tools/program.ts'
import { BANK } from './bank.ts'
import { type Bug, HARMLESS } from './bug.ts'
import { compiledWith } from './compile.ts'
import { firstFailure } from './invariants.ts'
import { type Verdict, judge } from './judge.ts'
import { type Lane, makeLane, report } from './suites.ts'

/** Lanes at the same time: each takes a core. */
const LANES = Math.min(2, availableParallelism())

/** Prints the verdict on `bug`. */
function print(bug: Bug, verdict: Verdict): void {
  if (verdict.is === 'missed') console.log(`MISSED  ${bug.name}`)
  else console.log(`${verdict.is === 'caught' ? 'caught' : 'BROKEN'}  ${bug.name} (${verdict.why})`)
}

/** How many tests of each suite pass without a bug. Throws unless all do. */
async function control(lane: Lane, bugs: readonly Bug[]): Promise<Map<string, number>> {
  const suites = [...new Set(bugs.flatMap(({ suite }) => suite))].sort()
  const answer = await report(lane, await compiledWith(undefined), suites, false)
  if (answer === undefined) throw new Fault('the suites did not run on the core without a bug')
  const verdict = judge(answer, answer.passed.length)
  if (verdict.is !== 'missed') throw new Fault(`the core without a bug does not pass: ${verdict.why}`)
  const counts = new Map(suites.map((suite) => [suite, 0]))
  for (const file of answer.passed) {
    const suite = file.replace(/\.test\.ts$/, '')
    counts.set(suite, (counts.get(suite) ?? 0) + 1)
  }
  for (const [suite, count] of counts) if (count === 0) throw new Fault(`no test of test/${suite}.test.ts ran`)
  console.log(`passes  the core without a bug (${answer.passed.length} tests in ${suites.length} suites)`)
  return counts
}

/** Whether the suites of `bug` catch it. */
async function tried(lane: Lane, bug: Bug, counts: Map<string, number>): Promise<Verdict> {
  const expected = bug.suite.reduce((sum, suite) => sum + (counts.get(suite) ?? 0), 0)
  try {
    return judge(await report(lane, await compiledWith(bug), bug.suite, true), expected)
  } catch (error) {
    // A patch that does not compile says nothing about the tests, nor about the other bugs.
    if (error instanceof Fault) return { is: 'broken', why: error.message }
    throw error
  }
}

/** Tries the bugs by the ordinary suites, several at a time, and counts those caught. */
async function bySuites(bugs: readonly Bug[]): Promise<number> {
  const { code, output } = await runNode(['node_modules/hardhat/dist/src/cli.js', 'build', '--quiet'])
  if (code !== 0) throw new Fault(`the contracts do not build:\n${output.trim()}`)
  const lanes = Array.from({ length: LANES }, (_, i) => makeLane(i))
  const counts = await control(lanes[0]!, bugs)
  const queue = [...bugs]
  let caught = 0
  await Promise.all(
    lanes.map(async (lane) => {
      for (let bug = queue.shift(); bug !== undefined; bug = queue.shift()) {
        const verdict = await tried(lane, bug, counts)
        if (verdict.is === 'caught') ++caught
        print(bug, verdict)
      }
    }),
  )
  return caught
}

/** Tries the bugs by the invariants, one after another (forge uses all cores itself), and counts those caught. */
async function byInvariants(bugs: readonly Bug[]): Promise<number> {
  const failure = await firstFailure(undefined)
  if (failure !== undefined) throw new Fault(`the escrow without a bug fails: ${failure}`)
  console.log('passes  the escrow without a bug')
  let caught = 0
  for (const bug of bugs) {
    const why = await firstFailure(bug)
    if (why !== undefined) ++caught
    print(bug, why === undefined ? { is: 'missed' } : { is: 'caught', why })
  }
  return caught
}

await program('bugs', async () => {
  const { values, positionals } = parseArgs({
    options: { invariants: { type: 'boolean', default: false }, planted: { type: 'boolean', default: false } },
    allowPositionals: true,
  })
  if (positionals.length > 1) throw new Fault(`one filter at most, not: ${positionals.join(', ')}`)
  if (values.planted && positionals.length > 0) throw new Fault('--planted takes no filter: it plants its own change')
  const [wanted = ''] = positionals
  const chosen = Object.entries(BANK).flatMap(([theme, bugs]) =>
    bugs.filter((bug) => theme === wanted || bug.name.includes(wanted) || bug.class.includes(wanted)),
  )
  const bugs = values.planted ? [HARMLESS] : chosen.filter((bug) => !values.invariants || bug.invariants)
  if (bugs.length === 0) throw new Fault(`no bug is called like "${wanted}"`)
  const started = Date.now()
  const caught = values.invariants ? await byInvariants(bugs) : await bySuites(bugs)
  const seconds = Math.round((Date.now() - started) / 1000)
  const by = values.invariants ? 'the invariants' : 'the ordinary suites'
  console.log(`bugs: ${caught} of ${bugs.length} caught by ${by}, ${seconds} s`)
  if (caught < bugs.length) process.exitCode = 1
})
