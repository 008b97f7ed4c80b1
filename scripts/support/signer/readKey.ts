import { text } from 'node:stream/consumers'
import type { Hex } from 'viem'
import { parseKey, readKeyFile } from '../../../oracle/sign/keyFile.ts'
import { askPassword } from './askPassword.ts'

/** A private key from a file or stdin; on a terminal it is asked for without being shown. What is wrong is never repeated. */
export async function readKey(file: string | undefined): Promise<Hex> {
  return file === undefined ? parseKey(await readStdin(), 'stdin') : readKeyFile(file, '--key-file')
}

function readStdin(): Promise<string> {
  return process.stdin.isTTY ? askPassword('Private key') : text(process.stdin)
}
