/**
 * `npm run verify:evm`: random sequences of calls on EDR and on `@ethereumjs/vm` must agree in status, gas, logs and state.
 *
 *   --sequences <n>   how many (1,000 if not told)
 *   --seed <n>        what they follow from (1 if not told)
 *   --only <n>        only sequence number n, in this process
 *   --processes <n>   how many processes share the work (2 if not told)
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { Fault, program } from '../../../scripts/tools/program.ts'

const ROOT = join(import.meta.dirname, '../../..')

process.chdir(ROOT)
await program('verify:evm', main)

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      sequences: { type: 'string', default: '1000' },
      seed: { type: 'string', default: '1' },
      only: { type: 'string' },
      processes: { type: 'string', default: '2' },
    },
  })
  const seed = whole('seed', values.seed, 0)
  const sequences = whole('sequences', values.sequences, 1)
  const processes = whole('processes', values.processes, 1)
  const only = values.only === undefined ? undefined : whole('only', values.only, 0)
  build()

  // Only now: they read what the build writes.
  const { runParallel } = await import('./parallel.ts')
  const { table } = await import('./counts.ts')
  const { ENTRIES } = await import('./sequence.ts')
  const start = performance.now()
  const { counts, mismatches } =
    only === undefined ? await runParallel(seed, 0, sequences, processes) : await runParallel(seed, only, 1, 1)
  for (const line of table(counts, ENTRIES)) console.log(line)
  for (const mismatch of mismatches) console.log(mismatch)
  const seconds = ((performance.now() - start) / 1000).toFixed(0)
  const wanted = only === undefined ? sequences : 1
  console.log(
    `evm: ${counts.sequences} of ${wanted} sequences agree (seed ${seed}: ${counts.calls} calls in ${counts.blocks} blocks, ` +
      `${counts.successes} succeeded, ${counts.logs} logs, ${seconds} s)`,
  )
  if (mismatches.length > 0 || counts.sequences !== wanted) process.exitCode = 1
}

function whole(name: string, text: string, least: number): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= least && value < 2 ** 31) return value
  throw new Fault(`--${name} is ${text}: give a whole number from ${least}`)
}

/** The contracts as they are now: nothing is compiled where nothing changed. */
function build(): void {
  const hardhat = join(ROOT, 'node_modules/hardhat/dist/src/cli.js')
  if (!existsSync(hardhat)) throw new Fault('the packages are missing: run npm ci')
  const { status, stdout, stderr } = spawnSync(process.execPath, [hardhat, 'build', '--quiet'], { encoding: 'utf8' })
  if (status !== 0) throw new Fault(`the contracts do not build:\n${stdout}${stderr}`)
}
