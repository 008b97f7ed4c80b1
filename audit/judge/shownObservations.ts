import type { Address, Hex } from 'viem'
import * as z from 'zod'
import { parseInput } from '../../sdk/errors/parseInput.ts'
import { findingsFileSchema, observationFileSchema } from '../../sdk/model/observationFile.ts'

/** A signed observation that somebody shows, on chain or off it. Whether the member signed it is not known yet. */
export interface ShownObservation {
  /** Left out: it does not say for which chain it is; the signature does. */
  chainId?: number
  escrow: Address
  claim: Hex
  /** By place in the panel, or by address. */
  member: { seat: bigint } | { address: Address }
  measurement: bigint
  report: Hex
  signature: Hex
}

/**
 * Reads observations as `lodestone observe --out` writes one, as a list of such, or as `lodestone oracle findings --json` writes what
 * members did.
 * @param input parsed JSON.
 * @throws {InputError} when it is none of these, with all faults.
 */
export function parseShownObservations(input: unknown): ShownObservation[] {
  const what = 'file of observations'
  if (typeof input === 'object' && input !== null && 'findings' in input) {
    return parseInput(findingsFileSchema, input, what).findings.flatMap(({ escrow, claim, member, observations }) =>
      observations.map((one) => ({ escrow, claim, member: { address: member }, ...one })),
    )
  }
  const list = Array.isArray(input)
    ? parseInput(z.array(observationFileSchema), input, what)
    : [parseInput(observationFileSchema, input, what)]
  return list.map(({ chainId, escrow, claim, seat, measurement, report, signature }) => {
    return { chainId, escrow, claim, member: { seat }, measurement, report, signature }
  })
}
