import type { Hex } from 'viem'
import type { Fault } from '../../sdk/errors/InputError.ts'
import { checkFiling, type Filed } from '../../sdk/evidence/checkFiling.ts'
import { bundleSize } from '../../sdk/evidence/layout.ts'
import type { Manifest } from '../../sdk/model/evidence.ts'

/** Most files and folders of a bundle: a manifest could name millions of nested folders. */
export const MOST_ENTRIES = 200_000

/** Why a bundle with this manifest and salt is not taken for the claim: it is another's, or opening it would take too much. */
export function faultsOf(manifest: Manifest, salt: Hex, filed: Filed, mostMegabytes: number): Fault[] {
  const faults = checkFiling(manifest, salt, filed)
  const bytes = bundleSize(manifest, salt)
  if (bytes > mostMegabytes * 1e6) {
    const message = `bytes are in the bundle by its manifest, more than ${mostMegabytes} MB`
    faults.push({ path: 'files', value: `${bytes}`, message })
  }
  if (countEntries(manifest) > MOST_ENTRIES) {
    const message = `files and folders at most; put them into archives`
    faults.push({ path: 'files', value: `${MOST_ENTRIES}`, message })
  }
  return faults
}

/** Files and folders, as far as they matter: it stops counting beyond the limit. */
function countEntries({ files }: Manifest): number {
  const folders = new Set<string>()
  for (const { path } of files) {
    for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) folders.add(path.slice(0, at))
    if (files.length + folders.size > MOST_ENTRIES) break
  }
  return files.length + folders.size
}
