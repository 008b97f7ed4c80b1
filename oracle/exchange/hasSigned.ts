import {
  encodeFunctionData,
  parseAbi,
  recoverAddress,
  size,
  slice,
  type Address,
  type Hex,
  type PublicClient,
} from 'viem'
import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import { explained } from '../../sdk/actions/explained.ts'
import { HALF_ORDER } from '../sign/verifySignature.ts'

/** `SIGNATURE_GAS` of contracts/parts/Panel.sol, and what the transaction around it takes. */
const CALL_GAS = 400_000n + 21_000n
const BYTE_GAS = 40n

const ERC1271 = parseAbi(['function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)'])
const MAGIC = '0x1626ba7e'

/**
 * Whether a member signed a digest, as contracts/parts/Panel.sol finds it: by ECDSA where it has a key, by ERC-1271 with bounded gas where
 * it is a contract now.
 * @throws {ConnectionError} when the chain cannot be asked about a contract.
 */
export async function hasSigned(client: PublicClient, member: Address, digest: Hex, signature: Hex): Promise<boolean> {
  if (await hasKeySigned(member, digest, signature)) return true
  const code = await explained(() => client.getCode({ address: member }))
  // Code of 23 bytes that begins so is the delegation of an account with a key (EIP-7702).
  if (code === undefined || code === '0x' || (size(code) === 23 && code.startsWith('0xef0100'))) return false
  const data = encodeFunctionData({ abi: ERC1271, functionName: 'isValidSignature', args: [digest, signature] })
  try {
    const gas = CALL_GAS + BYTE_GAS * BigInt(size(data))
    const answer = await explained(() => client.call({ to: member, data, gas }))
    return answer.data !== undefined && size(answer.data) >= 32 && answer.data.startsWith(MAGIC.padEnd(66, '0'))
  } catch (error) {
    if (error instanceof ConnectionError) throw error
    return false
  }
}

async function hasKeySigned(member: Address, digest: Hex, signature: Hex): Promise<boolean> {
  if (size(signature) !== 65 || BigInt(slice(signature, 32, 64)) > HALF_ORDER) return false
  if (!/(1b|1c)$/i.test(signature)) return false
  try {
    return (await recoverAddress({ hash: digest, signature })) === member
  } catch {
    return false
  }
}
