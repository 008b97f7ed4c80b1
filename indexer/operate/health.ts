import type { Position } from '../store/meta.ts'
import type { Step } from '../sync/follow.ts'

/** Without progress for so long, in milliseconds, an index counts as stalled. */
export const STALL = 60_000
/** Blocks that a ready index may be behind the head. */
const MOST_BEHIND = 5
/** Seconds that the newest block may be old. */
const MOST_AGE = 3_600

/** How the index moves on, and why not. */
export class Health {
  readonly #now: () => number
  /** Unix milliseconds. */
  #progressAt: number
  #failure: { message: string; isUnreachable: boolean } | undefined
  #last: Step | undefined

  /** @param now unix milliseconds. */
  constructor(now: () => number) {
    this.#now = now
    this.#progressAt = now()
  }

  /** A step ended. An endpoint that is behind is no progress. */
  stepped(step: Step): void {
    this.#last = step
    this.#failure = undefined
    if (step.did !== 'behind') this.#progressAt = this.#now()
    else this.#failure = { message: behindText(step), isUnreachable: true }
  }

  /** Another process writes. @param cursor the last block that it read. @param head the newest that it saw. */
  waits(cursor: Position | undefined, head: number): void {
    this.#failure = undefined
    this.#progressAt = this.#now()
    if (cursor === undefined) return
    this.#last = { did: 'nothing', cursor, head: { ...cursor, number: Math.max(head, cursor.number) }, logs: 0 }
  }

  /** @param isUnreachable whether only the endpoint is to blame. */
  failed(message: string, isUnreachable: boolean): void {
    this.#failure = { message, isUnreachable }
  }

  /** For how long there was no progress, in milliseconds, by a fault that is not the endpoint's silence. */
  get stuckFor(): number {
    return this.#failure === undefined || this.#failure.isUnreachable ? 0 : this.#now() - this.#progressAt
  }

  /** Why the index does not move on; empty if it does. */
  stalled(): string[] {
    const idle = this.#now() - this.#progressAt
    if (idle <= STALL) return []
    const why = this.#failure?.message ?? 'a step takes long'
    return [`no progress for ${Math.round(idle / 1000)} s: ${why}`]
  }

  /** Why what the index says may be old; empty if it is as new as the chain. */
  notReady(): string[] {
    const reasons = this.stalled()
    if (this.#last === undefined) return reasons.length > 0 ? reasons : ['nothing was read yet']
    const { cursor, head } = this.#last
    const behind = head.number - (cursor?.number ?? -1)
    if (behind > MOST_BEHIND) reasons.push(`${behind} blocks are still to be read`)
    const age = Math.floor(this.#now() / 1000) - head.time
    if (age > MOST_AGE) reasons.push(`the newest block of the endpoint is ${age} s old`)
    if (this.#failure !== undefined && reasons.length === 0) reasons.push(this.#failure.message)
    return reasons
  }
}

function behindText({ head, cursor }: Step): string {
  return `the endpoint is behind: its newest block is ${head.number}, block ${cursor?.number ?? 0} was read already`
}
