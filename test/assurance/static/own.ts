/**
 * The own checks on all contracts but the mocks, from the compiler's syntax tree and the built artifacts.
 *
 *   node test/assurance/static/own.ts
 */
import { Fault, program } from '../../../scripts/tools/program.ts'
import { CHECKS, run } from './checks.ts'
import { programOf, projectSources } from './tree.ts'

await program('own checks', () => {
  const sources = programOf(projectSources())
  const faults = CHECKS.flatMap((check) => {
    const { found, faults: own } = run(check, sources)
    const judged = own.length === 0 ? `ok   ${found} accepted` : `FAIL ${found} found`
    console.log(`  ${judged.padEnd(20)}${check.name.padEnd(12)}${check.title}`)
    return own
  })
  if (faults.length > 0) throw new Fault(faults.join('\n'))
  console.log(`own checks: ${CHECKS.length} of ${CHECKS.length} hold`)
})
