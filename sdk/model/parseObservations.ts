import { isAddressEqual, type Address, type Hex } from 'viem'
import type { SignedObservation } from '../actions/observe.ts'
import { InputError, type Fault } from '../errors/InputError.ts'
import { parseInput } from '../errors/parseInput.ts'
import { observationFileSchema } from './observationFile.ts'

/**
 * Signed observations from the contents of files, all of one claim.
 * @param files each with its name, for errors, and its JSON.
 * @throws {InputError} for a file of another form, or of another chain, escrow or claim.
 */
export function parseObservations(
  files: readonly { file: string; content: unknown }[],
  wanted: { chainId: number; escrow: Address; claim: Hex },
): SignedObservation[] {
  const read = files.map(({ file, content }) => ({
    file,
    ...parseInput(observationFileSchema, content, `signed observation ${file}`),
  }))
  const faults = read.flatMap(({ file, chainId, escrow, claim }): Fault[] => {
    const fault = (path: string, value: string, must: string) => [
      { path: `${file}: ${path}`, value, message: `must be ${must}; this observation is of something else` },
    ]
    if (chainId !== wanted.chainId) return fault('chainId', `${chainId}`, `${wanted.chainId}`)
    if (!isAddressEqual(escrow, wanted.escrow)) return fault('escrow', escrow, wanted.escrow)
    return claim === wanted.claim ? [] : fault('claim', claim, wanted.claim)
  })
  if (faults.length > 0) throw new InputError('signed observations', faults)
  return read.map(({ seat, measurement, report, signature }) => ({ seat, measurement, report, signature }))
}
