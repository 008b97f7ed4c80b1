import { engine } from 'ox/wasm/Secp256k1'
import type { Address, Hex } from 'viem'
import { keccak } from './keccak.ts'

// WebAssembly recovers a public key in a tenth of the time that JavaScript takes.
const { recoverPublicKey } = await engine()

/** Half the order of secp256k1, rounded down: the highest s of the two that sign the same. */
const HIGHEST_S = Buffer.from('7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0', 'hex')

/** The type hash of observations. */
export const OBSERVATION = hashOf('Observation(bytes32 claim,address member,uint64 measurement,bytes32 report)')
const DOMAIN = hashOf('EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)')

/** The separator of an escrow's EIP-712 domain. */
export function domainSeparator(chainId: number, escrow: Address): Uint8Array {
  const [chain, contract] = [BigInt(chainId).toString(16), escrow.slice(2)]
  const words = Buffer.from(chain.padStart(64, '0') + contract.padStart(64, '0'), 'hex')
  return keccak(Buffer.concat([DOMAIN, hashOf('Lodestone'), hashOf('1'), words]))
}

/** EIP-712 digests of observations of one escrow. */
export class Digests {
  /** 0x19 0x01, the domain's separator, the hash of the observation. */
  readonly #sealed = Buffer.alloc(66)
  /** Type hash, claim, member, measurement, report: a word each. */
  readonly #words = Buffer.alloc(160)

  constructor(chainId: number, escrow: Address) {
    this.#sealed.writeUInt16BE(0x1901)
    this.#sealed.set(domainSeparator(chainId, escrow), 2)
    this.#words.set(OBSERVATION)
  }

  /** What `member` signs for its `measurement` (64 bits) of `claim`, 32 bytes. */
  of(claim: Hex, member: Address, measurement: bigint, report: Hex): Uint8Array {
    const words = this.#words
    words.write(claim.slice(2), 32, 'hex')
    words.write(member.slice(2), 76, 'hex')
    words.writeBigUInt64BE(measurement, 120)
    words.write(report.slice(2), 128, 'hex')
    this.#sealed.set(keccak(words), 34)
    return keccak(this.#sealed)
  }
}

/** Bytes of a signature as the engine takes it: which of the two points, then r and s. */
export const SIGNATURE = 65

/**
 * Writes a signature as the engine takes it. @returns whether it has the form that OpenZeppelin's library takes: 65 bytes, s in its lower
 * half, v 27 or 28.
 */
export function writeSignature(signature: Hex, into: Buffer, at = 0): boolean {
  if (signature.length !== 132 || into.write(signature.slice(2, 130), at + 1, 64, 'hex') !== 64) return false
  const v = Number(`0x${signature.slice(130)}`)
  if ((v !== 27 && v !== 28) || into.compare(HIGHEST_S, 0, 32, at + 33, at + 65) > 0) return false
  into[at] = v - 27
  return true
}

/**
 * Whether `account` signed `digest` by ECDSA, as OpenZeppelin's library and the chain's `ecrecover` have it: 65 bytes, r and s within
 * the group, s in its lower half, v 27 or 28. Never throws: what is no signature is none.
 */
export function hasSigned(account: Address, digest: Uint8Array, signature: Hex): boolean {
  const bytes = Buffer.alloc(SIGNATURE)
  if (!writeSignature(signature, bytes)) return false
  try {
    const key = recoverPublicKey(bytes, digest)
    return hexOf(keccak(key.subarray(1)).subarray(12)) === account.toLowerCase()
  } catch {
    return false // r or s is 0 or not within the group, or r is the coordinate of no point
  }
}

/** Bytes as hex. */
export function hexOf(bytes: Uint8Array): Hex {
  return `0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')}`
}

function hashOf(text: string): Uint8Array {
  return keccak(Buffer.from(text))
}
