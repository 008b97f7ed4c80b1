import { payoutOf, prizesOf, type Payout } from '../../../sdk/model/payout.ts'
import { Rule, type Terms } from '../../../sdk/model/terms.ts'

/** What a verdict would be worth. */
export type Worth =
  /** Paid, as things stand now. */
  | ({ kind: 'paid' } & Payout)
  /** It does not count: too little of an advance. */
  | { kind: 'nothing' }
  /** A contest: it would be ranked in this place, if no later claim is better; the prize of that place. */
  | { kind: 'ranked'; place: number; prize: bigint }

/**
 * What a claim would be paid if its verdict were `measurement` and it were the next to be settled. Claims before it can change that.
 * @param state progress, money and ranking of the escrow.
 */
export function worthOf(
  terms: Terms,
  state: { progress: bigint; pledged: bigint; ranking: readonly { score: bigint }[] },
  measurement: bigint,
): Worth {
  if (terms.rule !== Rule.Contest) {
    const payout = payoutOf(terms, state, measurement)
    return payout.earned === 0n ? { kind: 'nothing' } : { kind: 'paid', ...payout }
  }
  if (measurement < terms.minStep) return { kind: 'nothing' }
  const better = state.ranking.filter(({ score }) => score >= measurement).length
  const prizes = prizesOf(terms, state.pledged, state.ranking.length + 1)
  const prize = prizes[better]?.earned ?? 0n
  return prize === 0n ? { kind: 'nothing' } : { kind: 'ranked', place: better + 1, prize }
}
