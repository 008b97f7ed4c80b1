import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { deserialize, serialize } from 'node:v8'
import type { AuditedEscrow } from './result.ts'

/** What of an escrow takes memory. */
type Heavy = Pick<AuditedEscrow, 'state' | 'pledges' | 'payments'>

/** Escrows with so many logs together stay in memory. */
const KEPT_LOGS = 20_000

/**
 * Keeps audited escrows, however many there are: of those that were looked at longest ago, state and payments are on the disk until they
 * are looked at again. The file has no name and is gone with the last of them.
 */
export class Shelf {
  readonly #kept: number
  readonly #inMemory = new Map<number, Heavy & { entries: number }>()
  readonly #onDisk = new Set<number>()
  #disk: { write: StatementSync; read: StatementSync } | undefined
  #count = 0
  #logs = 0

  /** @param kept with how many logs together escrows stay in memory, besides the last one. */
  constructor(kept: number = KEPT_LOGS) {
    this.#kept = kept
  }

  /** The same escrow, to be kept instead of it. What it holds must not be changed any more. */
  put({ subject, token, status, state, pledges, payments, entries }: AuditedEscrow): AuditedEscrow {
    const id = this.#count++
    this.#remember(id, { state, pledges, payments, entries })
    const heavy = (): Heavy => this.#get(id, entries)
    return {
      subject,
      token,
      status,
      get state() {
        return heavy().state
      },
      get pledges() {
        return heavy().pledges
      },
      get payments() {
        return heavy().payments
      },
      entries,
    }
  }

  #get(id: number, entries: number): Heavy {
    const known = this.#inMemory.get(id)
    if (known !== undefined) {
      // The last to be looked at is the last to be put away.
      this.#inMemory.delete(id)
      this.#inMemory.set(id, known)
      return known
    }
    const body = this.#opened().read.get(id)?.['body'] as Uint8Array
    const heavy = deserialize(body) as Heavy
    this.#remember(id, { ...heavy, entries })
    return heavy
  }

  #remember(id: number, one: Heavy & { entries: number }): void {
    this.#inMemory.set(id, one)
    this.#logs += one.entries
    for (const [oldest, { entries, ...heavy }] of this.#inMemory) {
      if (this.#logs <= this.#kept || oldest === id) return
      if (!this.#onDisk.has(oldest)) this.#opened().write.run(oldest, serialize(heavy))
      this.#onDisk.add(oldest)
      this.#inMemory.delete(oldest)
      this.#logs -= entries
    }
  }

  #opened() {
    if (this.#disk !== undefined) return this.#disk
    // To SQLite an empty name is a file without a name.
    const database = new DatabaseSync('')
    database.exec('pragma page_size = 16384; pragma journal_mode = off; pragma synchronous = off')
    database.exec('pragma cache_size = -8000; create table escrows (id integer primary key, body blob not null) strict')
    const write = database.prepare('insert into escrows values (?, ?)')
    const read = database.prepare('select body from escrows where id = ?')
    return (this.#disk = { write, read })
  }
}
