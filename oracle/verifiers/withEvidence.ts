import type { Address, Hex } from 'viem'
import type { Manifest } from '../../sdk/model/evidence.ts'
import type { Operator } from '../operator.ts'

/** Evidence of a claim, decrypted and proved. */
export interface Opened {
  /** Has manifest.json, and each file of the manifest under files/. */
  folder: string
  manifest: Manifest
}

/** Opens the evidence of a claim for as long as `use` runs; then the plaintext is removed, whatever happened. */
export type WithEvidence = <T>(
  operator: Operator,
  place: { escrow: Address; claim: Hex },
  use: (opened: Opened) => Promise<T>,
) => Promise<T>
