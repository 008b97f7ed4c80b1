import type { Chosen } from './chosen.ts'

/** A file as a browser hands it over. */
interface Given extends Blob {
  name: string
  webkitRelativePath: string
}
/** What can be dropped, as browsers hand it over. */
interface Entry {
  isFile: boolean
  isDirectory: boolean
  fullPath: string
}
interface FileEntry extends Entry {
  file: (done: (file: Blob) => void, failed: (error: unknown) => void) => void
}
interface FolderEntry extends Entry {
  createReader: () => { readEntries: (done: (entries: Entry[]) => void, failed: (error: unknown) => void) => void }
}
export interface Dropped {
  items: ArrayLike<{ webkitGetAsEntry: () => Entry | null }>
  files: Iterable<Given>
}

/** Files and folders that were dropped, folders with all that is in them, each file under its path. */
export async function filesOfDrop(data: Dropped): Promise<Chosen[]> {
  // The list is gone once this function waits.
  const entries = Array.from(data.items, (item) => item.webkitGetAsEntry()).filter((entry) => entry !== null)
  if (entries.length === 0) return filesOfInput(data.files)
  return (await Promise.all(entries.map(filesIn))).flat()
}

/** Files that were chosen in a dialog; those of a folder under their paths. */
export function filesOfInput(files: Iterable<Given>): Chosen[] {
  return Array.from(files, (file) => ({
    path: file.webkitRelativePath === '' ? file.name : file.webkitRelativePath,
    file,
  }))
}

async function filesIn(entry: Entry): Promise<Chosen[]> {
  if (isFile(entry)) {
    const file = await new Promise<Blob>((done, failed) => {
      entry.file(done, failed)
    })
    return [{ path: entry.fullPath.replace(/^\/+/, ''), file }]
  }
  if (!isFolder(entry)) return []
  const reader = entry.createReader()
  const found: Chosen[] = []
  // A browser gives a hundred at a time, and none at the end.
  for (;;) {
    const some = await new Promise<Entry[]>((done, failed) => {
      reader.readEntries(done, failed)
    })
    if (some.length === 0) return found
    found.push(...(await Promise.all(some.map(filesIn))).flat())
  }
}

const isFile = (entry: Entry): entry is FileEntry => entry.isFile
const isFolder = (entry: Entry): entry is FolderEntry => entry.isDirectory
