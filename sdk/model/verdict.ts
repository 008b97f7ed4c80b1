/**
 * The panel's measurement of a claim: the k-th highest observation recorded, the value that k members vouch for; 0 while fewer than
 * k are recorded.
 * @param quorum k, at least 1.
 */
export function verdictOf(measurements: readonly bigint[], quorum: number): bigint {
  const descending = [...measurements].sort((a, b) => (a > b ? -1 : a < b ? 1 : 0))
  return descending[quorum - 1] ?? 0n
}
