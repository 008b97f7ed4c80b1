import type { Address, Hex } from 'viem'
import { hexOf } from '../model/signatures.ts'

/** Bytes of a signature to be checked: whether it is as long as one of ECDSA is, member, digest, signature. */
export const RECORD = 1 + 20 + 32 + 65

/** Writes what is to be checked into `RECORD` bytes of zeros. */
export function recordOf(query: { member: Address; digest: Hex; signature: Hex }, into: Uint8Array): void {
  const bytes = Buffer.from(into.buffer, into.byteOffset, into.length)
  const { member, digest, signature } = query
  if (signature.length !== 132) return
  bytes[0] = 1
  bytes.write(member.slice(2), 1, 'hex')
  bytes.write(digest.slice(2), 21, 'hex')
  bytes.write(signature.slice(2), 53, 'hex')
}

/** What stands there; undefined where the signature has another length. */
export function readRecord(record: Uint8Array): { member: Address; digest: Uint8Array; signature: Hex } | undefined {
  if (record[0] === 0) return undefined
  const [member, digest, signature] = [record.subarray(1, 21), record.subarray(21, 53), record.subarray(53)]
  return { member: hexOf(member), digest, signature: hexOf(signature) }
}
