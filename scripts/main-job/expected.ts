/**
 * The independent calculation: what every account must pay and get, from the rules of the design (sections 3 to 5) alone.
 * Exact fractions, rounded down once at the end. Shares no code with the contracts or the SDK, so that a mistake in their
 * arithmetic cannot hide here.
 */

export interface ExpectedClaim {
  readonly solver: string
  /** Who has the claim's credits when it is settled. */
  readonly payee: string
  /** What each member measured; members who stayed silent are missing. */
  readonly observed: Readonly<Record<string, bigint>>
  readonly challenger?: string
  /** What the arbiter ruled; missing = it was not asked or did not answer. */
  readonly ruling?: bigint
  /** Break claims filed against this claim, in order. */
  readonly breaks?: readonly ExpectedClaim[]
}

export interface ExpectedOutcome {
  readonly rule: 'Units' | 'Record' | 'Contest'
  /** (measurement, cumulative price in base units). */
  readonly points: readonly (readonly [bigint, bigint])[]
  readonly minStep: bigint
  readonly threshold: bigint
  readonly members: readonly string[]
  readonly quorum: number
  readonly arbiter: string
  readonly claimFee: bigint
  readonly challengeFee: bigint
  readonly holdback: bigint
  readonly pledges: Readonly<Record<string, bigint>>
  readonly claims: readonly ExpectedClaim[]
}

/** Money in base units. */
export interface Flow {
  paidIn: bigint
  received: bigint
}
export type Ledger = Map<string, Flow>

export interface Expected {
  readonly ledger: Ledger
  /** What each claim of the docket earned, the held part included, in filing order. */
  readonly earned: readonly bigint[]
  /** What all funders together get back before rounding. */
  readonly refundable: bigint
}

/** Plays an outcome from the first pledge to the last refund. */
export function expectedOf(outcome: ExpectedOutcome): Expected {
  const ledger: Ledger = new Map()
  const pledged = sum(Object.values(outcome.pledges))
  for (const [funder, amount] of Object.entries(outcome.pledges)) pay(ledger, funder, amount)

  const earned = pledged < outcome.threshold ? [] : earnings(outcome, pledged)
  let refundable = pledged - sum(earned)
  for (const [index, claim] of outcome.claims.entries()) {
    settleFees(ledger, outcome, claim)
    refundable += settlePayment(ledger, outcome, claim, earned[index] ?? 0n)
  }
  for (const [funder, amount] of Object.entries(outcome.pledges)) {
    receive(ledger, funder, pledged === 0n ? 0n : (amount * refundable) / pledged)
  }
  return { ledger, earned, refundable }
}

/** Adds up ledgers. */
export function merge(ledgers: readonly Ledger[]): Ledger {
  const all: Ledger = new Map()
  for (const ledger of ledgers) {
    for (const [name, flow] of ledger) {
      pay(all, name, flow.paidIn)
      receive(all, name, flow.received)
    }
  }
  return all
}

/** The k-th highest observation, unless the arbiter ruled. */
export function verdictOf(claim: ExpectedClaim, quorum: number): bigint {
  if (claim.ruling !== undefined) return claim.ruling
  const falling = Object.values(claim.observed).sort((a, b) => (a > b ? -1 : 1))
  return falling[quorum - 1] ?? 0n
}

/** F(m) = price, as an exact value rounded down: the straight line through the two points around m. */
export function priceAt(points: ExpectedOutcome['points'], m: bigint): bigint {
  const below = points.filter(([measurement]) => measurement <= m).at(-1)
  const above = points.find(([measurement]) => measurement > m)
  if (below === undefined) return 0n
  if (above === undefined) return below[1]
  const [width, height] = [above[0] - below[0], above[1] - below[1]]
  // below + height * (m - below) / width over one denominator, then rounded down once
  return (below[1] * width + height * (m - below[0])) / width
}

/** A record that reaches the next point of the curve counts, however short the way. */
function pointAbove(points: ExpectedOutcome['points'], x: bigint): bigint {
  return points.map(([measurement]) => measurement).find((measurement) => measurement > x) ?? x
}

function earnings(outcome: ExpectedOutcome, pledged: bigint): bigint[] {
  const { points, minStep, claims } = outcome
  const verdicts = claims.map((claim) => verdictOf(claim, outcome.quorum))
  const total = (x: bigint): bigint => least(priceAt(points, x), pledged)
  const last = points.at(-1)?.[0] ?? 0n
  if (outcome.rule === 'Contest') {
    // A stable sort keeps the earlier of two equals first.
    const ranked = verdicts
      .map((score, index) => ({ score, index }))
      .filter(({ score }) => score >= minStep)
      .sort((a, b) => Number(b.score - a.score))
      .map(({ index }) => index)
    return claims.map((_, index) => {
      const place = BigInt(ranked.indexOf(index) + 1)
      return place === 0n || place > last ? 0n : total(place) - total(place - 1n)
    })
  }
  let x = 0n
  return verdicts.map((m) => {
    const before = total(x)
    if (outcome.rule === 'Units' && m >= minStep) x = least(x + m, last)
    if (outcome.rule === 'Record' && m > x && m >= least(x + minStep, pointAbove(points, x))) x = least(m, last)
    return total(x) - before
  })
}

/** Pays what a claim earned to its payee, its breaker or back, and returns what went back to the funders. */
function settlePayment(ledger: Ledger, outcome: ExpectedOutcome, claim: ExpectedClaim, earned: bigint): bigint {
  const atOnce = (earned * (10_000n - outcome.holdback)) / 10_000n
  const held = earned - atOnce
  receive(ledger, claim.payee, atOnce)
  const breaks = claim.breaks ?? []
  for (const attempt of breaks) settleFees(ledger, outcome, attempt)
  const winner = breaks.find((attempt) => verdictOf(attempt, outcome.quorum) > 0n)
  if (winner === undefined) {
    receive(ledger, claim.payee, held)
    return 0n
  }
  receive(ledger, winner.payee, held / 2n)
  return held - held / 2n
}

function settleFees(ledger: Ledger, outcome: ExpectedOutcome, claim: ExpectedClaim): void {
  pay(ledger, claim.solver, outcome.claimFee)
  share(ledger, outcome, claim, outcome.claimFee)
  if (claim.challenger === undefined) return
  pay(ledger, claim.challenger, outcome.challengeFee)
  if (claim.ruling !== undefined) receive(ledger, outcome.arbiter, outcome.challengeFee)
  else share(ledger, outcome, claim, outcome.challengeFee)
}

/** An equal part of `fee` to each member who observed, the rest to the payee. */
function share(ledger: Ledger, outcome: ExpectedOutcome, claim: ExpectedClaim, fee: bigint): void {
  const part = fee / BigInt(outcome.members.length)
  const observers = outcome.members.filter((member) => member in claim.observed)
  for (const member of observers) receive(ledger, member, part)
  receive(ledger, claim.payee, fee - part * BigInt(observers.length))
}

function flow(ledger: Ledger, name: string): Flow {
  const found = ledger.get(name) ?? { paidIn: 0n, received: 0n }
  ledger.set(name, found)
  return found
}

function pay(ledger: Ledger, name: string, amount: bigint): void {
  flow(ledger, name).paidIn += amount
}

function receive(ledger: Ledger, name: string, amount: bigint): void {
  flow(ledger, name).received += amount
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b)
const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((a, b) => a + b, 0n)
