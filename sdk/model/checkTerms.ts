import { isAddress, zeroAddress } from 'viem'
import type { Fault } from '../errors/InputError.ts'
import { lastMeasurement } from './curve.ts'
import { Rule, type Terms } from './terms.ts'

const DAY = 86_400n
const MAX_64 = 2n ** 64n - 1n
const MAX_128 = 2n ** 128n - 1n

/** A violated bound, with the name of the error that the factory would revert with. */
export interface TermsFault extends Fault {
  error: string
}

/**
 * Every bound of the terms that is violated, all at once (the factory reverts with the first). One bound cannot be seen here: that
 * `asset` is a contract.
 * @param now unix seconds of the block in which the escrow would be created.
 */
export function checkTerms(terms: Terms, now: bigint): TermsFault[] {
  const faults: TermsFault[] = []
  const require = (holds: boolean, error: string, path: string, value: unknown, message: string): void => {
    if (!holds) faults.push({ error, path, value: String(value), message })
  }
  checkCurve(terms, require)
  checkMoney(terms, require)
  checkClocks(terms, now, require)
  checkPanel(terms, require)
  return faults
}

type Require = (holds: boolean, error: string, path: string, value: unknown, message: string) => void

function checkCurve({ curve, rule, minStep }: Terms, require: Require): void {
  require(curve.length >= 1 &&
    curve.length <= 16, 'CurveLength', 'curve', `${curve.length} points`, 'give 1 to 16 points')
  for (const [i, { measurement, price }] of curve.entries()) {
    const before = curve[i - 1]
    const rises =
      before === undefined ||
      (measurement >= before.measurement &&
        price >= before.price &&
        (measurement > before.measurement || price > before.price))
    const point = `(${measurement}, ${price})`
    require(rises, 'CurveNotRising', `curve.${i}`, point, 'neither coordinate may fall, and a point must differ from the one before')
    require(measurement <= MAX_64, 'TermsDoNotFit', `curve.${i}.measurement`, measurement, 'must be below 2^64')
    require(measurement > 0n || price === 0n, 'CurvePaysForNothing', `curve.${i}`, point, 'measurement 0 must pay 0')
  }
  const last = curve.at(-1)
  if (last !== undefined) {
    const inRange = last.price > 0n && last.price <= MAX_128
    require(inRange, 'CurveLastPrice', 'curve', last.price, 'the last price must be above 0 and below 2^128')
    const prizes = lastMeasurement(curve)
    require(rule !== Rule.Contest || prizes <= 16n, 'TooManyPrizes', 'curve', prizes, 'a contest has at most 16 prizes')
  }
  require(minStep >= 1n && minStep <= MAX_64, 'MinStepZero', 'minStep', minStep, 'must be at least 1 and below 2^64')
}

function checkMoney(terms: Terms, require: Require): void {
  const { cap, threshold, claimFee, challengeFee, arbiter, holdback, warranty } = terms
  const most = terms.curve.at(-1)?.price ?? 0n
  require(cap <= most, 'CapAboveCurve', 'cap', cap, `must be at most the curve's last price, ${most}`)
  require(threshold >= 1n &&
    threshold <= cap, 'ThresholdOutOfRange', 'threshold', threshold, `must be 1 to the cap, ${cap}`)
  require(claimFee >= 0n && claimFee <= MAX_128, 'ClaimFeeTooHigh', 'claimFee', claimFee, 'must be below 2^128')
  const feeFits = challengeFee >= 0n && challengeFee <= MAX_128
  const feeAllowed = feeFits && (challengeFee === 0n || arbiter !== zeroAddress)
  require(feeAllowed, 'ChallengeFeeOutOfRange', 'challengeFee', challengeFee, 'must be below 2^128, and 0 without an arbiter')
  const heldBack = holdback >= 0n && holdback <= 10_000n && (holdback > 0n || warranty === 0n)
  require(heldBack, 'HoldbackOutOfRange', 'holdback', holdback, 'must be at most 10,000 basis points, and above 0 with a warranty')
  const warranted = warranty >= 0n && warranty <= 5n * 365n * DAY && (warranty > 0n || holdback === 0n)
  require(warranted, 'WarrantyOutOfRange', 'warranty', warranty, 'must be at most 5 years, and above 0 with a holdback')
}

function checkClocks(terms: Terms, now: bigint, require: Require): void {
  const { pledgeBy, claimBy, verifyWithin, challengeWithin, arbitrateWithin, lastCall } = terms
  const arbitrated = terms.arbiter !== zeroAddress
  const latest = now + 50n * 365n * DAY
  require(pledgeBy > now, 'PledgeByPassed', 'pledgeBy', pledgeBy, `must be after now, ${now}`)
  const inReach = claimBy >= pledgeBy && claimBy <= latest
  require(inReach, 'ClaimByOutOfRange', 'claimBy', claimBy, `must be from pledgeBy, ${pledgeBy}, to 50 years ahead, ${latest}`)
  const verifiable = verifyWithin >= 3600n && verifyWithin <= 365n * DAY
  require(verifiable, 'VerifyWithinOutOfRange', 'verifyWithin', verifyWithin, 'must be 1 hour to 365 days')
  const clock = (seconds: bigint): boolean => seconds <= 365n * DAY && seconds >= 0n && seconds > 0n === arbitrated
  const bound = 'must be above 0 and at most 365 days with an arbiter, and 0 without one'
  require(clock(challengeWithin), 'ChallengeWithinOutOfRange', 'challengeWithin', challengeWithin, bound)
  require(clock(arbitrateWithin), 'ArbitrateWithinOutOfRange', 'arbitrateWithin', arbitrateWithin, bound)
  const called = lastCall >= 0n && lastCall <= 365n * DAY && (lastCall === 0n || terms.rule === Rule.Contest)
  require(called, 'LastCallOutOfRange', 'lastCall', lastCall, 'must be at most 365 days, and 0 unless the rule is Contest')
}

function checkPanel({ panel, quorum, arbiter }: Terms, require: Require): void {
  const n = panel.length
  require(n === 1 || (n >= 3 && n <= 32), 'PanelSize', 'panel', `${n} members`, 'name 1 or 3 to 32 members')
  let before = 0n
  for (const [i, member] of panel.entries()) {
    const rank = isAddress(member, { strict: false }) ? BigInt(member) : 0n
    require(rank >
      before, 'PanelNotAscending', `panel.${i}`, member, 'members must be in ascending order, none zero or repeated')
    const apart = member.toLowerCase() !== arbiter.toLowerCase()
    require(apart, 'ArbiterOnPanel', `panel.${i}`, member, 'the arbiter may not be a member of the panel')
    before = rank
  }
  const size = BigInt(n)
  const majority = 2n * quorum > size && (quorum < size || (n === 1 && quorum === 1n))
  require(majority, 'QuorumOutOfRange', 'quorum', quorum, `must be more than half of ${n} and fewer than all (1 for a panel of one)`)
}
