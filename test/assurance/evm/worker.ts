/** Runs every n-th sequence of a range and tells its parent: `worker.ts <seed> <first> <end> <n>`. */
import process from 'node:process'
import { describe, runSequences, startPair } from './run-sequences.ts'
import type { WorkerReport } from './parallel.ts'

const [seed = 0, first = 0, end = 0, every = 1] = process.argv.slice(2).map(Number)
const numbers = Array.from({ length: Math.ceil((end - first) / every) }, (_, i) => first + i * every)

const pair = await startPair()
const { counts, mismatch } = await runSequences(pair, seed, numbers)
const report: WorkerReport = { counts, mismatch: mismatch === undefined ? '' : describe(mismatch) }
process.send?.(report, () => process.disconnect())
await pair.edr.close()
