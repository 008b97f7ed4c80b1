import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, writeSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Address } from 'viem'
import { InputError } from '../../../sdk/errors/InputError.ts'
import { toJson } from '../toJson.ts'
import { entrySchema, type Entry } from './entry.ts'

/** The transactions that one account has signed on one chain: a file each, named by nonce; those that are over lie in `over/`. */
export class Journal {
  readonly folder: string

  /** @param folder `<journal>/<chain>/<account>`; made when something is written. */
  constructor(folder: string) {
    this.folder = folder
  }

  /** What is not over, by nonce. @throws {InputError} for a file that somebody else has written. */
  async open(): Promise<Entry[]> {
    if (!existsSync(this.folder)) return []
    const names = readdirSync(this.folder).filter((name) => /^\d+\.json$/.test(name))
    const entries = await Promise.all(names.map((name) => readEntry(join(this.folder, name))))
    return entries.sort((a, b) => a.nonce - b.nonce)
  }

  /** Writes an entry, so that it is there after a crash too: to disk under another name, then moved, then the folder to disk. */
  write(entry: Entry): void {
    mkdirSync(join(this.folder, 'over'), { recursive: true, mode: 0o700 })
    const path = join(this.folder, `${entry.nonce}.json`)
    const file = openSync(`${path}.new`, 'w', 0o600)
    writeSync(file, toJson(entry))
    fsyncSync(file)
    closeSync(file)
    renameSync(`${path}.new`, path)
    if (entry.state === 'over') renameSync(path, join(this.folder, 'over', `${entry.nonce}.json`))
    syncFolder(this.folder)
  }
}

/** Where the journal of an account is. Local chains start anew with the same id: there the first block tells them apart. */
export function journalFolder(
  journal: string | undefined,
  chain: { chainId: number; genesis?: string | undefined },
  account: Address,
): string {
  const name = chain.genesis === undefined ? `${chain.chainId}` : `${chain.chainId}-${chain.genesis.slice(2, 10)}`
  return join(journal ?? join(homedir(), '.lodestone', 'journal'), name, account.toLowerCase())
}

async function readEntry(path: string): Promise<Entry> {
  try {
    return entrySchema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    const message = 'is no entry that this program wrote; look for its transaction, then move the file away'
    throw new InputError('journal', [{ path: '--journal', value: path, message }])
  }
}

/** A rename is on disk once its folder is. Windows cannot and need not. */
function syncFolder(path: string): void {
  if (process.platform === 'win32') return
  const folder = openSync(path, 'r')
  fsyncSync(folder)
  closeSync(folder)
}
