import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout } from 'node:timers/promises'
import { StillPending } from '../StillPending.ts'

const BUSY = 5

/**
 * Takes the lock of a journal, so that two processes never send for one account at once. It is a lock of the operating system on a
 * SQLite file: it ends with the process, however that ends, so no lock can be left behind.
 * @param wait seconds to wait for another process.
 * @returns what gives it back.
 * @throws {StillPending} when another process keeps it.
 */
export async function lock(folder: string, wait: number): Promise<() => void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const database = new DatabaseSync(join(folder, 'lock'))
  const until = Date.now() + wait * 1000
  for (;;) {
    try {
      database.exec('BEGIN EXCLUSIVE')
      return () => {
        database.close()
      }
    } catch (error) {
      const busy = error instanceof Error && 'errcode' in error && error.errcode === BUSY
      if (!busy || Date.now() >= until) {
        database.close()
        throw busy ? new StillPending('Another command is sending for this account.') : error
      }
    }
    await setTimeout(200)
  }
}
