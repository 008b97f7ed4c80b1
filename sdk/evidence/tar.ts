/**
 * The one way in which a bundle writes a file into a tar archive: POSIX ustar, owner 0, mode 0644, time 0; a pax header before it
 * where ustar has no room for the path or the size. So all headers follow from the manifest.
 */

/** Bytes of a block: headers are whole blocks, contents are padded with zeros to whole blocks. */
export const BLOCK = 512
/** Bytes of zeros that end an archive. */
export const TAR_END = 2 * BLOCK

const MOST_NAME = 100
const MOST_SIZE = 8 ** 11 - 1
const encoder = new TextEncoder()

/** The header of a regular file. @param size bytes, at most 2^53 - 1. */
export function tarHeader(path: string, size: number): Uint8Array {
  const name = encoder.encode(path)
  const fits = name.length <= MOST_NAME && name.length === path.length
  const records = [
    ...(fits ? [] : [paxRecord('path', path)]),
    ...(size > MOST_SIZE ? [paxRecord('size', `${size}`)] : []),
  ]
  const file = block(name, Math.min(size, MOST_SIZE), '0')
  if (records.length === 0) return file
  const pax = encoder.encode(records.join(''))
  const header = new Uint8Array(BLOCK + pax.length + tarPadding(pax.length) + BLOCK)
  header.set(block(encoder.encode('pax'), pax.length, 'x'))
  header.set(pax, BLOCK)
  header.set(file, header.length - BLOCK)
  return header
}

/** How many zeros fill the last block of `size` bytes. */
export function tarPadding(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK
}

/** The size that the block of an entry gives, which may be anything in a block that `tarHeader` did not write. */
export function tarSize(header: Uint8Array): number {
  return Number.parseInt(new TextDecoder().decode(header.subarray(124, 135)), 8)
}

/** `<length> <key>=<value>\n`, where the length counts itself. */
function paxRecord(key: string, value: string): string {
  const rest = encoder.encode(` ${key}=${value}\n`).length
  let length = rest
  while (`${length}`.length + rest !== length) length = `${length}`.length + rest
  return `${length} ${key}=${value}\n`
}

function block(name: Uint8Array, size: number, type: '0' | 'x'): Uint8Array {
  const bytes = new Uint8Array(BLOCK)
  const write = (text: string, at: number): void => {
    bytes.set(encoder.encode(text), at)
  }
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0')
  bytes.set(name.subarray(0, MOST_NAME))
  write('0000644', 100)
  write('0000000', 108)
  write('0000000', 116)
  write(octal(size, 11), 124)
  write(octal(0, 11), 136)
  write(' '.repeat(8), 148)
  write(type, 156)
  write('ustar\u000000', 257)
  write('0000000', 329)
  write('0000000', 337)
  const sum = bytes.reduce((total, byte) => total + byte, 0)
  write(`${octal(sum, 6)}\u0000 `, 148)
  return bytes
}
