import type { PublicClient, RpcLog } from 'viem'
import { readLogs, type LogFilter } from './readLogs.ts'

/** After how many answers in a row more blocks are tried again than were refused before; doubled by each refusal. */
const PATIENCE = 8

/** How wide the stretches are that are asked for. */
export interface PageSize {
  /** How many blocks to ask for at first; default: all. */
  first?: bigint
  /** How many logs an answer should not have more of by far: the next questions are for fewer blocks then. Default: any number. */
  logs?: number
}

/**
 * Reads stretches of blocks, as wide as an endpoint answers for: takes fewer where it refuses, and tries more again after a while.
 * The logs are as the endpoint gave them: `checkLogs` tells whether they can be what was asked for.
 */
export class LogPages {
  readonly #client: PublicClient
  readonly #filter: LogFilter
  readonly #comfort: number
  /** How many blocks to ask for next; undefined = all. */
  #span: bigint | undefined
  /** The fewest blocks that were refused, until `#patience` answers in a row have come. */
  #refused: bigint | undefined
  #answers = 0
  #patience = PATIENCE

  constructor(client: PublicClient, filter: LogFilter, { first, logs = Infinity }: PageSize = {}) {
    this.#client = client
    this.#filter = filter
    this.#span = first
    this.#comfort = logs
  }

  /**
   * The logs from a block to one that the endpoint answers for, at most to `end`.
   * @throws {ConnectionError} when the endpoint does not answer for a single block.
   */
  async read(from: bigint, end: bigint): Promise<{ logs: RpcLog[]; to: bigint }> {
    for (;;) {
      const left = end - from + 1n
      const span = this.#span === undefined || this.#span > left ? left : this.#span
      const to = from + span - 1n
      const answer = await readLogs(this.#client, this.#filter, from, to)
      if ('fewer' in answer) {
        this.#refuse(span, answer.fewer)
        continue
      }
      this.#fit(span, answer.logs.length)
      return { logs: answer.logs, to }
    }
  }

  /** All logs of a stretch, in questions for at most half of it. */
  async readInHalves(from: bigint, end: bigint): Promise<RpcLog[]> {
    const half = (end - from + 2n) / 2n
    const pages: RpcLog[][] = []
    for (let at = from; at <= end;) {
      const most = at + half - 1n
      const page = await this.read(at, most < end ? most : end)
      pages.push(page.logs)
      at = page.to + 1n
    }
    return pages.flat()
  }

  #refuse(span: bigint, fewer: bigint): void {
    this.#refused = span
    this.#span = fewer < 1n ? 1n : fewer
    // A limit that was met again is likely to stay.
    if (this.#answers >= this.#patience) this.#patience *= 2
    this.#answers = 0
  }

  /** Chooses the next span after an answer with so many logs. */
  #fit(span: bigint, logs: number): void {
    if (logs > this.#comfort) {
      const fits = BigInt(Math.floor((Number(span) * this.#comfort) / logs))
      this.#span = fits < 1n ? 1n : fits
      return
    }
    if (2 * logs <= this.#comfort) this.#grow(span)
  }

  #grow(span: bigint): void {
    if (this.#span === undefined || span < this.#span) return
    this.#answers++
    if (this.#answers >= this.#patience) this.#refused = undefined
    const wider = this.#span * 2n
    this.#span = this.#refused !== undefined && wider >= this.#refused ? max(this.#span, this.#refused - 1n) : wider
  }
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}
