import { lastMeasurement } from '../../../sdk/model/curve.ts'
import type { Point, Terms } from '../../../sdk/model/terms.ts'

/** A place in a chart, 0 to 1 from its lower left corner; only for drawing. */
export interface Spot {
  x: number
  y: number
}

export interface Chart {
  /** F: what the curve says. */
  prices: Spot[]
  /** G: what is paid of it with what is pledged. */
  paid: Spot[]
  /** The measurement at the right edge. */
  until: bigint
  /** The price at the upper edge. */
  top: bigint
  /** What is pledged, as a height; undefined where it pays the whole curve. */
  pledged: number | undefined
}

/** How far beyond its last point a curve is drawn, and how far above its last price: a part of it. */
const BEYOND = 16n
const ONE = 1_000_000n

/** The curve as a drawing, from measurement 0 to a little beyond its last point. */
export function chartOf({ curve }: Pick<Terms, 'curve'>, pledged: bigint): Chart {
  const last = lastMeasurement(curve)
  const most = curve.at(-1)?.price ?? 0n
  const until = last + (last + BEYOND - 1n) / BEYOND + (last === 0n ? 1n : 0n)
  const top = most + (most + BEYOND - 1n) / BEYOND
  const prices = cornersOf(curve, until).map(({ measurement, price }) => ({
    x: shareOf(measurement, until),
    y: shareOf(price, top),
  }))
  const height = shareOf(pledged, top)
  const isCapped = pledged < most
  return { prices, paid: isCapped ? cutAt(prices, height) : prices, until, top, pledged: isCapped ? height : undefined }
}

/** What part of `whole` is `part`, 0 to 1, to a millionth. */
export function shareOf(part: bigint, whole: bigint): number {
  if (whole <= 0n || part <= 0n) return 0
  return part >= whole ? 1 : Number((part * ONE) / whole) / Number(ONE)
}

/** The measurement at a place of the chart, to a millionth of its width. @param x 0 to 1; beyond that it is taken for the edge. */
export function measurementAt(x: number, until: bigint): bigint {
  const inside = Math.min(1, Math.max(0, x))
  return (until * BigInt(Math.round(inside * Number(ONE)))) / ONE
}

/** The path of a line, in a drawing of 1000 by 1000 whose upper left corner is 0 0. */
export function pathOf(spots: readonly Spot[]): string {
  return spots.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${rounded(x * 1000)} ${rounded(1000 - y * 1000)}`).join('')
}

/** The same as an area down to the lower edge. */
export function areaOf(spots: readonly Spot[]): string {
  const [first, last] = [spots[0], spots.at(-1)]
  if (first === undefined || last === undefined) return ''
  return `${pathOf(spots)}L${rounded(last.x * 1000)} 1000L${rounded(first.x * 1000)} 1000Z`
}

/** Where the line turns: nothing before the first point, jumps at it and at points that lie above one another. */
function cornersOf(curve: readonly Point[], until: bigint): Point[] {
  const first = curve[0]
  if (first === undefined) return []
  const before: Point[] = [{ measurement: 0n, price: 0n }]
  if (first.price > 0n) before.push({ measurement: first.measurement, price: 0n })
  return [...before, ...curve, { measurement: until, price: curve.at(-1)?.price ?? 0n }]
}

/** A line that never falls, cut off at a height. */
function cutAt(spots: readonly Spot[], height: number): Spot[] {
  const cut: Spot[] = []
  for (const [i, spot] of spots.entries()) {
    const before = spots[i - 1]
    if (spot.y <= height) {
      cut.push(spot)
      continue
    }
    if (before !== undefined && before.y < height) {
      const part = (height - before.y) / (spot.y - before.y)
      cut.push({ x: before.x + part * (spot.x - before.x), y: height })
    }
    cut.push({ x: spot.x, y: height })
  }
  return cut
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}
