import type { EscrowRow } from '../data/answers/escrows.ts'

/** How an escrow's money lies in its funding bar, in percent of the bar, which is as long as the cap. */
export interface Funding {
  /** Paid and no longer held; what broken claims gave back is not in it. */
  paid: number
  held: number
  /** Still the funders'. */
  free: number
  threshold: number
}

/** The parts of the bar; together they are what was pledged. Cut off after two decimals. */
export function fundingOf(money: Pick<EscrowRow, 'pledged' | 'held' | 'refundable' | 'threshold' | 'cap'>): Funding {
  const { pledged, held, refundable, threshold, cap } = money
  return {
    paid: percentOf(pledged - held - refundable, cap),
    held: percentOf(held, cap),
    free: percentOf(refundable, cap),
    threshold: percentOf(threshold, cap),
  }
}

/** What share of `whole` a part is, in percent, cut off after two decimals; 0 to 100. */
export function percentOf(part: bigint, whole: bigint): number {
  if (part <= 0n || whole <= 0n) return 0
  return part >= whole ? 100 : Number((part * 10_000n) / whole) / 100
}

/** The same to be read: "≈" before what was cut off. */
export function percentInWords(part: bigint, whole: bigint): string {
  const isWhole = part <= 0n || part >= whole || (part * 10_000n) % whole === 0n
  return `${isWhole ? '' : '≈ '}${percentOf(part, whole)} %`
}
