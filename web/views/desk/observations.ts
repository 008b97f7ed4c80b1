import type { Address, Hex } from 'viem'
import type { SignedObservation } from '../../../sdk/actions/observe.ts'
import { InputError } from '../../../sdk/errors/InputError.ts'
import { parseObservations } from '../../../sdk/model/parseObservations.ts'

/** A signed observation as a file that anybody can submit: what `lodestone observe --out` writes. */
export function observationFile(
  of: { chainId: number; escrow: Address; claim: Hex },
  { seat, measurement, report, signature }: SignedObservation,
): { name: string; text: string } {
  const { chainId, escrow, claim } = of
  const signed = {
    version: 1,
    chainId,
    escrow,
    claim,
    seat: seat.toString(),
    measurement: measurement.toString(),
    report,
    signature,
  }
  return {
    name: `observation-${claim.slice(2, 10)}-seat-${seat}.json`,
    text: `${JSON.stringify(signed, undefined, 2)}\n`,
  }
}

/** Reads observation files, all of one claim. @throws {InputError} naming each that is none, or of something else. */
export async function readObservationFiles(
  files: readonly { name: string; text: () => Promise<string> }[],
  wanted: { chainId: number; escrow: Address; claim: Hex },
): Promise<SignedObservation[]> {
  const read = await Promise.all(
    files.map(async (file) => {
      try {
        return { file: file.name, content: JSON.parse(await file.text()) as unknown }
      } catch {
        throw new InputError('signed observations', [{ path: file.name, value: '', message: 'is not JSON' }])
      }
    }),
  )
  return parseObservations(read, wanted)
}
