/** The two solvers: z3 and cvc5, of which neither knows the other's code. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { Fault } from '../../../scripts/tools/program.ts'
import { pythonTool } from '../python.ts'

/** `gave up`: unknown, or out of time. */
export type Verdict = 'sat' | 'unsat' | 'gave up'

/** What a solver printed about a script with one `(check-sat)`. Anything but a plain answer is a fault. */
export function readVerdict(solver: string, printed: string): Verdict {
  const answer = printed.trim()
  if (answer === 'sat' || answer === 'unsat') return answer
  if (/^(unknown( \([A-Z_]+\))?|timeout)$/.test(answer)) return 'gave up'
  throw new Fault(`${solver} failed: ${answer.slice(0, 800)}`)
}

function ask(solver: string, file: string, args: string[], script: string): Verdict {
  const { stdout, stderr, error } = spawnSync(file, args, { input: script, encoding: 'utf8', maxBuffer: 2 ** 28 })
  if (error !== undefined) throw new Fault(`${solver} did not run: ${error.message}`)
  return readVerdict(solver, stdout.trim() === '' ? stderr : stdout)
}

/** Asks z3 about `script`, for at most `seconds`. */
export const z3 = (script: string, seconds: number): Verdict =>
  ask('z3', pythonTool('z3'), ['-smt2', '-in', `-T:${seconds}`], script)

/** Asks cvc5, which comes as a Python package without a program. */
export const cvc5 = (script: string, seconds: number): Verdict =>
  ask('cvc5', pythonTool('python'), [join(import.meta.dirname, 'answer.py'), String(seconds * 1000)], script)
