import type { Fault } from '../errors/InputError.ts'
import type { Manifest } from '../model/evidence.ts'

/** How the files of a folder differ from those of a manifest: none = not at all. */
export function differences(manifest: Manifest, files: Manifest['files']): Fault[] {
  const wanted = new Map(manifest.files.map((file) => [file.path, file]))
  const found = new Set(files.map(({ path }) => path))
  const fault = (path: string, message: string): Fault => ({ path, value: '', message })
  return [
    ...manifest.files.filter(({ path }) => !found.has(path)).map(({ path }) => fault(path, 'is missing')),
    ...files.flatMap(({ path, size, sha256 }) => {
      const file = wanted.get(path)
      if (file === undefined) return [fault(path, 'is not in the manifest')]
      return file.size === size && file.sha256 === sha256 ? [] : [fault(path, 'is not what the manifest says')]
    }),
  ]
}
