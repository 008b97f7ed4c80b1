/**
 * `npm test`: runs every step, shows the output of those that fail, and ends with a line `N passed, N failed`. A test counts as one,
 * any other step as one. Exit code 1 if anything failed. `node scripts/check.ts <step> ...` runs some steps alone.
 */
import { failuresOf } from './check/output.ts'
import type { Outcome, Step } from './check/step.ts'
import { allSteps } from './check/steps.ts'

const steps = allSteps()
const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !steps.some((step) => step.name === name))
if (unknown.length > 0) {
  console.error(`No such step: ${unknown.join(', ')}. The steps are ${steps.map((step) => step.name).join(', ')}.`)
  process.exit(1)
}

const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1).padStart(6)} s`
const start = performance.now()
const failures: string[] = []
const failedTests: string[] = []
let passed = 0
let failed = 0

/** Rows of steps that may run at the same time. */
const rows: Step[][] = []
for (const step of steps.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  const row = rows.at(-1)
  if (step.beside === true && row !== undefined) row.push(step)
  else rows.push([step])
}

for (const row of rows) {
  const waiting = [...row]
  const lane = async (): Promise<void> => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      const stepStart = performance.now()
      tell(step, await step.run(), seconds(stepStart))
    }
  }
  await Promise.all([lane(), lane()])
}

function tell(step: Step, { faults, output, counts }: Outcome, took: string): void {
  const fine = faults.length === 0
  passed += counts === undefined ? Number(fine) : counts.passed
  failed += counts === undefined ? Number(!fine) : Math.max(counts.failed, Number(!fine))
  const tests = counts === undefined ? '' : ` (${counts.passed} tests)`
  console.log(`${fine ? 'ok  ' : 'FAIL'} ${took}  ${step.name.padEnd(10)} ${step.title}${tests}`)
  if (fine) return
  failures.push(step.name)
  if (output.trim() !== '') console.log(output.trimEnd())
  for (const fault of faults) console.log(`     ${fault}`)
  if (counts !== undefined) failedTests.push(`Of ${step.name}:\n${failuresOf(output)}`)
}

console.log(`     ${seconds(start)}  in all`)
if (failures.length > 0) {
  // Once more, since the whole output of a step is long.
  for (const tests of failedTests) console.log(tests)
  console.log(`Failed: ${failures.join(', ')}. Alone: node scripts/check.ts ${failures.join(' ')}`)
  process.exitCode = 1
}
console.log(`${passed} passed, ${failed} failed`)
