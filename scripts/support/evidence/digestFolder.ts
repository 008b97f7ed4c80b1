import { InputError } from '../../../sdk/errors/InputError.ts'
import { differences } from '../../../sdk/evidence/differences.ts'
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

/** @throws {InputError} unless the files are those of the manifest. */
export function expectSame(manifest: Manifest, files: Manifest['files'], folder: string): void {
  const faults = differences(manifest, files)
  if (faults.length === 0) return
  const message = `was packed from other files. Put these back as they were, or name a new folder with --out for another claim`
  throw new InputError('evidence', [{ path: '', value: folder, message }, ...faults])
}
