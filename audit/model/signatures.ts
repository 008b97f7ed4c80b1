import { secp256k1 } from '@noble/curves/secp256k1'
import { keccak256, stringToBytes, type Address, type Hex } from 'viem'

const { n } = secp256k1.CURVE
const p = secp256k1.CURVE.Fp.ORDER
const Point = secp256k1.ProjectivePoint
type Point = InstanceType<typeof Point>

/** How many signatures of a member are recovered in full before multiples of its public key are laid out: that costs some 20 of them. */
const PATIENCE = 20
/** Public keys with multiples laid out, about 1 MB each. */
const MOST_TABLES = 64
const WINDOW = 8

const OBSERVATION = keccak256(
  stringToBytes('Observation(bytes32 claim,address member,uint64 measurement,bytes32 report)'),
)
const DOMAIN = keccak256(
  stringToBytes('EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)'),
)

/** EIP-712 digests of observations of one escrow. */
export class Digests {
  /** 0x19 0x01, the domain's separator, the hash of the observation. */
  readonly #sealed = Buffer.alloc(66)
  /** Type hash, claim, member, measurement, report: a word each. */
  readonly #words = Buffer.alloc(160)

  constructor(chainId: number, escrow: Address) {
    const name = keccak256(stringToBytes('Lodestone'))
    const version = keccak256(stringToBytes('1'))
    const domain = [DOMAIN, name, version].map((word) => word.slice(2)).join('')
    const separator = keccak256(`0x${domain}${BigInt(chainId).toString(16).padStart(64, '0')}${word(escrow)}`, 'bytes')
    this.#sealed.writeUInt16BE(0x1901)
    this.#sealed.set(separator, 2)
    this.#words.write(OBSERVATION.slice(2), 'hex')
  }

  /** What `member` signs for its `measurement` (64 bits) of `claim`, 32 bytes. */
  of(claim: Hex, member: Address, measurement: bigint, report: Hex): Hex {
    const words = this.#words
    words.write(claim.slice(2), 32, 'hex')
    words.write(member.slice(2), 76, 'hex')
    words.writeBigUInt64BE(measurement, 120)
    words.write(report.slice(2), 128, 'hex')
    this.#sealed.set(keccak256(words, 'bytes'), 34)
    return keccak256(this.#sealed)
  }
}

/**
 * Checks ECDSA signatures of accounts, as OpenZeppelin's ECDSA and the chain's `ecrecover` do: 65 bytes, r and s within the group,
 * s in its lower half, v 27 or 28. The first signatures of an account are recovered; once its public key is known from them, later
 * ones are verified with multiples of it, which is some ten times as fast and accepts exactly the same signatures.
 */
export class Keyring {
  readonly #members = new Map<Address, { seen: number; key: Point | undefined }>()
  #tables = 0

  /** Whether `account` signed `digest`. Never throws: what is no signature is none. */
  hasSigned(account: Address, digest: Hex, signature: Hex): boolean {
    if (signature.length !== 132) return false
    const r = BigInt(signature.slice(0, 66))
    const s = BigInt(`0x${signature.slice(66, 130)}`)
    const v = Number(`0x${signature.slice(130)}`)
    if (r === 0n || r >= n || s === 0n || s > n / 2n || (v !== 27 && v !== 28)) return false
    const known = this.#members.get(account)
    if (known?.key !== undefined) return isSigner(known.key, BigInt(digest), r, s, v === 28)
    const key = recover(digest, r, s, v)
    if (key === undefined || addressOf(key) !== account.toLowerCase()) return false
    this.#see(account, key)
    return true
  }

  #see(account: Address, key: Point): void {
    const member = this.#members.get(account) ?? { seen: 0, key: undefined }
    this.#members.set(account, member)
    if (++member.seen < PATIENCE || this.#tables >= MOST_TABLES) return
    this.#tables++
    key._setWindowSize(WINDOW)
    member.key = key
  }
}

function recover(digest: Hex, r: bigint, s: bigint, v: number): Point | undefined {
  try {
    return new secp256k1.Signature(r, s).addRecoveryBit(v - 27).recoverPublicKey(digest.slice(2))
  } catch {
    return undefined // r is the coordinate of no point, or the key would be the point at infinity
  }
}

/** Whether the signature recovers to `key`: exactly where R = (z/s) G + (r/s) Q has the coordinate r and the parity that v says. */
function isSigner(key: Point, digest: bigint, r: bigint, s: bigint, isOdd: boolean): boolean {
  const inverse = invert(s, n)
  const [a, b] = [(digest * inverse) % n, (r * inverse) % n]
  const sum = key.multiplyUnsafe(b).add(Point.BASE.multiplyUnsafe(a))
  const { px, py, pz } = sum
  if (pz === 0n || px !== (r * pz) % p) return false
  return (((py * invert(pz, p)) % p) & 1n) === (isOdd ? 1n : 0n)
}

function addressOf(key: Point): string {
  return `0x${keccak256(key.toRawBytes(false).subarray(1)).slice(26)}`
}

/** The inverse of `a` (above 0, below the prime `m`) modulo `m`. */
function invert(a: bigint, m: bigint): bigint {
  let [x, y, above, below] = [0n, 1n, m, a]
  while (below > 0n) {
    const times = above / below
    ;[x, y, above, below] = [y, x - times * y, below, above % below]
  }
  return x < 0n ? x + m : x
}

function word(hex: Hex): string {
  return hex.slice(2).toLowerCase().padStart(64, '0')
}
