/**
 * `npm run verify:chaos -- [--crashes 10000] [--seed 1]`: lives of panels, one seed after the other, until members have died so often. Prints
 * one line of figures. At the first violation it prints the seed and ends with 1; with that seed it comes first.
 */
import { parseArgs } from 'node:util'
import * as z from 'zod'
import { lives } from './lives.ts'
import { Tally } from './tally.ts'
import { Violation } from './witness.ts'

const whole = z.string().regex(/^\d+$/, 'write a whole number').transform(Number)
const { values } = parseArgs({ options: { crashes: { type: 'string' }, seed: { type: 'string' } } })
const { crashes, seed } = z
  .strictObject({ crashes: whole.default(10_000), seed: whole.default(1) })
  .parse({ ...values })

const tally = new Tally()
try {
  await lives({ seed, tally, until: () => tally.crashes >= crashes })
} catch (error) {
  if (!(error instanceof Violation)) throw error
  console.log(`violated: ${error.message}`)
  process.exitCode = 1
}
console.log(tally.line)
