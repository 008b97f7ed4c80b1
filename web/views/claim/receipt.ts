import { BUNDLE_FILE, CLAIM_FILE } from '../../../sdk/evidence/claimFile.ts'
import { MANIFEST_FILE, manifestBytes, SALT_FILE, saltBytes } from '../../../sdk/evidence/layout.ts'
import { TAR_END, tarHeader, tarPadding } from '../../../sdk/evidence/tar.ts'
import type { Prepared } from './prepared.ts'

/**
 * The receipt of a claim: a tar archive of the claim's folder as `lodestone claim` keeps it (claim.json, manifest.json, salt, bundle.age),
 * so that the command line can prove it and go on with it.
 * @param bundle the encrypted bundle.
 */
export function receiptOf({ claim, manifest, salt }: Prepared, bundle: Blob): { name: string; file: Blob } {
  const folder = `claim-${claim.key.slice(2, 10)}`
  const json = new TextEncoder().encode(`${JSON.stringify(claim, undefined, 2)}\n`)
  const entries: [string, Blob][] = [
    [CLAIM_FILE, blobOf(json)],
    [MANIFEST_FILE, blobOf(manifestBytes(manifest))],
    [SALT_FILE, blobOf(saltBytes(salt))],
    [BUNDLE_FILE, bundle],
  ]
  return { name: `${folder}.tar`, file: tarOf(entries.map(([name, content]) => [`${folder}/${name}`, content])) }
}

/** A tar archive of files. */
export function tarOf(entries: readonly (readonly [path: string, content: Blob])[]): Blob {
  const parts = entries.flatMap(([path, content]) => [
    blobOf(tarHeader(path, content.size)),
    content,
    blobOf(new Uint8Array(tarPadding(content.size))),
  ])
  return new Blob([...parts, blobOf(new Uint8Array(TAR_END))], { type: 'application/x-tar' })
}

const blobOf = (bytes: Uint8Array): Blob => new Blob([new Uint8Array(bytes)])
