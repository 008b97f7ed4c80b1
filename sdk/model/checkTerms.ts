import { isAddress, zeroAddress, type Address } from 'viem'
import type { Fault } from '../errors/InputError.ts'
import { formatMoment } from './duration.ts'
import { Rule, type Terms } from './terms.ts'

const DAY = 86_400n
const MAX_64 = 2n ** 64n - 1n
const MAX_128 = 2n ** 128n - 1n

/** A violated bound; its code is the name of the error that the factory would revert with. */
export interface TermsFault extends Fault {
  code: string
}

/** Terms of which some fields, points or members are not known (yet). */
export type PartialTerms = {
  readonly [K in Exclude<keyof Terms, 'curve' | 'panel'>]?: Terms[K] | undefined
} & {
  readonly curve?: readonly { measurement: bigint | undefined; price: bigint | undefined }[] | undefined
  readonly panel?: readonly (Address | undefined)[] | undefined
}

type Require = (holds: boolean, code: string, path: string, value: unknown, message: string) => void

/**
 * Every bound of the terms that is violated, all at once (the factory reverts with the first). A bound is checked when all that it
 * compares is known. One bound cannot be seen here: that `asset` is a contract.
 * @param now unix seconds of the block in which the escrow would be created.
 * @param amount how amounts are written in messages; default: base units.
 */
export function checkTerms(terms: PartialTerms, now: bigint, amount: (units: bigint) => string = String): TermsFault[] {
  const faults: TermsFault[] = []
  const require: Require = (holds, code, path, value, message) => {
    if (!holds) faults.push({ code, path, value: String(value), message })
  }
  checkCurve(terms, require, amount)
  checkMoney(terms, require, amount)
  checkClocks(terms, now, require)
  checkPanel(terms, require)
  return faults
}

function checkCurve({ curve, rule, minStep }: PartialTerms, require: Require, amount: (units: bigint) => string): void {
  if (curve !== undefined) {
    require(curve.length >= 1 &&
      curve.length <= 16, 'CurveLength', 'curve', `${curve.length} points`, 'give 1 to 16 points')
    for (const [i, point] of curve.entries()) checkPoint(curve, i, require, amount(point.price ?? 0n))
    const last = curve.at(-1)
    if (last?.price !== undefined) {
      const inRange = last.price > 0n && last.price <= MAX_128
      const message = `must be above 0 and at most ${amount(MAX_128)}`
      require(inRange, 'CurveLastPrice', `curve.${curve.length - 1}.price`, last.price, message)
    }
    const prizes = last?.measurement ?? 0n
    require(rule !== Rule.Contest || prizes <= 16n, 'TooManyPrizes', 'curve', prizes, 'a contest has at most 16 prizes')
  }
  if (minStep !== undefined) {
    require(minStep >= 1n &&
      minStep <= MAX_64, 'MinStepZero', 'minStep', minStep, 'must be at least 1 measurement and below 2^64')
  }
}

function checkPoint(curve: PartialTerms['curve'] & object, i: number, require: Require, shown: string): void {
  const { measurement, price } = curve[i] ?? {}
  const before = curve[i - 1]
  const falls = (a: bigint | undefined, b: bigint | undefined): boolean => a !== undefined && b !== undefined && b < a
  const known = measurement !== undefined && price !== undefined
  const repeats = known && measurement === before?.measurement && price === before.price
  const rises = !falls(before?.measurement, measurement) && !falls(before?.price, price) && !repeats
  const point = `(${measurement ?? '?'}, ${price === undefined ? '?' : shown})`
  require(rises, 'CurveNotRising', `curve.${i}`, point, 'neither coordinate may fall, and a point must differ from the one before')
  if (measurement !== undefined) {
    require(measurement <= MAX_64, 'TermsDoNotFit', `curve.${i}.measurement`, measurement, 'must be below 2^64')
  }
  if (known)
    require(measurement > 0n || price === 0n, 'CurvePaysForNothing', `curve.${i}`, point, 'measurement 0 must pay 0')
}

