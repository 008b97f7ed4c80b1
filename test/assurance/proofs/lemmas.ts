/**
 * The rounding lemmas. A file in lemmas/ declares numbers and what is assumed of them, and defines pairs: `lemma-x`, which must hold, and
 * `wrong-x`, its false neighbour, which must not. Both solvers must agree on both; a counterexample to the neighbour also shows that
 * the assumptions do not contradict each other.
 */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '../../../scripts/tools/program.ts'
import { type Verdict, cvc5, z3 } from './solvers.ts'

const FOLDER = join(import.meta.dirname, 'lemmas')

/** Each takes well below a second. */
const SECONDS = 120

export interface Lemma {
  file: string
  /** Without `lemma-` and `wrong-`. */
  name: string
  text: string
}

export type Solver = (script: string, seconds: number) => Verdict

/** The pairs of a file. */
export function readLemmas(file: string, text: string): Lemma[] {
  const names = (kind: string) =>
    [...text.matchAll(new RegExp(`^\\(define-fun ${kind}-([a-z-]+) \\(\\) Bool`, 'gm'))].map(([, name]) => name ?? '')
  const lemmas = names('lemma')
  const wrong = names('wrong')
  if (lemmas.length === 0 || lemmas.join() !== wrong.join()) {
    throw new Fault(`${file}: each lemma-x needs its wrong-x, in the same order`)
  }
  return lemmas.map((name) => ({ file, name, text }))
}

export const allLemmas = (): Lemma[] =>
  readdirSync(FOLDER)
    .sort()
    .flatMap((file) => readLemmas(file, readFileSync(join(FOLDER, file), 'utf8')))

/** What is wrong with `lemma`, one line for each answer that is not as it must be. */
export function judgeLemma({ file, name, text }: Lemma, solvers: Readonly<Record<string, Solver>>): string[] {
  return Object.entries(solvers).flatMap(([solver, solve]) =>
    (
      [
        [`lemma-${name}`, 'unsat'],
        [`wrong-${name}`, 'sat'],
      ] as const
    ).flatMap(([claim, wanted]) => {
      const answer = solve(`${text}(assert (not ${claim}))\n(check-sat)\n`, SECONDS)
      return answer === wanted
        ? []
        : [`${file}: ${solver} answers ${answer} to the negation of ${claim}, not ${wanted}`]
    }),
  )
}

export const SOLVERS: Readonly<Record<string, Solver>> = { z3, cvc5 }
