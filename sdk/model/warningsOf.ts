import { isAddressEqual, zeroAddress, type Address } from 'viem'
import { formatAmount, type Token } from './amount.ts'
import { lastMeasurement, priceAt } from './curve.ts'
import { formatDuration } from './duration.ts'
import type { Outcome } from './outcome.ts'
import { smallestClaim } from './smallestClaim.ts'
import { Rule, type Terms } from './terms.ts'
import { WARNINGS, type WarningCode } from './warnings.ts'
import { worstCase } from './worstCase.ts'
import { momentInWords } from './words.ts'

const DAY = 86_400n

/** Something about terms that a careful funder wants to know. */
export interface Warning {
  code: WarningCode
  /** Why it matters. */
  why: string
  toDo: string
  /** The figures, or whom it is about. */
  about: string
}

/** What warnings need beyond the terms. What is left out is not known, and gives no warning. */
export interface WarningFacts {
  token: Token
  /** Unix seconds. */
  now: bigint
  /** Which of members and arbiter have no code of their own (`getBareKeys`). */
  bareKeys?: readonly Address[]
  /** Members that have not accepted the escrow (`getUnaccepted`). */
  unaccepted?: readonly Address[]
}

type Warn = (applies: boolean, code: WarningCode, about: string) => void

/**
 * What a careful funder wants to know before pledging under `terms`: each with its reason. None of it is a fault.
 * @param outcome undefined where the document is not known.
 */
export function warningsOf(terms: Terms, outcome: Outcome | undefined, facts: WarningFacts): Warning[] {
  const warnings: Warning[] = []
  const warn: Warn = (applies, code, about) => {
    if (applies) warnings.push({ code, ...WARNINGS[code], about })
  }
  const contest = terms.rule === Rule.Contest
  warn(outcome === undefined && !contest, 'DocumentUnknown', terms.outcome)
  warn(outcome === undefined && contest, 'CopyClauseUnknown', terms.outcome)
  warnOfJudges(terms, facts, warn)
  warnOfPrices(terms, facts.token, warn)
  warnOfFees(terms, facts.token, warn)
  warnOfClocks(terms, outcome, facts.now, warn)
  return warnings
}

function warnOfJudges(terms: Terms, { bareKeys = [], unaccepted = [] }: WarningFacts, warn: Warn): void {
  const { panel, quorum, arbiter } = terms
  const n = BigInt(panel.length)
  const isBare = (account: Address): boolean => bareKeys.some((key) => isAddressEqual(key, account))
  const bare = panel.filter(isBare)
  warn(arbiter === zeroAddress, 'NoArbiter', `quorum ${quorum} of ${n}`)
  warn(arbiter !== zeroAddress && isBare(arbiter), 'ArbiterIsBareKey', arbiter)
  warn(n === 1n, 'PanelOfOne', panel.join())
  warn(2n * quorum > n + 2n, 'QuorumAboveMajority', `${n - quorum + 1n} of ${n} members can deny it`)
  warn(bare.length > 0, 'MemberIsBareKey', bare.join(', '))
  warn(unaccepted.length > 0, 'MemberNotAccepted', unaccepted.join(', '))
}

function warnOfPrices({ curve, rule, minStep, threshold, cap }: Terms, token: Token, warn: Warn): void {
  const most = curve.at(-1)?.price ?? 0n
  const range = (part: bigint): string => `${formatAmount(part, token)} of ${formatAmount(most, token)}`
  warn(threshold < most, 'ThresholdBelowCurve', range(threshold))
  warn(cap < most, 'CapBelowCurve', range(cap))
  const flat = rule === Rule.Units && priceAt(curve, minStep) === 0n
  warn(flat, 'StartsFlat', `measurement ${minStep} pays nothing`)
  if (rule !== Rule.Contest) return
  const prizes = Array.from(
    { length: Number(lastMeasurement(curve)) },
    (_, i) => priceAt(curve, BigInt(i + 1)) - priceAt(curve, BigInt(i)),
  )
  const rising = prizes.findIndex((prize, i) => prize > (prizes[i - 1] ?? prize))
  warn(rising > 0, 'PrizesRise', `rank ${rising + 1} gets ${formatAmount(prizes[rising] ?? 0n, token)}`)
}

function warnOfFees(terms: Terms, token: Token, warn: Warn): void {
  const { claimFee, challengeFee, holdback, arbiter } = terms
  const least = smallestClaim(terms)
  const compared = (fee: bigint, paid: bigint): string =>
    `${formatAmount(fee, token)} against ${formatAmount(paid, token)}`
  warn(claimFee === 0n, 'NoClaimFee', '')
  warn(claimFee > least, 'ClaimFeeAboveSmallestClaim', compared(claimFee, least))
  warn(arbiter !== zeroAddress && challengeFee === 0n, 'NoChallengeFee', formatDuration(terms.arbitrateWithin))
  warn(challengeFee > least, 'ChallengeFeeAboveSmallestClaim', compared(challengeFee, least))
  const half = (least * holdback) / 20_000n
  const dearest = claimFee > challengeFee ? claimFee : challengeFee
  warn(holdback > 0n && half < dearest, 'BreakingDoesNotPay', compared(dearest, half))
}

function warnOfClocks(terms: Terms, outcome: Outcome | undefined, now: bigint, warn: Warn): void {
  const { verifyWithin, challengeWithin, arbitrateWithin, pledgeBy, claimBy } = terms
  const arbitrated = terms.arbiter !== zeroAddress
  warn(verifyWithin < DAY, 'VerifyWithinShort', formatDuration(verifyWithin))
  warn(arbitrated && challengeWithin < DAY, 'ChallengeWithinShort', formatDuration(challengeWithin))
  warn(arbitrated && arbitrateWithin < DAY, 'ArbitrateWithinShort', formatDuration(arbitrateWithin))
  const readable = BigInt(outcome?.evidence.readableDays ?? 0) * DAY
  const asked = `${formatDuration(readable)} to ask, ${formatDuration(verifyWithin)} to verify`
  warn(readable > verifyWithin, 'ReadableLongerThanVerification', asked)
  warn(pledgeBy > now && pledgeBy < now + DAY, 'PledgingEndsSoon', momentInWords(pledgeBy))
  const ends = `pledging ends ${momentInWords(pledgeBy)}, claims ${momentInWords(claimBy)}`
  warn(pledgeBy + verifyWithin > claimBy, 'PledgingEndsLate', ends)
  const { freeAfter } = worstCase(terms)
  warn(freeAfter > now + 3650n * DAY, 'LockedLong', momentInWords(freeAfter))
}
