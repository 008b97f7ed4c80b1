/** The two structures of DER that a key service answers with, read strictly: one encoding for each, nothing after it. */
import { bytesToBigInt, bytesToHex, type Hex } from 'viem'

const [INTEGER, BIT_STRING, OBJECT, SEQUENCE] = [0x02, 0x03, 0x06, 0x30]
/** Object identifiers: a public key of an elliptic curve, and the curve secp256k1. */
const EC_PUBLIC_KEY = '0x2a8648ce3d0201'
const SECP256K1 = '0x2b8104000a'

/** r and s of an ECDSA signature. @throws {Error} when the bytes are no such signature. */
export function readSignature(der: Uint8Array): { r: bigint; s: bigint } {
  const sequence = only(der, SEQUENCE)
  const [r, afterR] = take(sequence, INTEGER)
  return { r: positive(r), s: positive(only(afterR, INTEGER)) }
}

/** The uncompressed point (65 bytes) of a public key of secp256k1. @throws {Error} for any other key. */
export function readPublicKey(der: Uint8Array): Hex {
  const [algorithm, afterAlgorithm] = take(only(der, SEQUENCE), SEQUENCE)
  const [kind, curve] = take(algorithm, OBJECT)
  if (bytesToHex(kind) !== EC_PUBLIC_KEY || bytesToHex(only(curve, OBJECT)) !== SECP256K1) {
    throw new Error('The key is not on secp256k1.')
  }
  const bits = only(afterAlgorithm, BIT_STRING)
  if (bits.length !== 66 || bits[0] !== 0 || bits[1] !== 4) throw new Error('The key is no uncompressed point.')
  return bytesToHex(bits.subarray(1))
}

/** The content of a value of this kind, and what follows it. */
function take(bytes: Uint8Array, kind: number): [content: Uint8Array, rest: Uint8Array] {
  const [tag, length] = bytes
  // Both structures are shorter than 128 bytes: longer forms of the length are never the shortest.
  if (tag !== kind || length === undefined || length > 127 || bytes.length < 2 + length) {
    throw new Error('This is not the DER that was expected.')
  }
  return [bytes.subarray(2, 2 + length), bytes.subarray(2 + length)]
}

function only(bytes: Uint8Array, kind: number): Uint8Array {
  const [content, rest] = take(bytes, kind)
  if (rest.length > 0) throw new Error('Something follows the DER that was expected.')
  return content
}

function positive(bytes: Uint8Array): bigint {
  const [first = 0x80, second = 0x80] = bytes
  const isShortest = first !== 0 || second > 127
  if (first > 127 || bytes.length > 33 || !isShortest) throw new Error('This is no positive integer in DER.')
  return bytesToBigInt(bytes)
}
