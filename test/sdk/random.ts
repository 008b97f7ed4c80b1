/** Repeatable random inputs for the property tests. */
import { getAddress, numberToHex, type Address } from 'viem'
import type { Point } from '../../sdk/model/terms.ts'
import { OUTCOME } from './samples.ts'

export interface Dice {
  /** 0 to bound - 1. */
  below(bound: number): number
  /** 0 to 2^bits - 1. */
  bits(bits: number): bigint
  pick<T>(items: readonly T[]): T
}

/** A generator (mulberry32) that repeats for the same seed. */
export function dice(seed: number): Dice {
  let state = seed
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return (t ^ (t >>> 14)) >>> 0
  }
  const bits = (n: number): bigint => {
    let value = 0n
    for (let i = 0; i < n; i += 32) value = (value << 32n) | BigInt(next())
    return value & ((1n << BigInt(n)) - 1n)
  }
  return { below: (bound) => next() % bound, bits, pick: (items) => items[next() % items.length]! }
}

/** A valid curve of 1 to 16 points with ramps, jumps and flat stretches; up to 2^60 in measurement and 2^126 in price. */
export function randomCurve(d: Dice): Point[] {
  const curve: Point[] = []
  let [measurement, price] = [0n, 0n]
  const points = 1 + d.below(16)
  for (let i = 0; i < points; i++) {
    const kind = i === 0 ? 'ramp' : d.pick(['ramp', 'ramp', 'jump', 'flat'])
    if (kind !== 'jump') measurement += 1n + d.bits(d.pick([3, 20, 56]))
    if (kind !== 'flat') price += 1n + d.bits(d.pick([3, 40, 122]))
    if (i === 0 && d.below(2) === 0) [measurement, price] = [d.bits(10), 0n]
    curve.push({ measurement, price })
  }
  return curve.at(-1)!.price === 0n ? [...curve, { measurement: measurement + 1n, price: 1n }] : curve
}

export const randomAddress = (d: Dice): Address => getAddress(numberToHex(1n + d.bits(159), { size: 20 }))

/** How many hundredths of the metric's unit one measurement is, by scale. */
const SCALES = { '1': 100n, '10': 10n, '100': 1n, '0.5': 200n } as const

/** A valid outcome document and term sheet, and what the curve must be. */
export function randomDocuments(d: Dice, now: bigint) {
  const rule = d.pick(['Units', 'Record', 'Contest'] as const)
  const direction = rule === 'Units' ? 'higher' : d.pick(['higher', 'lower'] as const)
  const scale = d.pick(['1', '10', '100', '0.5'] as const)
  const baseline = rule === 'Units' ? 0n : 10_000_000n + d.bits(10)
  const decimals = d.below(19)
  const one = 10n ** BigInt(decimals)
  const hundredths = (value: bigint): string => {
    const text = `${value / 100n}.${String(value % 100n).padStart(2, '0')}`
    return d.below(2) === 0 ? text : text.replace(/\.?0+$/, (zeros) => (zeros.startsWith('.') ? '' : zeros))
  }
  const value = (measurement: bigint): string =>
    hundredths(baseline * 100n + (direction === 'lower' ? -1n : 1n) * measurement * SCALES[scale])
  const money = (units: bigint): string => `${units.toString().replace(/\B(?=(\d{3})+$)/g, ',')} TOK`
  let [measurement, units] = [0n, 0n]
  const parts = Array.from({ length: 1 + d.below(rule === 'Record' ? 16 : 15) }, () => {
    // Whole units of the metric, so that every scale can express them.
    const more = rule === 'Contest' ? 1n : (1n + d.bits(8)) * 100n
    const price = 1n + d.bits(20)
    const count = (more * SCALES[scale]) / 100n
    measurement += more
    units += rule === 'Units' ? count * price : price
    return { more, price, count, point: { measurement, price: units * one } }
  })
  const start = { measurement: 0n, price: 0n }
  const n = d.pick([1, 3, 4, 5, 7, 12, 32])
  const members = new Set<Address>()
  while (members.size < n) members.add(randomAddress(d))
  const judged = d.below(3) > 0
  const warranted = d.below(2) === 0
  const cap = 1n + (d.bits(60) % units)
  const pledgeDays = 2 + d.below(700)
  const common = {
    version: 1,
    token: randomAddress(d),
    decimals,
    pledges: { by: `${pledgeDays} days`, threshold: money(1n + (d.bits(60) % cap)), cap: money(cap) },
    claims: { by: `${pledgeDays + d.below(3000)} d`, fee: money(d.bits(12)) },
    verification: {
      within: `${1 + d.below(365)} d`,
      panel: [...members],
      quorum: n === 1 ? 1 : Math.floor(n / 2) + 1 + d.below(n - 1 - Math.floor(n / 2)),
    },
    ...(judged && {
      arbitration: {
        arbiter: '0x00000000000000000000000000000000000000a2',
        challengeWithin: `${1 + d.below(8000)} hours`,
        arbitrateWithin: `${1 + d.below(52)} weeks`,
        challengeFee: money(d.bits(12)),
      },
    }),
    ...(warranted && { warranty: { holdback: `${1 + d.below(100)} %`, lasts: `${1 + d.below(60)} months` } }),
  }
  const prices = {
    Units: {
      minStep: parts[0]!.count.toString(),
      tranches: parts.map(({ count, price }) => ({ units: String(count), price: money(price) })),
    },
    Record: {
      minStep: hundredths(100n * SCALES[scale]),
      curve: parts.map(({ point }) => ({ at: value(point.measurement), pays: money(point.price / one) })),
    },
    Contest: { floor: value(100n), prizes: parts.map(({ price }) => money(price)) },
  }
  const outcome = {
    ...OUTCOME,
    rule,
    metric: { ...OUTCOME.metric, direction, scale, baseline: String(baseline) },
    copyClause: 'A copy measures 0.',
    ...(warranted && { breakClause: 'It comes undone.' }),
  }
  const points = parts.map(({ point }) => point)
  const curve = rule === 'Units' ? [start, ...points] : points
  const claimBy = now + BigInt(common.claims.by.slice(0, -2)) * 86_400n
  return { outcome, sheet: { ...common, rule, ...prices[rule] }, curve, claimBy, one }
}
