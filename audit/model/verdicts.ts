import { Rule, type Terms } from '../../sdk/model/terms.ts'
import { least, type Prices } from './prices.ts'
import type { ClaimState } from './state.ts'

/** Counts one more measurement: keeps the `quorum` highest above 0, highest first. */
export function tally(highest: bigint[], measurement: bigint, quorum: bigint): void {
  if (measurement === 0n) return
  const below = highest.findIndex((other) => other < measurement)
  highest.splice(below === -1 ? highest.length : below, 0, measurement)
  if (BigInt(highest.length) > quorum) highest.pop()
}

/** The ruling, else the k-th highest observation, 0 while fewer than k are recorded. */
export function verdictOf(claim: ClaimState, quorum: bigint): bigint {
  return claim.ruled?.measurement ?? claim.tally[Number(quorum) - 1] ?? 0n
}

/** Whether a verdict `m` ends pledging: what counts at progress 0, for `Record` only where it would be paid something. */
export function passes(terms: Terms, prices: Prices, m: bigint): boolean {
  if (terms.rule !== Rule.Record) return m >= terms.minStep
  return m >= least(terms.minStep, prices.next(0n)) && prices.at(least(m, prices.last)) > 0n
}

/** Progress after a verdict `m` is settled at progress `x`; `x` itself where it does not count. A contest moves by its award alone. */
export function progressAfter(terms: Terms, prices: Prices, x: bigint, m: bigint): bigint {
  if (terms.rule === Rule.Units) return m >= terms.minStep ? least(x + m, prices.last) : x
  if (terms.rule === Rule.Contest) return x
  const counts = m > x && m >= least(x + terms.minStep, prices.next(x))
  return counts ? least(m, prices.last) : x
}

/** The part of `amount` that is held for the warranty: `holdback` basis points, rounded up. */
export function heldBack(terms: Terms, amount: bigint): bigint {
  return amount - (amount * (10_000n - terms.holdback)) / 10_000n
}
