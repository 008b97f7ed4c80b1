/** How large a purse must be to bring enough tries. */
export interface Purse {
  /** Tries needed: N = ceil(ln(1 - P) / ln(1 - p)). */
  tries: number
  /** The chance that at least one of them succeeds: 1 - (1 - p)^N. */
  success: number
  /** What makes N tries worth their cost together: V = N c / success. */
  purse: number
  /** What one try may expect to win if all are alike: V success / N, its cost. */
  expected: number
}

/**
 * The purse that pays for as many independent tries as reach a wanted chance of success.
 * @param probability p, of one try, above 0 and below 1.
 * @param cost c, of one try, above 0; the purse has the same unit.
 * @param success P, the chance wanted, above 0 and below 1.
 */
export function purseSize({
  probability,
  cost,
  success,
}: {
  probability: number
  cost: number
  success: number
}): Purse {
  const tries = Math.max(1, Math.ceil(Math.log1p(-success) / Math.log1p(-probability) - 1e-9))
  const reached = -Math.expm1(tries * Math.log1p(-probability))
  const purse = (tries * cost) / reached
  return { tries, success: reached, purse, expected: (purse * reached) / tries }
}
