import type { Point } from '../../sdk/model/terms.ts'

/** Millionths: places in a drawing need no more. */
const ONE = 1_000_000n

/**
 * The curve as a path in a drawing of `width` by `height`, from nothing to a little beyond its last point: 0 before the first point,
 * straight between points, a jump where one stands above another.
 * @param steps for a contest: each rank's prize is a step.
 */
export function curvePath(points: readonly Point[], width: number, height: number, steps = false): string {
  const last = points.at(-1)
  if (last === undefined || last.price === 0n) return ''
  const until = last.measurement + last.measurement / 10n + 1n
  const x = (measurement: bigint): number => (Number((measurement * ONE) / until) / Number(ONE)) * width
  const y = (price: bigint): number => height - (Number((price * ONE) / last.price) / Number(ONE)) * height
  let path = `M0 ${height}`
  let before: Point = { measurement: 0n, price: 0n }
  for (const [i, point] of points.entries()) {
    // A curve without a point at its beginning jumps there.
    if (steps || i === 0) path += `L${cut(x(point.measurement))} ${cut(y(before.price))}`
    path += `L${cut(x(point.measurement))} ${cut(y(point.price))}`
    before = point
  }
  return `${path}L${width} ${cut(y(last.price))}`
}

function cut(value: number): number {
  return Math.round(value * 100) / 100
}
