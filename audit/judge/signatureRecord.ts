import type { RecordedSignature } from '../model/ears.ts'
import { SIGNATURE, writeSignature } from '../model/signatures.ts'

const DIGEST = 32
/** Bytes of a signature to be checked, as recoverThread.mjs reads them: signature, digest, member. */
export const RECORD = SIGNATURE + DIGEST + 20

/** What the first byte is where the signature is of no form that the chain takes. */
const NONE = 255

/** What is to be checked of signatures, one behind the other, in memory of its own. */
export function recordsOf(signatures: readonly RecordedSignature[]): Buffer<ArrayBuffer> {
  const records = new ArrayBuffer(signatures.length * RECORD)
  const bytes = Buffer.from(records)
  for (const [i, { member, digest, signature }] of signatures.entries()) {
    const at = i * RECORD
    if (!writeSignature(signature, bytes, at)) bytes[at] = NONE
    bytes.set(digest, at + SIGNATURE)
    bytes.write(member.slice(2), at + SIGNATURE + DIGEST, 'hex')
  }
  return bytes
}

/** A record as text, to look it up: the `i`-th of some. */
export function keyOf(records: Buffer, i: number): string {
  return records.toString('latin1', i * RECORD, (i + 1) * RECORD)
}
