import { hexToString, bytesToHex, type Hex } from 'viem'
import { InputError, type Fault } from '../errors/InputError.ts'
import { parseInput } from '../errors/parseInput.ts'
import { parseManifest, type Manifest } from '../model/evidence.ts'
import { bytes32Schema } from '../model/schemas.ts'
import { Digester } from './digest.ts'
import { FILES_FOLDER, MANIFEST_FILE, manifestBytes, MOST_MANIFEST, SALT_FILE, saltBytes } from './layout.ts'
import { ByteReader } from './streams.ts'
import { BLOCK, TAR_END, tarHeader, tarPadding, tarSize } from './tar.ts'

/** Where the contents of a bundle go. */
export interface BundleSink {
  /** Called once, before the first file. What it throws ends the reading. */
  begin(manifest: Manifest, salt: Hex): Promise<void>
  /** Where a file of the manifest is written. Nothing may be believed before `unpackBundle` has returned. */
  file(file: Manifest['files'][number]): Promise<WritableStream<Uint8Array>>
}

/**
 * Reads a decrypted bundle and proves it against its manifest. Every byte that is not content follows from the manifest and is
 * compared, so nothing in a bundle can name a path, a link or a file that the manifest does not.
 * @returns manifest and salt. Whether they are a claim's shows in the commitment: `checkFiling`.
 * @throws {InputError} naming what is not as it has to be; every file whose content is wrong.
 */
export async function unpackBundle(
  bundle: ReadableStream<Uint8Array>,
  sink: BundleSink,
): Promise<{ manifest: Manifest; salt: Hex }> {
  const reader = new ByteReader(bundle)
  try {
    const manifest = await readManifest(reader)
    const salt = await readSalt(reader)
    await sink.begin(manifest, salt)
    const faults: Fault[] = []
    for (const file of manifest.files) {
      await expect(reader, tarHeader(`${FILES_FOLDER}/${file.path}`, file.size), file.path)
      const target = await sink.file(file)
      const sha256 = await copy(reader, file, target.getWriter())
      if (sha256 !== file.sha256) {
        faults.push({ path: file.path, value: sha256, message: `is the SHA-256 of its content, not ${file.sha256}` })
      }
      await expect(reader, new Uint8Array(tarPadding(file.size)), file.path)
    }
    await expect(reader, new Uint8Array(TAR_END), '')
    if ((await reader.some(1)) !== undefined) throw wrong('', 'has more in it than the manifest names')
    if (faults.length > 0) throw new InputError('evidence bundle', faults)
    return { manifest, salt }
  } finally {
    await reader.close()
  }
}

async function readManifest(reader: ByteReader): Promise<Manifest> {
  const header = await reader.take(BLOCK)
  const size = tarSize(header)
  if (!(size <= MOST_MANIFEST) || !same(header, tarHeader(MANIFEST_FILE, size)))
    throw wrong(MANIFEST_FILE, 'does not come first, or is too large')
  const content = await reader.take(size)
  const manifest = parseManifest(readJson(content))
  if (!same(content, manifestBytes(manifest))) throw wrong(MANIFEST_FILE, 'is not canonical JSON (RFC 8785)')
  await expect(reader, new Uint8Array(tarPadding(size)), MANIFEST_FILE)
  return manifest
}

async function readSalt(reader: ByteReader): Promise<Hex> {
  const { length } = saltBytes('0x'.padEnd(66, '0') as Hex)
  await expect(reader, tarHeader(SALT_FILE, length), SALT_FILE)
  const content = await reader.take(length)
  const salt = parseInput(bytes32Schema, hexToString(bytesToHex(content)).trim(), 'salt of the evidence bundle')
  if (!same(content, saltBytes(salt))) throw wrong(SALT_FILE, 'must be 0x, 64 hex digits in lower case, end of line')
  await expect(reader, new Uint8Array(tarPadding(length)), SALT_FILE)
  return salt
}

/** Copies one file's content. @returns its SHA-256. */
async function copy(
  reader: ByteReader,
  file: Manifest['files'][number],
  writer: WritableStreamDefaultWriter<Uint8Array>,
): Promise<Hex> {
  const digester = new Digester()
  try {
    for (let left = file.size; left > 0;) {
      const piece = await reader.some(left)
      if (piece === undefined) throw wrong(file.path, 'is cut short')
      digester.update(piece)
      await writer.write(piece)
      left -= piece.length
    }
    await writer.close()
  } catch (error) {
    await writer.abort(error).catch(() => undefined)
    throw error
  }
  return digester.digest().sha256
}

async function expect(reader: ByteReader, wanted: Uint8Array, path: string): Promise<void> {
  const found = await reader.take(wanted.length)
  if (found.length < wanted.length) throw wrong(path, 'is cut short')
  if (!same(found, wanted)) throw wrong(path, 'is not laid out as the manifest says; see docs/evidence.md')
}

function same(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, i) => byte === other[i])
}

function readJson(content: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(content))
  } catch {
    throw wrong(MANIFEST_FILE, 'is not JSON')
  }
}

function wrong(path: string, message: string): InputError {
  return new InputError('evidence bundle', [{ path, value: '', message }])
}
