/** Archives that somebody made to do harm, each as what lies under the encryption of a bundle. */
import { packTar, type TarEntry } from 'modern-tar'
import type { Hex } from 'viem'
import { manifestBytes, MOST_MANIFEST } from '../../../sdk/evidence/layout.ts'
import { packBundle } from '../../../sdk/evidence/packBundle.ts'
import { tarHeader } from '../../../sdk/evidence/tar.ts'
import { canonicalJson } from '../../../sdk/model/canonicalJson.ts'
import type { Manifest } from '../../../sdk/model/evidence.ts'
import { bytesOf, sha256, streamOfBytes } from '../../evidence/support.ts'
import { MARKER } from './world.ts'

export const CONTENT = Buffer.from(`${MARKER} `.repeat(40))
export const FILE = { path: `${MARKER}.txt`, size: CONTENT.length, sha256: sha256(CONTENT) }

/** An archive of another manifest than the attack needs; `manifest` is the one that the claim is filed for. */
export interface Attack {
  what: string
  manifest: Manifest
  archive: (manifest: Manifest, salt: Hex) => Promise<Uint8Array>
}

const entry = (name: string, body: Uint8Array | string, more: object = {}): TarEntry => ({
  header: {
    name,
    size: Buffer.from(body).length,
    mode: 0o644,
    uid: 0,
    gid: 0,
    mtime: new Date(0),
    type: 'file',
    ...more,
  },
  body: Buffer.from(body),
})

/** @param base names escrow and solver. */
export function attacks(base: Pick<Manifest, 'escrow' | 'solver'>): Attack[] {
  const manifestWith = (files: Manifest['files']): Manifest => ({
    version: 1,
    ...base,
    statement: `${MARKER} holds.`,
    files,
  })
  const usual = manifestWith([FILE])
  const tar = (what: string, after: TarEntry[]): Attack => ({
    what,
    manifest: usual,
    archive: (manifest, salt) =>
      packTar([entry('manifest.json', manifestBytes(manifest)), entry('salt', `${salt}\n`), ...after]),
  })
  const empty = sha256(new Uint8Array(0))
  const named = (what: string, files: Manifest['files']): Attack => {
    const manifest = manifestWith(files)
    const raw = new TextEncoder().encode(canonicalJson(manifest))
    return {
      what,
      manifest,
      archive: (_, salt) =>
        packTar([entry('manifest.json', raw), entry('salt', `${salt}\n`), entry(`files/${files[0]!.path}`, CONTENT)]),
    }
  }
  const nested = Array.from({ length: 1000 }, (_, i) => ({ path: `${i}/${'a/'.repeat(300)}x`, size: 0, sha256: empty }))
  const huge = manifestBytes(usual)
  return [
    tar('a path that leaves the folder', [entry(`files/../../${FILE.path}`, CONTENT)]),
    tar('an absolute path', [entry(`/tmp/${FILE.path}`, CONTENT)]),
    tar('a symbolic link', [
      { header: { name: `files/${FILE.path}`, size: 0, type: 'symlink', linkname: '/etc/passwd' } },
    ]),
    tar('a hard link', [{ header: { name: `files/${FILE.path}`, size: 0, type: 'link', linkname: 'salt' } }]),
    tar('a device', [{ header: { name: `files/${FILE.path}`, size: 0, type: 'character-device' } }]),
    tar('a file that the manifest does not name', [
      entry(`files/${FILE.path}`, CONTENT),
      entry('files/b.txt', CONTENT),
    ]),
    tar('an executable', [entry(`files/${FILE.path}`, CONTENT, { mode: 0o4755 })]),
    tar('a file of another content', [entry(`files/${FILE.path}`, CONTENT.toReversed())]),
    tar('an archive that ends early', []),
    named('a manifest that names a path outside', [{ ...FILE, path: `../${FILE.path}` }]),
    named('a manifest that names an absolute path', [{ ...FILE, path: `/${FILE.path}` }]),
    named('a manifest with a file twice', [FILE, FILE]),
    named('a manifest of more bytes than are taken', [{ ...FILE, size: 9e15 }]),
    {
      what: 'a manifest of hundreds of thousands of folders',
      manifest: manifestWith(nested),
      archive: (manifest, salt) => bytesOf(packBundle(manifest, salt, () => streamOfBytes(new Uint8Array(0)))),
    },
    {
      what: 'a manifest too large to be held',
      manifest: usual,
      archive: () => Promise.resolve(Buffer.concat([tarHeader('manifest.json', MOST_MANIFEST + 1), huge])),
    },
    {
      what: 'no archive',
      manifest: usual,
      archive: () => Promise.resolve(crypto.getRandomValues(new Uint8Array(5000))),
    },
    { what: 'nothing', manifest: usual, archive: () => Promise.resolve(new Uint8Array(0)) },
  ]
}
