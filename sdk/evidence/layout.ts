import { canonicalJson } from '../model/canonicalJson.ts'
import type { Manifest } from '../model/evidence.ts'
import type { Hex } from 'viem'
import { TAR_END, tarHeader, tarPadding } from './tar.ts'

/** Names in a bundle, in their order; each file of the manifest follows under its path. */
export const MANIFEST_FILE = 'manifest.json'
export const SALT_FILE = 'salt'
export const FILES_FOLDER = 'files'

/** Most bytes of a manifest: about 100,000 files. Readers hold it in memory. */
export const MOST_MANIFEST = 16 * 1024 * 1024

const encoder = new TextEncoder()

/** The manifest as it lies in a bundle: canonical JSON in UTF-8. */
export function manifestBytes(manifest: Manifest): Uint8Array {
  return encoder.encode(canonicalJson(manifest))
}

/** The salt as it lies in a bundle: hex, and an end of line. */
export function saltBytes(salt: Hex): Uint8Array {
  return encoder.encode(`${salt}\n`)
}

/** Bytes of the bundle before it is encrypted. */
export function bundleSize(manifest: Manifest, salt: Hex): number {
  const entry = (path: string, size: number) => tarHeader(path, size).length + size + tarPadding(size)
  const files = manifest.files.map(({ path, size }) => entry(`${FILES_FOLDER}/${path}`, size))
  const own = [entry(MANIFEST_FILE, manifestBytes(manifest).length), entry(SALT_FILE, saltBytes(salt).length)]
  return [...own, ...files].reduce((sum, size) => sum + size, TAR_END)
}
