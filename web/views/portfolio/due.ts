/** What an account can do with a position, as the index has it; the chain is asked before anything is sent. */
import type { ClaimRow } from '../../data/answers/claims.ts'
import type { EscrowRow } from '../../data/answers/escrows.ts'
import type { Position } from '../../data/answers/positions.ts'

/** What of a position decides what waits. */
type Held = Pick<Position, 'owed' | 'shares'> & {
  escrow: Pick<EscrowRow, 'status'>
  refund: Pick<Position['refund'], 'now'>
  claims: readonly ClaimRow[]
}

/** What waits for the account in one escrow. */
export interface Due {
  collect: bigint
  refund: bigint
  release: ClaimRow[]
}

/** @param now unix seconds. */
export function dueOf({ escrow, owed, shares, refund, claims }: Held, now: number): Due {
  const isOpen = escrow.status === 'Closed' || escrow.status === 'Void'
  return {
    collect: owed,
    refund: isOpen && shares > 0n ? refund.now : 0n,
    release: claims.filter((claim) => isReleasable(claim, now)),
  }
}

/** Whether what is held of a claim can go to its payee: the warranty is over and nobody's break claim is open. */
export function isReleasable(
  {
    held,
    warrantyUntil,
    breaksFiled,
    breaksSettled,
  }: Pick<ClaimRow, 'held' | 'warrantyUntil' | 'breaksFiled' | 'breaksSettled'>,
  now: number,
): boolean {
  return held > 0n && warrantyUntil !== null && now > warrantyUntil && breaksFiled === breaksSettled
}

/** Whether anything waits. */
export function isDue({ collect, refund, release }: Due): boolean {
  return collect > 0n || refund > 0n || release.length > 0
}

/** Positions with money or claims in them, those first where something waits; of a seat or an arbiter's office alone the desk tells. */
export function sortedPositions<P extends Held>(positions: readonly P[], now: number): P[] {
  const rank = (position: P): number => (isDue(dueOf(position, now)) ? 0 : 1)
  return positions
    .filter(({ shares, owed, claims }) => shares > 0n || owed > 0n || claims.length > 0)
    .sort((a, b) => rank(a) - rank(b))
}
