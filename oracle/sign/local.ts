import { privateKeyToAccount } from 'viem/accounts'
import type { Hex } from 'viem'
import type { Signer } from './signer.ts'

/** A signer with the key in this process. */
export function localSigner(key: Hex): Signer {
  const account = privateKeyToAccount(key)
  return { account, sign: ({ fees, ...transaction }) => account.signTransaction({ ...transaction, ...fees }) }
}
