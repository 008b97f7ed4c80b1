import { lstat, readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { InputError, type Fault } from '../../../sdk/errors/InputError.ts'
import { comparePaths, pathFault } from '../../../sdk/evidence/path.ts'

/** A file of a folder of evidence. */
export interface Listed {
  /** As the manifest names it. */
  path: string
  /** Where it is on this machine. */
  source: string
  /** Bytes. */
  size: number
}

/**
 * All files of a folder, in the order of a bundle. Empty folders are left out.
 * @throws {InputError} naming everything that cannot go into a bundle: links, devices, names that not every system can write.
 */
export async function listFolder(folder: string): Promise<Listed[]> {
  const faults: Fault[] = []
  const files: Listed[] = []
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    throw new InputError('evidence', [
      { path: '', value: folder, message: `is not a folder to read: ${String(error)}` },
    ])
  })
  for (const entry of entries) {
    if (entry.isDirectory()) continue
    const source = join(entry.parentPath, entry.name)
    const path = relative(folder, source).split(sep).join('/').normalize('NFC')
    const message = entry.isFile()
      ? pathFault(path)
      : 'is not a regular file (links are not followed); put the file itself there'
    if (message !== undefined) faults.push({ path, value: '', message })
    else {
      const info = await lstat(source).catch(() => undefined)
      if (info === undefined) faults.push({ path, value: '', message: 'cannot be found; its name may not be UTF-8' })
      else files.push({ path, source, size: info.size })
    }
  }
  if (files.length === 0 && faults.length === 0) faults.push({ path: '', value: folder, message: 'has no files in it' })
  if (faults.length > 0) throw new InputError('evidence', faults)
  return files.sort((one, other) => comparePaths(one.path, other.path))
}
