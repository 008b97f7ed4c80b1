import type { RuleName } from './terms.ts'

/** Where in a term sheet each field of the terms comes from. */
const PLACES: Readonly<Record<string, string>> = {
  asset: 'token',
  pledgeBy: 'pledges.by',
  threshold: 'pledges.threshold',
  cap: 'pledges.cap',
  claimBy: 'claims.by',
  claimFee: 'claims.fee',
  lastCall: 'claims.lastCall',
  verifyWithin: 'verification.within',
  quorum: 'verification.quorum',
  arbiter: 'arbitration.arbiter',
  challengeWithin: 'arbitration.challengeWithin',
  arbitrateWithin: 'arbitration.arbitrateWithin',
  challengeFee: 'arbitration.challengeFee',
  holdback: 'warranty.holdback',
  warranty: 'warranty.lasts',
}

/** Lists of prices: their names, those of a point's coordinates, and how many points come before the first item. */
const LISTS = {
  Units: { list: 'tranches', measurement: '.units', price: '.price', before: 1 },
  Record: { list: 'curve', measurement: '.at', price: '.pays', before: 0 },
  Contest: { list: 'prizes', measurement: '', price: '', before: 0 },
} as const

/**
 * The path in a term sheet of what stands at a path in its terms: `threshold` is `pledges.threshold`.
 * @param seats for each place in the terms' ascending panel the place in the sheet's.
 */
export function placeOf(path: string, rule: RuleName, seats: readonly number[]): string {
  const [field = '', index, coordinate] = path.split('.')
  const i = Number(index)
  if (field === 'panel') return index === undefined ? 'verification.panel' : `verification.panel.${seats[i] ?? i}`
  if (field === 'minStep') return rule === 'Contest' ? 'floor' : 'minStep'
  if (field !== 'curve') return PLACES[field] ?? path
  const { list, before, ...names } = LISTS[rule]
  if (index === undefined || i < before) return list
  const part = coordinate === 'measurement' || coordinate === 'price' ? names[coordinate] : ''
  return `${list}.${i - before}${part}`
}
