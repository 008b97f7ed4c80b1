import { isAddressEqual, zeroHash, type Address, type Hex } from 'viem'
import type { Fault } from '../errors/InputError.ts'
import { claimKey, commitmentOf, manifestDigest, type Manifest } from '../model/evidence.ts'

/** What the chain says of a claim: what its evidence has to reproduce. */
export interface Filed {
  chainId: number
  escrow: Address
  solver: Address
  /** The key of the claim. */
  claim: Hex
  /** The claim attacked by a break claim; 0 in the docket. */
  target: Hex
}

/** What in manifest and salt does not belong to the claim: none = they reproduce its key, hence its commitment. */
export function checkFiling(manifest: Manifest, salt: Hex, filed: Filed): Fault[] {
  const { chainId, escrow, solver } = filed
  const faults: Fault[] = []
  if (!isAddressEqual(manifest.escrow, escrow))
    faults.push({ path: 'escrow', value: manifest.escrow, message: `is not the claim's, ${escrow}` })
  if (!isAddressEqual(manifest.solver, solver))
    faults.push({ path: 'solver', value: manifest.solver, message: `is not the claim's, ${solver}` })
  if (faults.length > 0) return faults
  const commitment = commitmentOf({ chainId, escrow, solver, manifestDigest: manifestDigest(manifest), salt })
  const target = filed.target === zeroHash ? undefined : filed.target
  if (claimKey(solver, commitment, target) === filed.claim) return []
  const message = `is the commitment of this manifest and salt; it does not give the claim ${filed.claim}`
  return [{ path: 'commitment', value: commitment, message }]
}
