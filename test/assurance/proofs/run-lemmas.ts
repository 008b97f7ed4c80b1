/**
 * `npm run verify:lemmas`: the rounding lemmas (lemmas/*.smt2) hold by z3 and by cvc5, and both find a counterexample to the false
 * neighbour of each.
 */
import { program } from '../../../scripts/tools/program.ts'
import { SOLVERS, allLemmas, judgeLemma } from './lemmas.ts'

/** Fewest lemmas there must be: a file that is no longer read must not go unnoticed. */
const MINIMUM = 20

await program('lemmas', () => {
  const started = Date.now()
  const lemmas = allLemmas()
  const faults = lemmas.flatMap((lemma) => judgeLemma(lemma, SOLVERS))
  if (lemmas.length < MINIMUM) faults.push(`only ${lemmas.length} lemmas, at least ${MINIMUM} wanted`)
  for (const fault of faults) console.log(fault)
  const seconds = Math.round((Date.now() - started) / 1000)
  const solvers = Object.keys(SOLVERS).join(' and ')
  console.log(
    `lemmas: ${lemmas.length} rounding lemmas, and the falsity of a neighbour of each, by ${solvers}, ${faults.length} faults, ${seconds} s`,
  )
  if (faults.length > 0) process.exitCode = 1
})
