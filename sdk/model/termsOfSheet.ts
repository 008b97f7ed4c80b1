import { getAddress, isAddress, zeroAddress, type Address } from 'viem'
import { InputError, type Fault } from '../errors/InputError.ts'
import { parseAmount, type Token } from './amount.ts'
import { checkTerms } from './checkTerms.ts'
import { parseDecimal } from './decimal.ts'
import { parseDuration, parseMoment } from './duration.ts'
import { measurementOf, measurementOfStep } from './metric.ts'
import { encodeOutcome, type Outcome } from './outcome.ts'
import type { Sheet } from './sheet.ts'
import { Rule, type Point, type Terms } from './terms.ts'

/** What a term sheet leaves to the place and time of its use. */
export interface SheetContext {
  token: Token
  /** Unix seconds; durations to a moment count from here. */
  now: bigint
  /** Addresses of the names that the sheet uses. */
  names: Readonly<Record<string, Address>>
}

/** Reads a value, or notes its fault and returns undefined. */
type Read = <T>(path: string, value: string, parse: () => T) => T | undefined

/**
 * The terms that a term sheet and its outcome document mean. The panel is put in ascending order.
 * @throws {InputError} with all faults: values that cannot be read, a document that does not fit, bounds of the terms.
 */
export function termsOfSheet(sheet: Sheet, outcome: Outcome, context: SheetContext): Terms {
  const faults: Fault[] = []
  const read: Read = (path, value, parse) => {
    try {
      return parse()
    } catch (error) {
      if (!(error instanceof InputError)) throw error
      faults.push(...error.faults.map((fault) => ({ path, value, message: fault.message })))
      return undefined
    }
  }
  const amount = (path: string, text: string): bigint => read(path, text, () => parseAmount(text, context.token)) ?? 0n
  const duration = (path: string, text: string): bigint => read(path, text, () => parseDuration(text)) ?? 0n
  const moment = (path: string, text: string): bigint => read(path, text, () => parseMoment(text, context.now)) ?? 0n
  const party = (path: string, name: string): Address =>
    read(path, name, () => addressOfParty(name, context.names)) ?? zeroAddress

  checkDocument(sheet, outcome, faults)
  const { arbitration, warranty, verification } = sheet
  const terms: Terms = {
    outcome: encodeOutcome(outcome).hash,
    asset: party('token', sheet.token),
    rule: Rule[sheet.rule],
    ...pricesOf(sheet, outcome, amount, read),
    pledgeBy: moment('pledges.by', sheet.pledges.by),
    threshold: amount('pledges.threshold', sheet.pledges.threshold),
    cap: amount('pledges.cap', sheet.pledges.cap),
    claimBy: moment('claims.by', sheet.claims.by),
    claimFee: amount('claims.fee', sheet.claims.fee),
    lastCall:
      sheet.rule === 'Contest' && sheet.claims.lastCall !== undefined
        ? duration('claims.lastCall', sheet.claims.lastCall)
        : 0n,
    verifyWithin: duration('verification.within', verification.within),
    panel: verification.panel.map((name, i) => party(`verification.panel.${i}`, name)).sort(ascending),
    quorum: BigInt(verification.quorum),
    arbiter: arbitration ? party('arbitration.arbiter', arbitration.arbiter) : zeroAddress,
    challengeWithin: arbitration ? duration('arbitration.challengeWithin', arbitration.challengeWithin) : 0n,
    arbitrateWithin: arbitration ? duration('arbitration.arbitrateWithin', arbitration.arbitrateWithin) : 0n,
    challengeFee: arbitration ? amount('arbitration.challengeFee', arbitration.challengeFee) : 0n,
    holdback: warranty ? (read('warranty.holdback', warranty.holdback, () => parseShare(warranty.holdback)) ?? 0n) : 0n,
    warranty: warranty ? duration('warranty.lasts', warranty.lasts) : 0n,
  }
  if (faults.length === 0) faults.push(...checkTerms(terms, context.now))
  if (faults.length > 0) throw new InputError('term sheet', faults)
  return terms
}

function checkDocument(sheet: Sheet, outcome: Outcome, faults: Fault[]): void {
  if (sheet.rule !== outcome.rule) {
    faults.push({
      path: 'rule',
      value: sheet.rule,
      message: `the outcome document is written for ${outcome.rule}; make them agree`,
    })
  }
  if (sheet.warranty !== undefined && outcome.breakClause === undefined) {
    const message =
      'the outcome document does not say what breaks a paid result; add its breakClause or remove the warranty'
    faults.push({ path: 'warranty', value: '', message })
  }
}

function pricesOf(
  sheet: Sheet,
  { metric }: Outcome,
  amount: (path: string, text: string) => bigint,
  read: Read,
): { curve: Point[]; minStep: bigint } {
  if (sheet.rule === 'Record') {
    return {
      minStep: read('minStep', sheet.minStep, () => measurementOfStep(metric, sheet.minStep)) ?? 0n,
      curve: sheet.curve.map(({ at, pays }, i) => ({
        measurement: read(`curve.${i}.at`, at, () => measurementOf(metric, at)) ?? 0n,
        price: amount(`curve.${i}.pays`, pays),
      })),
    }
  }
  const curve: Point[] = [{ measurement: 0n, price: 0n }]
  const extend = (measurement: bigint, price: bigint): void => {
    const last = curve.at(-1) ?? { measurement: 0n, price: 0n }
    curve.push({ measurement: last.measurement + measurement, price: last.price + price })
  }
  if (sheet.rule === 'Contest') {
    for (const [i, prize] of sheet.prizes.entries()) extend(1n, amount(`prizes.${i}`, prize))
    return { curve, minStep: read('floor', sheet.floor, () => measurementOf(metric, sheet.floor)) ?? 0n }
  }
  for (const [i, { units, price }] of sheet.tranches.entries()) {
    const count = read(`tranches.${i}.units`, units, () => parseDecimal(units, 0)) ?? 0n
    const scaled = read(`tranches.${i}.units`, units, () => measurementOfStep(metric, units)) ?? 0n
    extend(scaled, count * amount(`tranches.${i}.price`, price))
  }
  return { curve, minStep: read('minStep', sheet.minStep, () => measurementOfStep(metric, sheet.minStep)) ?? 0n }
}

function addressOfParty(name: string, names: SheetContext['names']): Address {
  const named = Object.hasOwn(names, name) ? names[name] : undefined
  if (named !== undefined) return getAddress(named)
  if (isAddress(name)) return getAddress(name)
  const message = 'is neither an address nor a name that is known; add it to the names file'
  throw new InputError('name', [{ path: '', value: name, message }])
}

/** "40 %" as basis points. */
function parseShare(text: string): bigint {
  const [, percent] = /^\s*(\S+?)\s*%\s*$/.exec(text) ?? []
  if (percent !== undefined) return parseDecimal(percent, 2)
  throw new InputError('share', [{ path: '', value: text, message: 'is not a share: write for instance "40 %"' }])
}

function ascending(a: Address, b: Address): number {
  return BigInt(a) < BigInt(b) ? -1 : 1
}
