import type { Address, Hex } from 'viem'
import { SIGNATURE, writeSignature } from '../model/signatures.ts'

/** Bytes of a signature to be checked, as recoverThread.mjs reads them: signature, digest, member. */
export const RECORD = SIGNATURE + 32 + 20

/** What the first byte is where the signature is of no form that the chain takes. */
const NONE = 255

/** Writes what is to be checked into `RECORD` bytes. */
export function recordOf(
  { member, digest, signature }: { member: Address; digest: Hex; signature: Hex },
  into: Buffer,
): void {
  if (!writeSignature(signature, into)) into[0] = NONE
  into.write(digest.slice(2), SIGNATURE, 'hex')
  into.write(member.slice(2), SIGNATURE + 32, 'hex')
}