function checkMoney(terms: PartialTerms, require: Require, amount: (units: bigint) => string): void {
  const { cap, threshold, claimFee, challengeFee, arbiter, holdback, warranty } = terms
  const most = terms.curve === undefined ? undefined : (terms.curve.at(-1) ?? { price: 0n }).price
  if (cap !== undefined && most !== undefined) {
    require(cap <= most, 'CapAboveCurve', 'cap', amount(cap), `must be at most the curve's last price, ${amount(most)}`)
  }
  if (threshold !== undefined) {
    const inRange = threshold >= 1n && (cap === undefined || threshold <= cap)
    const bound = cap === undefined ? 'must be above 0' : `must be above 0 and at most the cap, ${amount(cap)}`
    require(inRange, 'ThresholdOutOfRange', 'threshold', amount(threshold), bound)
  }
  const fits = (fee: bigint): boolean => fee >= 0n && fee <= MAX_128
  if (claimFee !== undefined) {
    require(fits(claimFee), 'ClaimFeeTooHigh', 'claimFee', claimFee, `must be at most ${amount(MAX_128)}`)
  }
  if (challengeFee !== undefined) {
    const allowed = fits(challengeFee) && (challengeFee === 0n || arbiter !== zeroAddress)
    const message = `must be at most ${amount(MAX_128)}, and 0 without an arbiter`
    require(allowed, 'ChallengeFeeOutOfRange', 'challengeFee', challengeFee, message)
  }
  if (holdback !== undefined) {
    const inRange = holdback >= 0n && holdback <= 10_000n && (holdback > 0n || (warranty ?? 0n) === 0n)
    require(inRange, 'HoldbackOutOfRange', 'holdback', holdback, 'must be at most 10,000 basis points (100 %), and above 0 with a warranty')
  }
  if (warranty !== undefined) {
    const inRange = warranty >= 0n && warranty <= 5n * 365n * DAY && (warranty > 0n || (holdback ?? 0n) === 0n)
    require(inRange, 'WarrantyOutOfRange', 'warranty', warranty, 'must be at most 5 years, and above 0 with a holdback')
  }
}

function checkClocks(terms: PartialTerms, now: bigint, require: Require): void {
  const { pledgeBy, claimBy, verifyWithin, challengeWithin, arbitrateWithin, lastCall, arbiter, rule } = terms
  const latest = now + 50n * 365n * DAY
  if (pledgeBy !== undefined) {
    require(pledgeBy > now, 'PledgeByPassed', 'pledgeBy', pledgeBy, `must be after now, ${formatMoment(now)}`)
  }
  if (claimBy !== undefined) {
    const inReach = (pledgeBy === undefined || claimBy >= pledgeBy) && claimBy <= latest
    const earliest = pledgeBy === undefined ? 'the end of pledging' : `the end of pledging, ${formatMoment(pledgeBy)}`
    const message = `must be from ${earliest}, to 50 years ahead, ${formatMoment(latest)}`
    require(inReach, 'ClaimByOutOfRange', 'claimBy', claimBy, message)
  }
  if (verifyWithin !== undefined) {
    const verifiable = verifyWithin >= 3600n && verifyWithin <= 365n * DAY
    require(verifiable, 'VerifyWithinOutOfRange', 'verifyWithin', verifyWithin, 'must be 1 hour to 365 days')
  }
  const checkClock = (code: string, path: string, seconds: bigint | undefined): void => {
    if (seconds === undefined) return
    const matches = arbiter === undefined || seconds > 0n === (arbiter !== zeroAddress)
    const inRange = seconds <= 365n * DAY && seconds >= 0n && matches
    require(inRange, code, path, seconds, 'must be above 0 and at most 365 days with an arbiter, and 0 without one')
  }
  checkClock('ChallengeWithinOutOfRange', 'challengeWithin', challengeWithin)
  checkClock('ArbitrateWithinOutOfRange', 'arbitrateWithin', arbitrateWithin)
  if (lastCall !== undefined) {
    const called =
      lastCall >= 0n && lastCall <= 365n * DAY && (lastCall === 0n || (rule ?? Rule.Contest) === Rule.Contest)
    require(called, 'LastCallOutOfRange', 'lastCall', lastCall, 'must be at most 365 days, and 0 unless the rule is Contest')
  }
}

function checkPanel({ panel, quorum, arbiter }: PartialTerms, require: Require): void {
  if (panel === undefined) return
  const n = panel.length
  require(n === 1 || (n >= 3 && n <= 32), 'PanelSize', 'panel', `${n} members`, 'name 1 or 3 to 32 members')
  let before = 0n
  for (const [i, member] of panel.entries()) {
    if (member === undefined) continue
    const rank = isAddress(member, { strict: false }) ? BigInt(member) : 0n
    const why =
      rank === 0n
        ? 'must be an address other than zero'
        : rank === before
          ? 'is named twice; name each member once'
          : 'members must be in ascending order'
    require(rank > before, 'PanelNotAscending', `panel.${i}`, member, why)
    const apart = arbiter === undefined || member.toLowerCase() !== arbiter.toLowerCase()
    require(apart, 'ArbiterOnPanel', `panel.${i}`, member, 'the arbiter may not be a member of the panel')
    before = rank
  }
  if (quorum === undefined) return
  const size = BigInt(n)
  const majority = 2n * quorum > size && (quorum < size || (n === 1 && quorum === 1n))
  require(majority, 'QuorumOutOfRange', 'quorum', quorum, `must be more than half of ${n} and fewer than all (1 for a panel of one)`)
}
