/**
 * `npm run verify:written-out`: the ordinary suites of the core pass on an escrow in which the pointers into storage are written out
 * as for the proofs. With one of them written out wrong they must fail.
 */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Fault, program } from '../../../scripts/tools/program.ts'
import type { Bug, Change } from '../bugs/bug.ts'
import { ROOT } from '../bugs/compile.ts'
import { judge } from '../bugs/judge.ts'
import { type Lane, makeLane, report } from '../bugs/suites.ts'
import { withoutPointers } from './checker.ts'

const FOLDERS = ['escrow', 'factory', 'vault']
/** Reads the layout that the build wrote, not the contract. */
const OF_THE_BUILD = 'vault/storage'

/** The Escrow's source, calling the docket and the pool as they are when their pointers are written out, and without any itself. */
function escrowWithoutPointers(source: string): string {
  const text = source
    .replaceAll('Claim storage claim = _requirePhase(', '_requirePhase(')
    .replaceAll('Claim storage claim = _claims[key];', '')
    .replace('_challenge(_requirePhase(key, _clocks(code), Phase.Challenging));', (call) =>
      call.replace('_challenge(_requirePhase', '_requirePhase').replace('));', '); _challenge(key);'),
    )
    .replaceAll('bytes32 key, Claim storage claim', 'bytes32 key')
    .replaceAll('Claim storage claim', 'bytes32 key')
    .replaceAll('(code, key, claim)', '(code, key)')
    .replaceAll(/([(,] ?)claim([,)])/g, '$1key$2')
    .replaceAll(/\bclaim\./g, '_claims[key].')
  const left = /.*\bclaim\b.*/.exec(text.replaceAll(/\/\/.*/g, ''))
  if (left !== null) throw new Fault(`a pointer that is not written out: ${left[0].trim()}`)
  return text
}

function written(file: string, write: (source: string) => string): Change {
  const from = readFileSync(join(ROOT, 'contracts', file), 'utf8')
  return { file, from, to: write(from) }
}

const suites = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, 'test', folder))
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => `${folder}/${file.replace(/\.test\.ts$/, '')}`),
).filter((suite) => suite !== OF_THE_BUILD) as [string, ...string[]]

const writtenOut = (spoil: (docket: string) => string): Bug => ({
  ...written('parts/Docket.sol', (source) => spoil(withoutPointers(source))),
  also: [written('parts/Pool.sol', withoutPointers), written('Escrow.sol', escrowWithoutPointers)],
  name: 'pointers written out',
  class: 'none',
  suite: suites,
})

/** The ordinary suites on the core as `bug` makes it. */
const run = (lane: Lane, bug: Bug | undefined, bail: boolean) => report(lane, bug, suites, bail)

await program('written-out', async () => {
  const started = Date.now()
  const lane = makeLane(0)
  try {
    const plain = await run(lane, undefined, false)
    if (plain === undefined || plain.failures.length > 0) throw new Fault('the suites do not pass on the core as it is')
    const tests = plain.passed.length
    const verdict = judge(
      await run(
        lane,
        writtenOut((docket) => docket),
        false,
      ),
      tests,
    )
    if (verdict.is !== 'missed') throw new Fault(`with pointers written out: ${verdict.why}`)
    const [right, wrong] = ['_claims[key].settled = true', '_claims[0].settled = true']
    const spoilt = writtenOut((docket) => {
      if (docket.split(right).length !== 2) throw new Fault(`"${right}" has no one place in the docket`)
      return docket.replace(right, wrong)
    })
    if (judge(await run(lane, spoilt, true), tests).is !== 'caught') {
      throw new Fault('a pointer that is written out wrong is not noticed')
    }
    const seconds = Math.round((Date.now() - started) / 1000)
    console.log(
      `written-out: all ${tests} tests of ${suites.length} suites pass on the escrow with its pointers written out; one written out wrong is noticed, ${seconds} s`,
    )
  } finally {
    await lane.compiler.stop()
  }
})
