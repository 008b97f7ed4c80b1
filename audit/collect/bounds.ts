import type { Terms } from '../../sdk/model/terms.ts'

/** A bound of the terms that does not hold. */
export interface BrokenBound {
  field: string
  expected: string
  actual: string
}

const HOUR = 3_600n
const DAY = 24n * HOUR
const YEAR = 365n * DAY
const END_128 = 2n ** 128n
const CONTEST = 2
const RULES = 3
const MOST_PRIZES = 16n

/**
 * The bounds of creation that terms violate, as section 2 of docs/protocol.md has them; written for the auditor alone. That the asset is
 * a contract is not seen here.
 * @param at unix seconds of the creation; undefined: the bounds that depend on it are not checked.
 */
export function brokenBounds(terms: Terms, at: bigint | undefined): BrokenBound[] {
  const broken: BrokenBound[] = []
  const check = (field: string, actual: bigint | number | string, expected: string, holds: boolean): void => {
    if (!holds) broken.push({ field, expected, actual: String(actual) })
  }
  const { rule, curve, panel, quorum, arbiter } = terms
  const last = curve.at(-1) ?? { measurement: 0n, price: 0n }

  check('rule', rule, 'Units, Record or Contest (0 to 2)', rule >= 0 && rule < RULES)
  check('curve', `${curve.length} points`, '1 to 16 points', curve.length >= 1 && curve.length <= 16)
  curve.forEach(({ measurement, price }, i) => {
    const before = curve[i - 1]
    const shown = `(${measurement}, ${price})`
    check(`curve.${i}`, shown, 'price 0 for measurement 0', measurement !== 0n || price === 0n)
    if (before === undefined) return
    const falls = measurement < before.measurement || price < before.price
    const repeats = measurement === before.measurement && price === before.price
    check(
      `curve.${i}`,
      shown,
      `not below and not the same as (${before.measurement}, ${before.price})`,
      !falls && !repeats,
    )
  })
  check('curve', last.price, 'a last price above 0 and below 2^128', last.price > 0n && last.price < END_128)
  if (rule === CONTEST) check('curve', last.measurement, 'at most 16 prizes', last.measurement <= MOST_PRIZES)
  check('minStep', terms.minStep, 'at least 1', terms.minStep >= 1n)

  check('cap', terms.cap, `at most the last price, ${last.price}`, terms.cap <= last.price)
  check(
    'threshold',
    terms.threshold,
    `1 to the cap, ${terms.cap}`,
    terms.threshold >= 1n && terms.threshold <= terms.cap,
  )
  check('claimBy', terms.claimBy, `not before pledgeBy, ${terms.pledgeBy}`, terms.claimBy >= terms.pledgeBy)
  if (at !== undefined) {
    check('pledgeBy', terms.pledgeBy, `after the creation at ${at}`, terms.pledgeBy > at)
    check('claimBy', terms.claimBy, `at most 50 years after the creation at ${at}`, terms.claimBy - at <= 50n * YEAR)
  }
  const { verifyWithin, challengeWithin, arbitrateWithin, lastCall } = terms
  check('verifyWithin', verifyWithin, '1 hour to 365 days', verifyWithin >= HOUR && verifyWithin <= YEAR)
  const hasArbiter = BigInt(arbiter) !== 0n
  const clocks = [
    ['challengeWithin', challengeWithin],
    ['arbitrateWithin', arbitrateWithin],
  ] as const
  for (const [field, clock] of clocks) {
    if (hasArbiter) check(field, clock, 'above 0 and at most 365 days, with an arbiter', clock > 0n && clock <= YEAR)
    else check(field, clock, '0 without an arbiter', clock === 0n)
  }
  check('lastCall', lastCall, 'at most 365 days, and 0 unless a contest', lastCall <= (rule === CONTEST ? YEAR : 0n))

  const n = BigInt(panel.length)
  check('panel', `${n} members`, '1 or 3 to 32 members', n === 1n || (n >= 3n && n <= 32n))
  panel.forEach((member, i) => {
    const before = BigInt(panel[i - 1] ?? 0)
    check(`panel.${i}`, member, 'in ascending order, not zero, not twice', BigInt(member) > before)
    check(`panel.${i}`, member, 'not the arbiter', BigInt(member) !== BigInt(arbiter))
  })
  const few = n === 1n ? quorum === 1n : quorum < n
  check('quorum', quorum, `more than half of ${n} and not all, or 1 of 1`, 2n * quorum > n && few)

  check('claimFee', terms.claimFee, 'below 2^128', terms.claimFee < END_128)
  const { challengeFee, holdback, warranty } = terms
  check(
    'challengeFee',
    challengeFee,
    'below 2^128, and 0 without an arbiter',
    challengeFee < (hasArbiter ? END_128 : 1n),
  )
  check('holdback', holdback, 'at most 10,000 basis points', holdback <= 10_000n)
  check('warranty', warranty, 'at most 5 years', warranty <= 5n * YEAR)
  check('warranty', warranty, 'both holdback and warranty, or neither', holdback > 0n === warranty > 0n)
  return broken
}
