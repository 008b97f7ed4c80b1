import { concat, keccak256, type Hex } from 'viem'

/**
 * What peers see before they have committed themselves: `keccak256(abi.encode(bytes32 digest, bytes32 salt))`.
 * @param digest of the observation, 32 bytes.
 * @param salt 32 random bytes, secret until the reveal.
 */
export function commitmentOf(digest: Hex, salt: Hex): Hex {
  return keccak256(concat([digest, salt]))
}
