import { getAddress, isAddress, isAddressEqual, zeroAddress, type Address } from 'viem'

/** What is wrong with a new payee. */
export type PayeeFault = 'malformed' | 'zero' | 'same'

/** Reads who a claim is handed to. An address in mixed case must have the right checksum. */
export function readPayee(typed: string, current: Address): { payee: Address } | { fault: PayeeFault } {
  const text = typed.trim()
  const isPlain = text === text.toLowerCase() || /^0x[0-9A-F]{40}$/.test(text)
  if (!isAddress(text, { strict: !isPlain })) return { fault: 'malformed' }
  const payee = getAddress(text)
  if (payee === zeroAddress) return { fault: 'zero' }
  return isAddressEqual(payee, current) ? { fault: 'same' } : { payee }
}
