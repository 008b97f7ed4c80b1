import { zeroHash, type Hex } from 'viem'
import type { Outcome } from '../../sdk/model/outcome.ts'
import type { SideCondition } from './verifier.ts'
import { VerifierError } from './VerifierError.ts'

/** The side conditions that a claim must be answered for: those of the outcome, or none where it is a break claim. */
export function conditionsFor(outcome: Outcome, target: Hex): readonly string[] {
  return target === zeroHash ? outcome.sideConditions.map(({ name }) => name) : []
}

/** Holds that each condition is answered once, and nothing else is. @throws {VerifierError} `nonsense` if not. */
export function requireAnswered(names: readonly string[], answers: readonly SideCondition[]): void {
  const given = answers.map(({ name }) => name)
  const missing = names.filter((name) => !given.includes(name))
  const unknown = given.filter((name) => !names.includes(name))
  const twice = given.filter((name, i) => given.indexOf(name) !== i)
  // What was given is not repeated: it may quote evidence.
  const faults = [
    ...missing.map((name) => `does not answer the side condition ${JSON.stringify(name)}`),
    ...(unknown.length > 0 ? ['answers what is no side condition here'] : []),
    ...(twice.length > 0 ? ['answers a side condition twice'] : []),
  ]
  if (faults.length > 0) throw new VerifierError('nonsense', `The result ${faults.join('; it ')}.`)
}
