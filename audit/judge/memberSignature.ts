import { isAddressEqual, recoverAddress, size, slice, type Address, type Hex } from 'viem'
import { observationDigest, type Observation } from '../../sdk/model/typedData.ts'

/** Half the order of secp256k1: the chain takes no signature with a higher s. */
const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n

/** Whether it is the member's ECDSA signature of the observation, in the one form that the chain takes: r, low s, v of 27 or 28. */
export async function isSignedBy(
  { chainId, escrow }: { chainId: number; escrow: Address },
  observation: Observation,
  signature: Hex,
): Promise<boolean> {
  if (size(signature) !== 65) return false
  const v = Number(slice(signature, 64))
  if ((v !== 27 && v !== 28) || BigInt(slice(signature, 32, 64)) > HALF_ORDER) return false
  const hash = observationDigest(chainId, escrow, observation)
  const signer = await recoverAddress({ hash, signature }).catch(() => undefined)
  return signer !== undefined && isAddressEqual(signer, observation.member)
}
