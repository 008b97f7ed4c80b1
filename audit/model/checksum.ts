import type { Address } from 'viem'
import { keccak } from './keccak.ts'

const SMALL_A = 97
/** How far capitals are from small letters. */
const CAPITAL = 32

/** An address as EIP-55 spells it. @param hex its 40 digits, in lower case. */
export function checksum(hex: string): Address {
  const letters = Buffer.from(hex, 'latin1')
  const hash = keccak(letters)
  for (const [i, letter] of letters.entries()) {
    const half = (hash[i >> 1] ?? 0) >> (i % 2 === 0 ? 4 : 0)
    if (letter >= SMALL_A && (half & 8) !== 0) letters[i] = letter - CAPITAL
  }
  return `0x${letters.toString('latin1')}`
}
