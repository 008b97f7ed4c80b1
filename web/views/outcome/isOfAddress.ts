import { isAddressEqual, type Address } from 'viem'
import { escrowAddress, type Origin } from '../../../sdk/model/escrowAddress.ts'
import type { Terms } from '../../../sdk/model/terms.ts'

/** Whether these terms are those of the escrow at this address, recomputed here: nobody has to be believed. */
export function isOfAddress(origin: Origin, terms: Terms, escrow: Address): boolean {
  try {
    return isAddressEqual(escrowAddress(origin, terms), escrow)
  } catch {
    // Terms that no escrow can have.
    return false
  }
}
