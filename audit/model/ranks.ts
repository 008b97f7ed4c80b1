import type { EscrowState } from './state.ts'

/** Ranks a claim of a contest, behind equals that are there already; at most `prizes` stay ranked. */
export function rank(ranks: EscrowState['ranks'], entrant: EscrowState['ranks'][number], prizes: number): void {
  const behind = ranks.findIndex(({ score }) => score < entrant.score)
  ranks.splice(behind === -1 ? ranks.length : behind, 0, entrant)
  if (ranks.length > prizes) ranks.pop()
}
