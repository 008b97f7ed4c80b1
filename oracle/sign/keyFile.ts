import { isHex, type Hex } from 'viem'
import { InputError } from '../../sdk/errors/InputError.ts'
import { readText } from '../files/readJson.ts'

/** The private key in a file: 64 hex digits, with or without 0x. What is wrong is never repeated. */
export async function readKeyFile(path: string, option: string): Promise<Hex> {
  return parseKey(await readText(path, 'key file'), option)
}

/** The same for its text. @param option the setting that named it. @throws {InputError} when it is no key. */
export function parseKey(text: string, option: string): Hex {
  const trimmed = text.trim()
  const key = trimmed.startsWith('0x') ? trimmed : `0x${trimmed}`
  if (isHex(key) && key.length === 66 && isInRange(key)) return key
  throw new InputError('key', [
    { path: option, value: '', message: 'is not a key: write 64 hex digits, with or without 0x' },
  ])
}

/** Keys are the numbers from 1 to below the order of secp256k1. */
function isInRange(key: Hex): boolean {
  return BigInt(key) > 0n && BigInt(key) < 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
}
