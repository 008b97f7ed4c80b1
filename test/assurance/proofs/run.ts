/**
 * `npm run verify:proofs [harness ...]`: the compiler's model checker proves all that each harness (harness/*.sol) asserts, finds that all of
 * it is reached, and finds the bug that is planted for it.
 */
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { Fault, program } from '../../../scripts/tools/program.ts'
import { Found, faultsOf } from './checker.ts'
import { HARNESSES, type Harness } from './harnesses.ts'

/** The compiler calls itself as deep as its formulas are nested. */
const STACK_MB = 64

/** Checks `harness` in a thread of its own: the compiler shares its thread with nobody. */
async function checked(harness: Harness): Promise<{ places: number; faults: string[] }> {
  const found = await new Promise<unknown>((done, fail) => {
    const worker = new Worker(new URL('./check-thread.ts', import.meta.url), {
      workerData: harness.name,
      resourceLimits: { stackSizeMb: STACK_MB },
    })
    worker.once('message', done)
    worker.once('error', fail)
  })
  const all = Found.parse(found)
  return { places: all.plain.proved, faults: faultsOf(harness, all) }
}

await program('proofs', async () => {
  const { positionals } = parseArgs({ allowPositionals: true })
  const unknown = positionals.filter((name) => !HARNESSES.some((harness) => harness.name === name))
  if (unknown.length > 0) throw new Fault(`no such harness: ${unknown.join(', ')}`)
  const chosen = HARNESSES.filter(({ name }) => positionals.length === 0 || positionals.includes(name))
  const started = Date.now()
  const secondsSince = (time: number) => Math.round((Date.now() - time) / 1000)
  const queue = [...chosen]
  let [places, faults] = [0, 0]
  const lane = async () => {
    for (let harness = queue.shift(); harness !== undefined; harness = queue.shift()) {
      const since = Date.now()
      const found = await checked(harness)
      places += found.places
      faults += found.faults.length
      for (const fault of found.faults) console.log(fault)
      console.log(`${harness.name}: ${harness.proves}: ${found.places} places, ${secondsSince(since)} s`)
    }
  }
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), 4) }, lane))
  console.log(
    `proofs: ${places} places in ${chosen.length} harnesses hold for any number of calls, each harness with a planted bug, ` +
      `${faults} faults, ${secondsSince(started)} s`,
  )
  if (faults > 0) process.exitCode = 1
})
