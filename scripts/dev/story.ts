import type { Commitment, Claim } from '../main-job/commitment.ts'
import type { Story } from '../main-job/play.ts'

/** The time, in unix seconds, this many days before the world opens. */
export type Ago = (days: number) => bigint

/** What happens to one commitment before the world opens. */
export interface Script {
  readonly folder: string
  /** How many days before the world opens it is created. */
  readonly created: number
  /** What a page shows of it then. */
  readonly shows: string
  /** The status that it has then. */
  readonly status: 'Pledging' | 'Binding' | 'Closed' | 'Void'
  play(c: Commitment, ago: Ago, judge: Judge): Story
}

/**
 * Has a claim observed: the services of the panel measure what they must find, and people sign what they say.
 * @throws {Error} where the services measure something else.
 */
export type Judge = (
  c: Commitment,
  claim: Claim,
  measurement: bigint,
  people: Readonly<Record<string, bigint>>,
) => Promise<void>
