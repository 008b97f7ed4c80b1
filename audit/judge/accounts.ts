import { size, type Hex } from 'viem'

/** What an account's code makes of it. A delegated account (EIP-7702) has a key, whatever code it lends itself. */
export function kindOf(code: Hex | undefined): 'key' | 'delegated' | 'contract' {
  if (code === undefined || code === '0x') return 'key'
  return size(code) === 23 && code.toLowerCase().startsWith('0xef0100') ? 'delegated' : 'contract'
}

/** Whether signatures of the account are judged by ERC-1271. */
export function isContract(code: Hex | undefined): boolean {
  return kindOf(code) === 'contract'
}
