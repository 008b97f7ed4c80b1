import type { PaidClaim } from './figures/paid.ts'
import { counted } from './figures/verdict.ts'

/** The largest payments in their own order, and how many others there are and what they add up to. */
export function largest(
  paid: readonly PaidClaim[],
  most: number,
): { some: readonly PaidClaim[]; rest: number; restAmount: bigint } {
  if (paid.length <= most) return { some: paid, rest: 0, restAmount: 0n }
  const order = paid
    .map((one, i) => ({ one, i }))
    .sort((a, b) => (a.one.amount < b.one.amount ? 1 : a.one.amount > b.one.amount ? -1 : a.i - b.i))
  const some = order
    .slice(0, most)
    .sort((a, b) => a.i - b.i)
    .map(({ one }) => one)
  const restAmount = order.slice(most).reduce((sum, { one }) => sum + one.amount, 0n)
  return { some, rest: paid.length - most, restAmount }
}

/** What stands under a shortened list of accounts; empty where none is left out. */
export function accountsLeftOut(count: number): string {
  return count <= 0 ? '' : `${counted(count, 'more account')}: in the JSON report.`
}
