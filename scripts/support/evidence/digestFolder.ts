import { InputError, type Fault } from '../../../sdk/errors/InputError.ts'
import { digestOf } from '../../../sdk/evidence/digest.ts'
import type { Manifest } from '../../../sdk/model/evidence.ts'
import { readStream } from '../../../oracle/evidence/files.ts'
import type { Listed } from './listFolder.ts'
import { Progress } from './progress.ts'

/** The manifest's entries for the files of a folder. */
export async function digestFiles(files: readonly Listed[]): Promise<Manifest['files']> {
  const progress = new Progress(
    'Reading',
    files.reduce((sum, { size }) => sum + size, 0),
  )
  const entries = []
  for (const { path, source } of files) {
    const counted = readStream(source).pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          progress.add(chunk.length)
          controller.enqueue(chunk)
        },
      }),
    )
    entries.push({ path, ...(await digestOf(counted)) })
  }
  progress.end()
  return entries
}

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

/** @throws {InputError} unless the files are those of the manifest. */
export function expectSame(manifest: Manifest, files: Manifest['files'], folder: string): void {
  const faults = differences(manifest, files)
  if (faults.length === 0) return
  const message = `was packed from other files. Put these back as they were, or name a new folder with --out for another claim`
  throw new InputError('evidence', [{ path: '', value: folder, message }, ...faults])
}
