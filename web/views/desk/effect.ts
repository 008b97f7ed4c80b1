import { worthOf, type Worth } from '../claim/worth.ts'
import type { Judging } from './readJudging.ts'

/** What a verdict would do. */
export type Effect = Worth | { kind: 'breaks'; reward: bigint } | { kind: 'holds' }

/** What a verdict of `measurement` would do to money, if the claim were settled next. */
export function effectOf({ state, attacked }: Judging, measurement: bigint): Effect {
  if (attacked === undefined) return worthOf(state.terms, state, measurement)
  return measurement > 0n && attacked.held > 0n ? { kind: 'breaks', reward: attacked.held / 2n } : { kind: 'holds' }
}

/** Whether an arbiter may set a measurement: downwards to anything, upwards to the highest observation. */
export function mayRule(measurement: bigint, highest: bigint): boolean {
  return measurement <= highest
}
