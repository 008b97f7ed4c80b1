import type { EscrowState } from '../../../sdk/actions/getEscrow.ts'
import type { EscrowView } from '../../data/answers/escrow.ts'

/** A figure as the index and the chain give it, for the same block. */
export interface Compared {
  name: (typeof AMOUNTS)[number] | (typeof COUNTS)[number] | 'status'
  index: bigint | string
  chain: bigint | string
  same: boolean
}

const AMOUNTS = ['pledged', 'paid', 'held', 'refundable', 'room'] as const
const COUNTS = ['progress', 'filed', 'settled', 'claimsEnd'] as const

/** Figures of the index beside those of the chain. They are the same if the index read everything and reckoned right. */
export function compared(index: EscrowView, chain: EscrowState): Compared[] {
  const row = (name: Compared['name'], one: bigint | string, other: bigint | string): Compared => {
    return { name, index: one, chain: other, same: one === other }
  }
  return [
    row('status', index.status, chain.status),
    ...AMOUNTS.map((name) => row(name, index[name], chain[name])),
    // The index gives counts and times as numbers.
    ...COUNTS.map((name) => row(name, BigInt(index[name]), chain[name])),
  ]
}

/** Whether the escrow has what everybody can still claim of it. Amounts in base units of the token. */
export interface Cover {
  /** What must be there: pledged + fees in - collected - refunded (invariant S2). */
  needed: bigint
  balance: bigint
  /** `more`: somebody sent tokens directly, which the escrow does not count. */
  verdict: 'exact' | 'more' | 'less'
}

/** Compares the token's balance of the escrow with what it must have by the index. */
export function coverOf(
  { pledged, feesIn, collected, refunded }: Pick<EscrowView, 'pledged' | 'feesIn' | 'collected' | 'refunded'>,
  balance: bigint,
): Cover {
  const needed = pledged + feesIn - collected - refunded
  return { needed, balance, verdict: balance === needed ? 'exact' : balance > needed ? 'more' : 'less' }
}
