import { opendir } from 'node:fs/promises'
import { join } from 'node:path'
import { InputError } from '../../sdk/errors/InputError.ts'
import { CLAIM_FILE } from '../../sdk/evidence/claimFile.ts'
import { FILES_FOLDER, MANIFEST_FILE, SALT_FILE } from '../../sdk/evidence/layout.ts'

/** Most files and folders that are looked at, and how deep. */
const MOST_ENTRIES = 200_000
const DEEPEST = 32

/** Something in the auditor's folder. `name` is its path within it, `path` where it is on this machine. */
export interface Found {
  /** `claim`: the folder of a claim. `opened`: one into which a bundle was opened. `other`: neither file nor folder, or a link. */
  kind: 'claim' | 'opened' | 'file' | 'other'
  name: string
  path: string
}

/**
 * What is in a folder, in the order of names. Folders that belong to a claim or a bundle are not looked into; links are not followed.
 * @throws {InputError} when it cannot be read, holds more than 200,000 files and folders, or is nested more than 32 deep.
 */
export async function* walk(folder: string): AsyncGenerator<Found, void> {
  yield* within(folder, '', 0, { entries: 0 })
}

async function* within(
  path: string,
  name: string,
  depth: number,
  count: { entries: number },
): AsyncGenerator<Found, void> {
  if (depth > DEEPEST) throw wrong(path, `lies more than ${DEEPEST} folders deep; name a smaller folder`)
  const entries = await entriesOf(path, count)
  const hasFile = (wanted: string) => entries.some((entry) => entry.name === wanted && entry.isFile)
  if (hasFile(MANIFEST_FILE) && hasFile(SALT_FILE)) {
    const own = { name: name === '' ? '.' : name, path }
    const isOpened = entries.some((entry) => entry.name === FILES_FOLDER && entry.isFolder)
    const kind = hasFile(CLAIM_FILE) ? 'claim' : isOpened ? 'opened' : undefined
    if (kind !== undefined) {
      yield { kind, ...own }
      return
    }
  }
  for (const entry of entries) {
    const inner = { name: name === '' ? entry.name : `${name}/${entry.name}`, path: join(path, entry.name) }
    if (entry.isFolder) yield* within(inner.path, inner.name, depth + 1, count)
    else yield { kind: entry.isFile ? 'file' : 'other', ...inner }
  }
}

/** All regular files below a folder, by their paths with forward slashes, and what else is there. @throws {InputError} as `walk`. */
export async function listFiles(folder: string): Promise<{ files: Found[]; others: Found[] }> {
  const [files, others]: [Found[], Found[]] = [[], []]
  const count = { entries: 0 }
  const pending = [{ name: '', path: folder, depth: 0 }]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { name, path, depth } = next
    if (depth > 1024) throw wrong(path, 'is nested too deeply')
    for (const entry of await entriesOf(path, count)) {
      const inner = { name: name === '' ? entry.name : `${name}/${entry.name}`, path: join(path, entry.name) }
      if (entry.isFolder) pending.push({ ...inner, depth: depth + 1 })
      else if (entry.isFile) files.push({ kind: 'file', ...inner })
      else others.push({ kind: 'other', ...inner })
    }
  }
  return { files, others }
}

interface Entry {
  name: string
  isFile: boolean
  isFolder: boolean
}

async function entriesOf(path: string, count: { entries: number }): Promise<Entry[]> {
  const entries: Entry[] = []
  try {
    for await (const entry of await opendir(path)) {
      if (++count.entries > MOST_ENTRIES)
        throw wrong(path, `has more than ${MOST_ENTRIES} files and folders; name a smaller folder`)
      entries.push({ name: entry.name, isFile: entry.isFile(), isFolder: entry.isDirectory() })
    }
  } catch (error) {
    if (error instanceof InputError) throw error
    throw wrong(path, `is not a folder to read; name another: ${String(error)}`)
  }
  return entries.sort((one, other) => (one.name < other.name ? -1 : 1))
}

function wrong(path: string, message: string): InputError {
  return new InputError('folder of evidence', [{ path: '--evidence', value: path, message }])
}
