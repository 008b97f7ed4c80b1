import type { Pinned } from '../history.ts'
import type { Ledger } from './ledger.ts'

/**
 * Adds up what each account and each claim has, at the end, and holds it against the sums that S1 and S2 were checked with all along.
 * They differ only where something moved that an account or claim did not have.
 */
export function checkSums(ledger: Ledger, end: Pinned): void {
  const { state } = ledger
  const place = { blockNumber: end.number }
  const compare = (what: string, expected: bigint, actual: bigint): void => {
    if (expected !== actual) ledger.note('S2', place, what, { expected, actual })
  }
  compare('What accounts are owed, added up', ledger.owed, total(state.owed.values()))
  let [held, paid] = [0n, 0n]
  for (const claim of state.claims.values()) {
    held += claim.held
    paid += claim.paid
  }
  compare('What is held of claims, added up', state.held, held)
  compare('What claims were paid, added up', ledger.earned, paid)
}

function total(amounts: Iterable<bigint>): bigint {
  let sum = 0n
  for (const amount of amounts) sum += amount
  return sum
}
