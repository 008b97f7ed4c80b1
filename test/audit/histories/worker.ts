/** Runs every n-th history of a range and tells its parent: `worker.ts <first> <end> <n> <url or empty>`. */
import process from 'node:process'
import { runHistories } from './runHistories.ts'

const [first = 0, end = 0, every = 1] = process.argv.slice(2, 5).map(Number)
const url = process.argv[5] ?? ''
const seeds = Array.from({ length: Math.ceil((end - first) / every) }, (_, i) => first + i * every)
const tally = await runHistories(seeds, url === '' ? {} : { url })
process.send?.(tally, () => process.disconnect())
