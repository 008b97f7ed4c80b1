/**
 * An audited escrow, written down step by step: the figures of payments are given by hand, so that what the report works out of them can
 * be checked against them. It is no model of the protocol: it does what it is told.
 */
import { getAddress, keccak256, stringToHex, zeroHash, type Address, type Hex } from 'viem'
import type { Place } from '../../../audit/finding.ts'
import { emptyState } from '../../../audit/model/ledger.ts'
import type { ClaimState, Payment, PaymentKind, Pledge } from '../../../audit/model/state.ts'
import type { AuditedEscrow } from '../../../audit/result.ts'
import { encodeOutcome, parseOutcome, type Outcome } from '../../../sdk/model/outcome.ts'
import type { Terms } from '../../../sdk/model/terms.ts'
import { OUTCOME } from '../../sdk/samples.ts'

export const START = 1_798_761_600n // 2027-01-01T00:00:00Z
export const DAY = 86_400n
const FIRST_BLOCK = 7_000_000n

export const hash = (text: string): Hex => keccak256(stringToHex(text))
/** The address of a name. */
export const who = (name: string): Address => getAddress(hash(name).slice(0, 42))
export const at = (days: number): bigint => START + BigInt(Math.round(days * 86_400))
export const blockAt = (days: number): bigint => FIRST_BLOCK + BigInt(Math.round(days * 7_200))

let logs = 0
export function placeAt(days: number): Place {
  logs += 1
  const blockNumber = blockAt(days)
  return {
    blockNumber,
    blockHash: hash(`block ${blockNumber}`),
    timestamp: at(days),
    transactionHash: hash(`transaction ${logs}`),
    logIndex: logs % 40,
  }
}

const MEMBERS = ['member 1', 'member 2', 'member 3', 'member 4', 'member 5']
const sorted = (names: readonly string[]): Address[] => names.map(who).sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))

function termsOf(over: Partial<Terms> & { title?: string }): {
  terms: Terms
  document: Hex
} {
  const { title = 'An outcome', ...rest } = over
  const rule = (['Units', 'Record', 'Contest'] as const)[over.rule ?? 1]!
  const outcome: Outcome = { ...parseOutcome(OUTCOME), title, rule, copyClause: 'A copy measures 0.' }
  const { document, hash: committed } = encodeOutcome(outcome)
  const terms: Terms = {
    outcome: committed,
    asset: who('USDC'),
    rule: 1,
    curve: [{ measurement: 100n, price: 1_000_000_000n }],
    minStep: 1n,
    pledgeBy: at(60),
    threshold: 500_000_000n,
    cap: 1_000_000_000n,
    claimBy: at(365),
    verifyWithin: 21n * DAY,
    challengeWithin: 7n * DAY,
    arbitrateWithin: 14n * DAY,
    lastCall: 0n,
    panel: sorted(MEMBERS),
    quorum: 3n,
    arbiter: who('arbiter'),
    claimFee: 5_000_000n,
    challengeFee: 2_000_000n,
    holdback: 0n,
    warranty: 0n,
    ...rest,
  }
  return { terms, document }
}

export class Play {
  readonly terms: Terms
  readonly #document: Hex | undefined
  readonly #name: string
  readonly #created = placeAt(0)
  readonly pledges: Pledge[] = []
  readonly payments: Payment[] = []
  readonly state = emptyState()

  constructor(name: string, over: Partial<Terms> & { title?: string; document?: Hex } = {}) {
    const { document: own, ...fields } = over
    const { terms, document } = termsOf(fields)
    this.#name = name
    this.terms = terms
    this.#document = own ?? document
  }

  claim(key: Hex): ClaimState {
    return this.state.claims.get(key)!
  }

  pledge(days: number, name: string, amount: bigint, from = name): void {
    const account = who(name)
    this.pledges.push({ from: who(from), account, amount, place: placeAt(days) })
    this.state.shares.set(account, (this.state.shares.get(account) ?? 0n) + amount)
    this.state.pledged += amount
    this.state.supply += amount
    this.state.balance += amount
  }

  move(from: string, to: string, shares: bigint): void {
    const { shares: all } = this.state
    all.set(who(from), all.get(who(from))! - shares)
    all.set(who(to), (all.get(who(to)) ?? 0n) + shares)
  }

  file(days: number, solver: string, more: { payee?: string; target?: Hex; uri?: string } = {}): Hex {
    const { payee = solver, target = zeroHash, uri = 'https://evidence.example/bundle.age' } = more
    const list = target === zeroHash ? this.state.docket : this.claim(target).breaks
    const key = hash(`${this.#name} ${solver} ${target} ${list.length}`)
    this.state.claims.set(key, {
      key,
      target,
      index: list.length,
      solver: who(solver),
      payee: who(payee),
      commitment: hash(`commitment ${key}`),
      uri,
      filed: placeAt(days),
      observations: [],
      tally: [],
      observedAt: 0n,
      challenged: undefined,
      ruled: undefined,
      settled: undefined,
      paid: 0n,
      held: 0n,
      paidAt: 0n,
      breaks: [],
      breaksSettled: 0,
    })
    list.push(key)
    this.#takeFee(this.terms.claimFee)
    return key
  }

