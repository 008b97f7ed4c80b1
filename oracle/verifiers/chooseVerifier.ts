import type { Hex } from 'viem'
import type { VerifierConfig } from '../config/config.ts'

/** The verifier for an outcome: the first that names its hash, else the first for all others; undefined where there is none. */
export function chooseVerifier(verifiers: readonly VerifierConfig[], outcome: Hex): VerifierConfig | undefined {
  return (
    verifiers.find(({ outcomes }) => outcomes !== '*' && outcomes.includes(outcome)) ??
    verifiers.find(({ outcomes }) => outcomes === '*')
  )
}
