/** Signatures for chains that live for one measurement or test: a thousand times as fast as a careful signer's, and worth nothing. */
import { numberToHex, concatHex, type Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'

/** The order of secp256k1. */
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

/** One nonce for all signatures: who sees two of them knows the key, which everybody knows already. */
const NONCE = 0x4c6f646573746f6e65n
const POINT = privateKeyToAccount(numberToHex(NONCE, { size: 32 })).publicKey
const R = BigInt(`0x${POINT.slice(4, 68)}`)
const R_HEX = numberToHex(R, { size: 32 })
const IS_ODD = BigInt(`0x${POINT.slice(68)}`) % 2n === 1n
const INVERSE = power(NONCE, ORDER - 2n)

/** A valid ECDSA signature (r, s, v; low s) of `digest` by the key `secret`. Never for a key that guards anything. */
export function signInsecurely(secret: bigint, digest: Hex): Hex {
  const s = (INVERSE * ((BigInt(digest) + R * secret) % ORDER)) % ORDER
  const isHigh = s > ORDER / 2n
  const v = IS_ODD !== isHigh ? '0x1c' : '0x1b'
  return concatHex([R_HEX, numberToHex(isHigh ? ORDER - s : s, { size: 32 }), v])
}

/** base ^ exponent modulo the order. */
function power(base: bigint, exponent: bigint): bigint {
  let [result, square] = [1n, base]
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % ORDER
    square = (square * square) % ORDER
  }
  return result
}
