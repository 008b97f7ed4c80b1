/** Audits many random histories: `run.ts --histories 1000 --seed 1 --processes 2 [--only seed] [--url http://127.0.0.1:8545]`. */
import process from 'node:process'
import { parseArgs } from 'node:util'
import { runParallel } from './parallel.ts'
import { kindsOf, tallyInWords } from './runHistories.ts'

const { values } = parseArgs({
  options: {
    histories: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    processes: { type: 'string', default: '2' },
    only: { type: 'string' },
    url: { type: 'string' },
  },
})

function whole(name: string, text: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number) || number < 0) throw new Error(`--${name} must be a whole number, not "${text}"`)
  return number
}

/** Fewer histories than these say nothing about what never happens in them. */
const ENOUGH = 100

const first = whole('seed', values.only ?? values.seed)
const count = values.only === undefined ? whole('histories', values.histories) : 1
if (count === 0) throw new Error('--histories must be at least 1')
const started = Date.now()
const tally = await runParallel(first, count, whole('processes', values.processes), values.url)
console.log(tallyInWords(tally))
console.log(`seeds ${first} to ${first + count - 1}, ${Math.round((Date.now() - started) / 1000)} s`)
const missing = count < ENOUGH ? [] : kindsOf(tally).missing(count / 300)
for (const line of missing) console.error(`too seldom: ${line}`)
for (const fault of tally.faults) console.error(fault)
if (tally.faults.length > 0) {
  console.error(`${tally.faults.length} faults; one seed again: node test/audit/histories/run.ts --only <seed>`)
}
if (tally.faults.length + missing.length > 0 || tally.histories !== count) process.exitCode = 1
