import type { Terms } from '../../sdk/model/terms.ts'

/** Where a record reaches no further point. */
const BEYOND = 2n ** 64n

/** The curve F of an escrow, and what of it the pledges cover. Own arithmetic of the auditor: whole numbers, rounded down. */
export class Prices {
  readonly #points: Terms['curve']
  /** The curve's last measurement: progress goes no further. */
  readonly last: bigint

  /** @param curve points in the order of the terms, neither coordinate falling. */
  constructor(curve: Terms['curve']) {
    this.#points = curve
    this.last = curve.at(-1)?.measurement ?? 0n
  }

  /**
   * F(x): 0 before the first point, straight between points, the higher value at a jump, the last price after the last point; base
   * units, rounded down.
   */
  at(x: bigint): bigint {
    const points = this.#points
    let above = points.length
    while (above > 0 && (points[above - 1]?.measurement ?? 0n) > x) above--
    const [left, right] = [points[above - 1], points[above]]
    if (left === undefined) return 0n
    if (right === undefined) return left.price
    const width = right.measurement - left.measurement
    return left.price + ((right.price - left.price) * (x - left.measurement)) / width
  }

  /** G(x) = min(F(x), P), base units. */
  paid(x: bigint, pledged: bigint): bigint {
    return least(this.at(x), pledged)
  }

  /** The measurement of the curve's next point above `x`; past every measurement where there is none. */
  next(x: bigint): bigint {
    return this.#points.find(({ measurement }) => measurement > x)?.measurement ?? BEYOND
  }
}

/** The smaller of two. */
export function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}
