/** Runs the suites of this folder alone and sums them up: `npm run verify:tokens`. They are part of `npm test` too. */
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { countTests, faultsOfCounts } from '../../../scripts/check/output.ts'
import { Fault, program } from '../../../scripts/tools/program.ts'
import { COLUMNS } from './cells.ts'
import { MEMBERS } from './members-table.ts'
import { TABLE } from './table.ts'

const ROOT = resolve(import.meta.dirname, '../../..')

/** Fewest tests that must pass: raise it with the tests. */
const MINIMUM = 90

const hardhat = (...args: string[]) =>
  spawnSync(process.execPath, [join(ROOT, 'node_modules/hardhat/dist/src/cli.js'), ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  })

await program('tokens', () => {
  const built = hardhat('build', '--quiet')
  if (built.status !== 0) throw new Fault(`the contracts do not compile:\n${built.stderr.trim()}`)
  const suites = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.test.ts'))
  const ran = hardhat('test', 'mocha', '--no-compile', ...suites.map((name) => join(import.meta.dirname, name)))
  const counts = countTests(ran.stdout)
  console.log(ran.stdout.trimEnd())
  const faults = faultsOfCounts(counts, MINIMUM)
  if (ran.status !== 0) faults.push(`Hardhat ended with exit code ${ran.status}\n${ran.stderr.trim()}`)
  const kinds = Object.keys(TABLE).length
  const cells = `${kinds} kinds of tokens, ${kinds * COLUMNS.length} cells, ${Object.keys(MEMBERS).length} kinds of members`
  console.log(`tokens: ${counts.passed} of ${counts.passed + counts.failed} tests passed; ${cells}`)
  if (faults.length > 0) throw new Fault(faults.join('; '))
})
