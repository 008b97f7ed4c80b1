import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import type { Pinned } from '../history.ts'
import { openCache, type Belongs } from './openCache.ts'
import { readerOf, type RecordReader, type RecordWriter } from './records.ts'

/**
 * Which logs: those an escrow emitted, transfers of its asset from it and to it, those a factory emitted, or those of it that name the
 * escrow.
 */
export type Stream = 'own' | 'out' | 'in' | 'factory' | 'created'

/** Whose stream. */
export interface StreamOf {
  /** In lower case. */
  owner: string
  stream: Stream
}

/** Blocks from one to another, both included. */
export interface Stretch {
  from: number
  to: number
}

const ADD_CHUNK = 'insert into chunks (owner, stream, first, last, logs, body) values (?, ?, ?, ?, ?, ?)'

/** The logs that were read, and of which blocks they are. */
export class Cache {
  readonly #database: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()

  constructor(folder: string | undefined, belongs: Belongs) {
    this.#database = openCache(folder, belongs)
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close()
  }

  /** What is missing of a stretch of a stream. */
  gaps({ owner, stream }: StreamOf, { from, to }: Stretch): Stretch[] {
    const rows = this.#prepared(
      'select from_block, to_block from ranges where owner = ? and stream = ? and to_block >= ? order by from_block',
    ).all(owner, stream, from) as { from_block: number; to_block: number }[]
    const gaps: Stretch[] = []
    let next = from
    for (const row of rows) {
      if (row.from_block > to) break
      if (row.from_block > next) gaps.push({ from: next, to: row.from_block - 1 })
      next = Math.max(next, row.to_block + 1)
    }
    if (next <= to) gaps.push({ from: next, to })
    return gaps
  }

  /** Whether nothing of a stream was read so far. */
  isFresh({ owner, stream }: StreamOf): boolean {
    return this.#prepared('select 1 from ranges where owner = ? and stream = ?').get(owner, stream) === undefined
  }

  /**
   * Records that a stretch of some owners' streams was read, and its logs, all or nothing.
   * @throws {ConnectionError} when part of it has been recorded meanwhile.
   */
  add(
    stream: Stream,
    owners: readonly string[],
    { from, to }: Stretch,
    logs: ReadonlyMap<string, readonly RecordWriter[]>,
    read: { pin: Pinned; witnessed: boolean; odd: boolean },
  ): void {
    this.#atOnce(() => {
      for (const owner of owners) {
        const missing = this.gaps({ owner, stream }, { from, to })
        if (missing.length === 0) continue
        const [only] = missing
        if (missing.length > 1 || only?.from !== from || only.to !== to) {
          throw new ConnectionError('Another audit is writing to the same cache.', undefined, 'Try again.')
        }
        for (const { first, last, logs: count, bytes } of (logs.get(owner) ?? []).map(rowOf)) {
          this.#prepared(ADD_CHUNK).run(owner, stream, first, last, count, bytes)
        }
        this.#addRange({ owner, stream }, { from, to }, read)
        if (read.odd) {
          this.#prepared('insert into odd values (?, ?) on conflict do nothing').run(owner, stream)
        }
      }
      for (const writers of logs.values()) this.#mark(writers)
      this.mark(Number(read.pin.number), read.pin.hash)
    })
  }

  /** Remembers a block's hash. */
  mark(number: number, hash: string): void {
    this.#prepared('insert or replace into marks values (?, ?)').run(number, hash)
  }

  /** The block that a reading was last known to be of, for each that differs. */
  pins(): { number: number; hash: string }[] {
    return this.#prepared(
      'select distinct pin_number as number, pin_hash as hash from ranges order by pin_number',
    ).all() as { number: number; hash: string }[]
  }

  /** The highest block with a known hash that is at most this. */
  markBelow(number: number): { number: number; hash: string } | undefined {
    const sql = 'select number, hash from marks where number <= ? order by number desc limit 1'
    return this.#prepared(sql).get(number) as { number: number; hash: string } | undefined
  }

  /** Forgets all that is above a block; undefined: everything. */
  dropAbove(mark: { number: number; hash: string } | undefined): void {
    this.#atOnce(() => {
      const { number, hash } = mark ?? { number: -1, hash: '' }
      const cut = 'select id, first, body from chunks where last > ? and first <= ?'
      for (const row of this.#prepared(cut).all(number, number)) this.#shorten(row, number)
      this.#prepared('delete from chunks where last > ?').run(number)
      this.#prepared('delete from marks where number > ?').run(number)
      this.#prepared('delete from ranges where from_block > ?').run(number)
      const update = 'update ranges set to_block = min(to_block, ?1), pin_number = ?1, pin_hash = ?2'
      this.#prepared(`${update} where pin_number > ?1`).run(number, hash)
    })
  }

  /** Forgets streams whose answers were odd, and with `witnessed` those of which a part was read from one endpoint alone. */
  dropDoubtful(witnessed: boolean): void {
    this.#atOnce(() => {
      const doubtful = `select owner, stream from odd union select owner, stream from ranges where witnessed = 0 and ${witnessed ? 1 : 0}`
      for (const table of ['chunks', 'ranges'])
        this.#database.exec(`delete from ${table} where (owner, stream) in (${doubtful})`)
      this.#database.exec('delete from odd')
    })
  }

  /** Notes that answers of these streams could not be relied on: the next audit reads them again. */
  distrust(streams: readonly StreamOf[]): void {
    this.#atOnce(() => {
      const add = this.#prepared('insert into odd values (?, ?) on conflict do nothing')
      for (const { owner, stream } of streams) add.run(owner, stream)
    })
  }

  /** How many logs of a stream there are up to a block. */
  count({ owner, stream }: StreamOf, to: number): number {
    const sql = 'select coalesce(sum(logs), 0) as logs from chunks where owner = ? and stream = ? and last <= ?'
    let logs = this.#prepared(sql).get(owner, stream, to)?.['logs'] as number
    const cut = 'select body from chunks where owner = ? and stream = ? and first <= ? and last > ?'
    for (const { body } of this.#prepared(cut).all(owner, stream, to, to)) {
      for (const reader = readerOf(body as Uint8Array); !reader.done && reader.block <= to; logs++) reader.skip()
    }
    return logs
  }

  /** The logs of a stream up to a block, in order: the same cursor again and again within one answer. */
  *read({ owner, stream }: StreamOf, to: number): Generator<RecordReader, void> {
    let last = -1
    const next = this.#prepared(
      'select first, body from chunks where owner = ? and stream = ? and first > ? and first <= ? order by first limit 1',
    )
    for (;;) {
      // One by one: a statement that is still open would keep the cache from being written to.
      const row = next.get(owner, stream, last, to) as { first: number; body: Uint8Array } | undefined
      if (row === undefined) return
      last = row.first
      for (const reader = readerOf(row.body); !reader.done; reader.skip()) {
        if (reader.block > to) return
        yield reader
      }
    }
  }

  /** The rows that may hold logs of a block: whose they are, and their numbers. */
  rowsAt(block: number): (StreamOf & { id: number })[] {
    const sql = 'select id, owner, stream from chunks where first <= ? and last >= ? order by id'
    const rows = this.#prepared(sql).all(block, block)
    return rows.map(({ id, owner, stream }) => ({ id: id as number, owner: owner as string, stream: stream as Stream }))
  }

  /** The logs in a row, as bytes. */
  row(id: number): Uint8Array {
    return this.#prepared('select body from chunks where id = ?').get(id)?.['body'] as Uint8Array
  }

  #addRange({ owner, stream }: StreamOf, { from, to }: Stretch, read: { pin: Pinned; witnessed: boolean }): void {
    const [number, hash, witnessed] = [Number(read.pin.number), read.pin.hash, read.witnessed ? 1 : 0]
    const extend = `update ranges set to_block = ?1,
      pin_hash = case when pin_number > ?2 then pin_hash else ?3 end, pin_number = max(pin_number, ?2)
      where owner = ?4 and stream = ?5 and to_block = ?6 and witnessed = ?7`
    const { changes } = this.#prepared(extend).run(to, number, hash, owner, stream, from - 1, witnessed)
    if (changes !== 0) return
    this.#prepared('insert into ranges values (?, ?, ?, ?, ?, ?, ?)').run(
      owner,
      stream,
      from,
      to,
      number,
      hash,
      witnessed,
    )
  }

  #mark(writers: readonly RecordWriter[]): void {
    for (const { last, lastHash } of writers) this.mark(last, lastHash)
  }

  #shorten(row: Record<string, unknown>, to: number): void {
    const reader = readerOf(row['body'] as Uint8Array)
    let [logs, last] = [0, 0]
    for (; !reader.done && reader.block <= to; reader.skip()) {
      logs++
      last = reader.block
    }
    this.#prepared('update chunks set last = ?, logs = ?, body = ? where id = ?').run(
      last,
      logs,
      reader.bytes.subarray(0, reader.at),
      row['id'] as number,
    )
  }

  /** A statement, prepared once: there are many escrows, and each has several streams. */
  #prepared(sql: string): StatementSync {
    let statement = this.#statements.get(sql)
    if (statement === undefined) this.#statements.set(sql, (statement = this.#database.prepare(sql)))
    return statement
  }

  #atOnce(run: () => void): void {
    this.#database.exec('begin immediate')
    try {
      run()
      this.#database.exec('commit')
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('rollback')
      throw error
    }
  }
}

function rowOf(writer: RecordWriter) {
  return { first: writer.first, last: writer.last, logs: writer.logs, bytes: writer.bytes() }
}
