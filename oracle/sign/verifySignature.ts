import { isAddressEqual, isHex, parseSignature, recoverAddress, serializeSignature, type Address, type Hex } from 'viem'

/** Half the order of secp256k1: contracts take no higher s, since with every signature its mirror image is valid too. */
export const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n

/** A signer gave something that is no signature of what it was asked to sign. */
export class WrongSignature extends Error {
  override readonly name = 'WrongSignature'

  /** @param why for people: never holds the signature. */
  constructor(why: string) {
    super(`The signer gave no signature that counts: ${why}. Nothing was kept; check the signer and its key.`)
  }
}

/**
 * The signature in the form that contracts take (r, low s, v of 27 or 28).
 * @throws {WrongSignature} unless it is by `address` over `digest`.
 */
export async function verifySignature(address: Address, digest: Hex, signature: unknown): Promise<Hex> {
  if (!isHex(signature) || signature.length !== 132) throw new WrongSignature('it is not 65 bytes')
  const { r, s, yParity } = parse(signature)
  if (BigInt(s) > HALF_ORDER) throw new WrongSignature('its s is high')
  const canonical = serializeSignature({ r, s, yParity })
  const by = await recoverAddress({ hash: digest, signature: canonical }).catch(() => undefined)
  if (by === undefined || !isAddressEqual(by, address)) {
    throw new WrongSignature(`it is not by ${address} over the digest that was asked for`)
  }
  return canonical
}

/** Whether it is a signature by `address` over `digest` that contracts take. */
export async function isSignature(address: Address, digest: Hex, signature: Hex): Promise<boolean> {
  return verifySignature(address, digest, signature).then(
    () => true,
    () => false,
  )
}

function parse(signature: Hex) {
  try {
    return parseSignature(signature)
  } catch {
    throw new WrongSignature('it cannot be read')
  }
}
