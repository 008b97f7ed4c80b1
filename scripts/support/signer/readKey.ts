import { text } from 'node:stream/consumers'
import { isHex, type Hex } from 'viem'
import { InputError } from '../../../sdk/errors/InputError.ts'
import { readText } from '../readJson.ts'
import { askPassword } from './askPassword.ts'

/** A private key from a file or stdin; on a terminal it is asked for without being shown. What is wrong is never repeated. */
export async function readKey(file: string | undefined): Promise<Hex> {
  const given = file === undefined ? await readStdin() : await readText(file, 'key file')
  const trimmed = given.trim()
  const key = trimmed.startsWith('0x') ? trimmed : `0x${trimmed}`
  if (isHex(key) && key.length === 66 && isInRange(key)) return key
  const message = 'is not a key: write 64 hex digits, with or without 0x'
  throw new InputError('key', [{ path: file === undefined ? 'stdin' : '--key-file', value: '', message }])
}

function readStdin(): Promise<string> {
  return process.stdin.isTTY ? askPassword('Private key') : text(process.stdin)
}

/** Keys are the numbers from 1 to below the order of secp256k1. */
function isInRange(key: Hex): boolean {
  return BigInt(key) > 0n && BigInt(key) < 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
}