  /** The first members observe, one each. */
  observe(days: number, key: Hex, measurements: readonly bigint[]): void {
    const claim = this.claim(key)
    const { panel, quorum } = this.terms
    for (const [seat, measurement] of measurements.entries()) {
      const [report, place] = [hash(`report ${key} ${seat}`), placeAt(days)]
      claim.observations.push({ member: panel[seat]!, seat, measurement, report, signature: '0x00', place })
    }
    if (measurements.length === panel.length) claim.observedAt = at(days)
    claim.tally = measurements
      .filter((m) => m > 0n)
      .sort((a, b) => (a < b ? 1 : -1))
      .slice(0, Number(quorum))
  }

  challenge(days: number, key: Hex, by: string, grounds: string): void {
    this.claim(key).challenged = { by: who(by), grounds, place: placeAt(days) }
    this.#takeFee(this.terms.challengeFee)
  }

  rule(days: number, key: Hex, measurement: bigint, grounds: string): void {
    const place = placeAt(days)
    this.claim(key).ruled = { measurement, grounds, place }
    this.#payFee('arbiter fee', this.terms.arbiter, this.terms.challengeFee, key, place)
  }

  /** Settles a claim of the docket with `verdict`: progress moves to `to`, and `paid` is paid. */
  settle(days: number, key: Hex, { verdict, to, paid }: { verdict: bigint; to?: bigint; paid?: bigint }): void {
    const [claim, place, from] = [this.claim(key), placeAt(days), this.state.progress]
    claim.settled = { verdict, from, to: to ?? from, place }
    this.state.settled += 1
    if (to !== undefined) this.state.progress = to
    if (paid !== undefined) this.#pay('claim', claim, paid, place)
    this.#shareFees(claim, place)
  }

  rank(key: Hex, score: bigint): void {
    this.state.ranks.push({ score, index: this.claim(key).index })
    this.state.ranks.sort((a, b) => (a.score < b.score ? 1 : -1))
  }

  award(days: number, key: Hex, paid: bigint): void {
    this.state.progress += 1n
    this.#pay('prize', this.claim(key), paid, placeAt(days))
  }

  settleBreak(days: number, key: Hex, verdict: bigint): void {
    const [claim, place] = [this.claim(key), placeAt(days)]
    const target = this.claim(claim.target)
    claim.settled = { verdict, from: this.state.progress, to: this.state.progress, place }
    target.breaksSettled += 1
    if (verdict > 0n && target.held > 0n) {
      const taken = target.held / 2n
      this.state.returned += target.held - taken
      this.state.held -= target.held
      target.held = 0n
      this.#credit('broken', claim.payee, taken, place, key)
    }
    this.#shareFees(claim, place)
  }

  release(days: number, key: Hex): void {
    const claim = this.claim(key)
    this.state.held -= claim.held
    this.#credit('release', claim.payee, claim.held, placeAt(days), key)
    claim.held = 0n
  }

  collect(days: number, account: Address, to = account): void {
    const amount = this.state.owed.get(account) ?? 0n
    this.state.owed.delete(account)
    this.state.collected += amount
    this.state.balance -= amount
    this.payments.push({ kind: 'collected', account, to, amount, place: placeAt(days) })
  }

  refund(days: number, name: string): void {
    const [account, { state }] = [who(name), this]
    const shares = state.shares.get(account)!
    state.frozen ??= { pledged: state.pledged, refundable: state.pledged - state.paid + state.returned }
    const amount = (shares * state.frozen.refundable) / state.frozen.pledged
    state.shares.delete(account)
    state.supply -= shares
    state.refunded += amount
    state.balance -= amount
    this.payments.push({ kind: 'refund', account, to: account, amount, shares, place: placeAt(days) })
  }

  done(status: AuditedEscrow['status'], token = { symbol: 'USDC', decimals: 6 }): AuditedEscrow {
    const subject = {
      chainId: 31337,
      factory: who('factory'),
      implementation: who('implementation'),
      escrow: who(this.#name),
      terms: this.terms,
      document: this.#document,
      created: this.#created,
    }
    const { state, pledges, payments } = this
    return { subject, token, status, state, pledges, payments, entries: pledges.length + payments.length }
  }

  #pay(kind: 'claim' | 'prize', claim: ClaimState, paid: bigint, place: Place): void {
    const direct = (paid * (10_000n - this.terms.holdback)) / 10_000n
    this.state.passed = true
    this.state.paid += paid
    claim.paid = paid
    claim.held = paid - direct
    this.state.held += claim.held
    if (claim.held > 0n) claim.paidAt = place.timestamp
    if (direct > 0n) this.#credit(kind, claim.payee, direct, place, claim.key)
  }

  #takeFee(fee: bigint): void {
    this.state.feesIn += fee
    this.state.openFees += fee
    this.state.balance += fee
  }

  #payFee(kind: PaymentKind, account: Address, fee: bigint, key: Hex, place: Place): void {
    this.state.openFees -= fee
    this.#credit(kind, account, fee, place, key)
  }

  #shareFees(claim: ClaimState, place: Place): void {
    const { claimFee, challengeFee, panel } = this.terms
    const fees = [claimFee, ...(claim.challenged !== undefined && claim.ruled === undefined ? [challengeFee] : [])]
    for (const fee of fees) {
      const part = fee / BigInt(panel.length)
      for (const { member } of claim.observations) this.#payFee('member fee', member, part, claim.key, place)
      const rest = fee - part * BigInt(claim.observations.length)
      if (rest > 0n) this.#payFee('fee rest', claim.payee, rest, claim.key, place)
    }
  }

  #credit(kind: PaymentKind, account: Address, amount: bigint, place: Place, claim: Hex): void {
    this.state.owed.set(account, (this.state.owed.get(account) ?? 0n) + amount)
    this.payments.push({ kind, account, amount, claim, place })
  }
}
