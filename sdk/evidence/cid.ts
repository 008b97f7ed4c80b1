import { bytesToHex, concatBytes, hexToBytes, type Hex } from 'viem'

/** Version 1, codec raw, multihash SHA-256 of 32 bytes. */
const PREFIX = Uint8Array.of(0x01, 0x55, 0x12, 0x20)
const DIGITS = 'abcdefghijklmnopqrstuvwxyz234567'

/** The content identifier (CIDv1, raw, in base 32) of content with this SHA-256. */
export function cidOf(sha256: Hex): string {
  let text = 'b'
  let [bits, value] = [0, 0]
  for (const byte of concatBytes([PREFIX, hexToBytes(sha256, { size: 32 })])) {
    value = ((value << 8) | byte) & 0xfff
    for (bits += 8; bits >= 5; bits -= 5) text += DIGITS.charAt((value >> (bits - 5)) & 31)
  }
  return text + DIGITS.charAt((value << (5 - bits)) & 31)
}

/** The SHA-256 in a content identifier as `cidOf` writes them; undefined for any other text. */
export function sha256OfCid(cid: string): Hex | undefined {
  if (!/^b[a-z2-7]{58}$/.test(cid)) return undefined
  const bytes: number[] = []
  let [bits, value] = [0, 0]
  for (const digit of cid.slice(1)) {
    value = ((value << 5) | DIGITS.indexOf(digit)) & 0xfff
    bits += 5
    if (bits >= 8) bytes.push((value >> (bits -= 8)) & 255)
  }
  const sha256 = bytesToHex(Uint8Array.from(bytes.slice(PREFIX.length)))
  return cidOf(sha256) === cid ? sha256 : undefined
}

/** The name of a bundle wherever it is stored: it says its digest. */
export const sealedName = (cid: string) => `${cid}.age`

/** The content identifier in the name at the end of a path or URL. */
export const cidInName = (path: string) => /(?:^|\/)(b[a-z2-7]{58})\.age$/.exec(path)?.[1]
