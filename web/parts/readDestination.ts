import { getAddress, isAddress, isAddressEqual, zeroAddress, type Address } from 'viem'

/** Why money must not go to what was typed. */
export type DestinationFault = 'form' | 'checksum' | 'zero' | 'escrow' | 'token' | 'same'

/** An address that money may go to, or why it may not; no fault yet where nothing was typed. */
export type Destination = { address: Address } | { fault: DestinationFault | undefined }

/**
 * Reads the address that money should go to. In mixed case it must have the right checksum.
 * @param not where it must not go: the escrow and its token, which would keep it, and who has it already, where somebody has.
 */
export function readDestination(
  typed: string,
  not: { escrow: Address; token: Address; account?: Address },
): Destination {
  const text = typed.trim()
  if (text === '') return { fault: undefined }
  if (!/^0x[0-9a-fA-F]{40}$/.test(text)) return { fault: 'form' }
  const isPlain = text === text.toLowerCase() || /^0x[0-9A-F]{40}$/.test(text)
  if (!isAddress(text, { strict: !isPlain })) return { fault: 'checksum' }
  const address = getAddress(text)
  if (address === zeroAddress) return { fault: 'zero' }
  if (isAddressEqual(address, not.escrow)) return { fault: 'escrow' }
  if (isAddressEqual(address, not.token)) return { fault: 'token' }
  if (not.account !== undefined && isAddressEqual(address, not.account)) return { fault: 'same' }
  return { address }
}
