import type { Address, Hex } from 'viem'
import type { SignedObservation } from '../../sdk/actions/observe.ts'
import { parseObservations } from '../../sdk/model/parseObservations.ts'
import { readJson } from '../../oracle/files/readJson.ts'

/** Signed observations from files, all of one claim. @throws {InputError} for a file of another chain, escrow or claim. */
export async function readObservations(
  files: readonly string[],
  wanted: { chainId: number; escrow: Address; claim: Hex },
): Promise<SignedObservation[]> {
  const read = files.map(async (file) => ({ file, content: await readJson(file, `signed observation ${file}`) }))
  return parseObservations(await Promise.all(read), wanted)
}
