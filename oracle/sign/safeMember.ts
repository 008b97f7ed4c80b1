/** A member that is a Safe: its owner's key signs for it, by ERC-1271, and the Safe can change that key while escrows live. */
import { hashTypedData, isAddressEqual, parseAbi, type Address, type Hex, type PublicClient } from 'viem'
import { explained } from '../../sdk/actions/explained.ts'
import { InputError } from '../../sdk/errors/InputError.ts'

const safeAbi = parseAbi([
  'function isOwner(address owner) view returns (bool)',
  'function getThreshold() view returns (uint256)',
])

/** What an owner of a Safe signs so that the Safe has signed `digest` (SafeMessage, Safe 1.3 and later). */
export function safeMessage(chainId: number, safe: Address, digest: Hex) {
  return {
    domain: { chainId, verifyingContract: safe },
    types: { SafeMessage: [{ name: 'message', type: 'bytes' }] },
    primaryType: 'SafeMessage',
    message: { message: digest },
  } as const
}

/** What `key` signs so that `member` has signed `digest`: the digest itself where the key is the member's own. */
export function hashToSign(chainId: number, member: Address, key: Address, digest: Hex): Hex {
  return isAddressEqual(member, key) ? digest : hashTypedData(safeMessage(chainId, member, digest))
}

/**
 * Holds that one key alone signs for a member.
 * @throws {InputError} where the member is neither that key nor a Safe that asks for this one owner alone.
 * @throws {ConnectionError} when the chain cannot be asked.
 */
export async function requireSigner(client: PublicClient, member: Address, key: Address): Promise<void> {
  if (isAddressEqual(member, key)) return
  const wrong = (message: string) => new InputError('configuration', [{ path: 'member', value: member, message }])
  const safe = { address: member, abi: safeAbi } as const
  const code = await explained(() => client.getCode({ address: member }))
  if (code === undefined || code === '0x') throw wrong(`is neither the signer’s address ${key} nor a Safe`)
  const [isOwner, threshold] = await Promise.all([
    client.readContract({ ...safe, functionName: 'isOwner', args: [key] }),
    client.readContract({ ...safe, functionName: 'getThreshold' }),
  ]).catch(() => {
    throw wrong('is a contract, but not a Safe that answers')
  })
  if (!isOwner) throw wrong(`is a Safe, and the signer ${key} is none of its owners`)
  if (threshold !== 1n) throw wrong(`is a Safe that asks for ${threshold} owners; the service signs with one key`)
}
