import { concatHex, encodeAbiParameters, keccak256, recoverAddress, toHex, type Address, type Hex } from 'viem'

/** A permit as it is signed (EIP-2612), but for its nonce and deadline. */
export interface Permit {
  chainId: number
  escrow: Address
  owner: Address
  spender: Address
  value: bigint
}

const DOMAIN = keccak256(toHex('EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)'))
const PERMIT = keccak256(toHex('Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)'))
/** Places in the input of a call that may hold a signature, beyond which none is looked for. */
const MOST_PLACES = 200

/**
 * Whether the input of a call, or of a call in it, holds the owner's signature of a permit with one of `nonces`: as the ABI has it,
 * deadline, v, r and s in words that follow one another, wherever they begin.
 */
export async function holdsPermit(input: Hex, permit: Permit, nonces: Iterable<bigint>): Promise<boolean> {
  const digits = input.slice(2)
  const tried = [...nonces]
  let places = 0
  // v is 27 or 28 in a word of its own.
  for (const { index } of digits.matchAll(/(?=(?:00){31}1[bc])/g)) {
    if (index % 2 !== 0 || index < 64 || digits.length < index + 192) continue
    if (++places > MOST_PLACES) return false
    const word = (at: number): Hex => `0x${digits.slice(index + at, index + at + 64)}`
    const [deadline, v, r, s] = [BigInt(word(-64)), Number(word(0)), word(64), word(128)]
    for (const nonce of tried) {
      const signer = await recoverAddress({
        hash: digestOf(permit, nonce, deadline),
        signature: { r, s, v: BigInt(v) },
      }).catch(() => undefined)
      if (signer?.toLowerCase() === permit.owner.toLowerCase()) return true
    }
  }
  return false
}

function digestOf({ chainId, escrow, owner, spender, value }: Permit, nonce: bigint, deadline: bigint): Hex {
  const hashed = (types: readonly string[], values: readonly unknown[]): Hex =>
    keccak256(
      encodeAbiParameters(
        types.map((type) => ({ type })),
        values,
      ),
    )
  const name = [keccak256(toHex('Lodestone')), keccak256(toHex('1'))]
  const domain = hashed(
    ['bytes32', 'bytes32', 'bytes32', 'uint256', 'address'],
    [DOMAIN, ...name, BigInt(chainId), escrow],
  )
  const struct = hashed(
    ['bytes32', 'address', 'address', 'uint256', 'uint256', 'uint256'],
    [PERMIT, owner, spender, value, nonce, deadline],
  )
  return keccak256(concatHex(['0x1901', domain, struct]))
}
