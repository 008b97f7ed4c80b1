/** The files that somebody has chosen as evidence. */
import { comparePaths, pathClashes, pathFault } from '../../../sdk/evidence/path.ts'

export interface Chosen {
  /** As the manifest names it. */
  path: string
  file: Blob
}

/** Adds files; one at a path that was chosen before takes its place. In the order of a bundle. */
export function addFiles(before: readonly Chosen[], more: readonly Chosen[]): Chosen[] {
  const byPath = new Map(
    [...before, ...more].map(({ path, file }) => {
      const normal = path.normalize('NFC')
      return [normal, { path: normal, file }]
    }),
  )
  return [...byPath.values()].sort((one, other) => comparePaths(one.path, other.path))
}

/** What keeps files out of a bundle, by their paths: empty = nothing does. */
export function faultsOfFiles(chosen: readonly Chosen[]): Map<string, string> {
  const paths = chosen.map(({ path }) => path)
  const faults = new Map<string, string>()
  for (const place of pathClashes(paths)) {
    const path = paths[place]
    if (path !== undefined)
      faults.set(path, 'has the path of another file, or lies under it, where upper and lower case are the same')
  }
  for (const path of paths) {
    const fault = pathFault(path)
    if (fault !== undefined) faults.set(path, fault)
  }
  return faults
}

/** Bytes in all. */
export function bytesOf(chosen: readonly Chosen[]): number {
  return chosen.reduce((sum, { file }) => sum + file.size, 0)
}
