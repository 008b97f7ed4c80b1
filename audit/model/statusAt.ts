import type { Ledger } from './ledger.ts'

/** The status of an escrow at a time in unix seconds, from what is on record by then. Closed and Void are for ever. */
export function statusAt(ledger: Ledger, time: bigint): 'pledging' | 'binding' | 'closed' | 'void' {
  const { state, terms, prices } = ledger
  if (state.pledged < terms.threshold) return time <= terms.pledgeBy ? 'pledging' : 'void'
  if (state.held > 0n) return 'binding'
  if (prices.paid(state.progress, state.pledged) === state.pledged) return 'closed'
  const isAwarded = state.ranks.length === 0 || state.progress > 0n
  return isAwarded && isAllSettled(ledger, time) ? 'closed' : 'binding'
}

/** Whether claims have ended and every claim of the docket is settled. */
export function isAllSettled({ state, claimsEnd }: Ledger, time: bigint): boolean {
  return time > claimsEnd && state.settled === state.docket.length
}
