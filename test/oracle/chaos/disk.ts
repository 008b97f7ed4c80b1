/** A disk that can be taken away from a process, and that can be full. */
import { promises, type PathLike } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { DatabaseSync } from 'node:sqlite'
import { migrated, overSqlite, type Store } from '../../../oracle/store/openStore.ts'

/** Whether the next write does not fit any more. */
export type IsFull = () => boolean

const WRITES = /^\s*(insert|update|delete|commit)/i

/** A store whose connection can be closed from one moment to the next: what was not committed is undone, as after `kill -9`. */
export async function mortalStore(path: string, isFull: IsFull): Promise<{ store: Store; cut: () => void }> {
  const database = new DatabaseSync(path)
  // It is processes that die here, not machines: what the system was given counts as written.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF')
  let open = true
  const cut = (): void => {
    if (open) database.close()
    open = false
  }
  const prepare = (sql: string) => {
    if (WRITES.test(sql) && isFull()) throw new Error('database or disk is full')
    return database.prepare(sql)
  }
  return { store: await migrated(overSqlite({ close: cut, prepare: prepare as DatabaseSync['prepare'] })), cut }
}

const full = new Map<string, IsFull>()
/** Files that are open, and their paths. */
const opened = new Map<FileHandle, string>()

/** The files under a folder that are open. */
export function openFiles(folder: string): string[] {
  return [...opened.values()].filter((path) => path.startsWith(folder))
}

/** Files under a folder cannot be written while the disk is full. @returns takes that back. */
export function fillable(folder: string, isFull: IsFull): () => void {
  full.set(folder, isFull)
  return () => full.delete(folder)
}

/** Lets `fillable` and `openFiles` work in this process. @returns takes that back. */
export function watchDisk(): () => void {
  const { open } = promises
  promises.open = async (path: PathLike, ...rest): Promise<FileHandle> => {
    const file = await open(path, ...rest)
    const text = String(path)
    opened.set(file, text)
    const close = file.close.bind(file)
    file.close = () => {
      opened.delete(file)
      return close()
    }
    const isFull = [...full].find(([folder]) => text.startsWith(folder))?.[1]
    if (isFull === undefined || rest[0] === 'r' || typeof rest[0] === 'number') return file
    const write = file.write.bind(file)
    file.write = ((...args: Parameters<typeof write>) =>
      isFull() ? Promise.reject(noSpace(text)) : write(...args)) as typeof file.write
    return file
  }
  syncBuiltinESMExports()
  return () => {
    promises.open = open
    syncBuiltinESMExports()
  }
}

function noSpace(path: string): Error {
  const how = { code: 'ENOSPC', syscall: 'write', errno: -28, path }
  return Object.assign(new Error(`ENOSPC: no space left on device, write '${path}'`), how)
}
