import { isAddressEqual, type Address, type Hex } from 'viem'
import type { SignedObservation } from '../../sdk/actions/observe.ts'
import { InputError, type Fault } from '../../sdk/errors/InputError.ts'
import { parseInput } from '../../sdk/errors/parseInput.ts'
import { observationFileSchema } from '../../sdk/model/observationFile.ts'
import { readJson } from '../../oracle/files/readJson.ts'

/** Signed observations from files, all of one claim. @throws {InputError} for a file of another chain, escrow or claim. */
export async function readObservations(
  files: readonly string[],
  wanted: { chainId: number; escrow: Address; claim: Hex },
): Promise<SignedObservation[]> {
  const read = await Promise.all(
    files.map(async (file) => {
      const what = `signed observation ${file}`
      return { file, ...parseInput(observationFileSchema, await readJson(file, what), what) }
    }),
  )
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
