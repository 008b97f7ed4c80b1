import type { Address } from 'viem'
import type { AuditedEscrow } from '../../result.ts'
import type { Closing } from './closing.ts'

/**
 * What an account put into an escrow, what that bought, and what it can take out. Amounts in base units; every share of an amount is
 * the exact fraction rounded down.
 */
export interface FunderStatement {
  account: Address
  /** What was pledged for it, by itself or by others: its shares were made of that. */
  pledged: bigint
  /** Shares it got from others less shares it gave away. */
  moved: bigint
  /** Shares it redeemed, and what it got for them. */
  redeemed: bigint
  refunded: bigint
  /** Shares it has. */
  shares: bigint
  /** The part of everything paid for claims that its pledges bear: pledged x G(x) / P. */
  spent: bigint
  /** The part of what broken claims gave back that falls to its pledges. */
  returned: bigint
  /** What its shares give now: 0 while refunds are closed. */
  now: bigint
  /** What they give if nothing more is paid, and if all is paid that can be. */
  expected: bigint
  worst: bigint
}

/** `amount` x `part` / `whole`, rounded down; 0 where there is no whole. */
export function shareOf(amount: bigint, part: bigint, whole: bigint): bigint {
  return whole === 0n ? 0n : (amount * part) / whole
}

/** Every account that ever pledged or held shares, the largest pledge first, then by address. */
export function fundersOf(escrow: AuditedEscrow, closing: Closing): FunderStatement[] {
  const { state, pledges, payments } = escrow
  const found = new Map<Address, { pledged: bigint; redeemed: bigint; refunded: bigint }>()
  const of = (account: Address) => {
    const known = found.get(account) ?? { pledged: 0n, redeemed: 0n, refunded: 0n }
    found.set(account, known)
    return known
  }
  for (const { account, amount } of pledges) of(account).pledged += amount
  for (const { kind, account, amount, shares } of payments) {
    if (kind !== 'refund') continue
    const one = of(account)
    one.redeemed += shares ?? 0n
    one.refunded += amount
  }
  for (const [account, shares] of state.shares) if (shares > 0n) of(account)
  // The ratio is frozen at the first redemption, and can no longer change before it where refunds are open.
  const ratio = state.frozen ?? { pledged: state.pledged, refundable: closing.refundable }
  const isOpen = closing.waitsUntil === undefined
  return [...found]
    .map(([account, { pledged, redeemed, refunded }]): FunderStatement => {
      const shares = state.shares.get(account) ?? 0n
      const expected = shareOf(shares, ratio.refundable, ratio.pledged)
      return {
        account,
        pledged,
        moved: shares + redeemed - pledged,
        redeemed,
        refunded,
        shares,
        spent: shareOf(pledged, state.paid, state.pledged),
        returned: shareOf(pledged, state.returned, state.pledged),
        now: isOpen ? expected : 0n,
        expected,
        worst: shareOf(shares, ratio.refundable - closing.payable, ratio.pledged),
      }
    })
    .sort((a, b) => compare(b.pledged, a.pledged) || compare(b.shares, a.shares) || (a.account < b.account ? -1 : 1))
}

/** For sorting bigints, ascending. */
export function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}
