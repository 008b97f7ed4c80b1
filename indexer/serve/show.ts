/** Rows of the index as answers show them. */
import { zeroHash, type Address } from 'viem'
import { phaseAt } from '../../sdk/model/phase.ts'
import type { Status } from '../../sdk/model/status.ts'
import type { Terms } from '../../sdk/model/terms.ts'
import type { ClaimsTable, EscrowsTable, PaymentsTable, PledgesTable, TransfersTable } from '../store/tables.ts'
import { finalityOf, type AssetToken, type Context } from './context.ts'
import { RULES } from './fields.ts'

/** Characters of title and summary in a list. */
const [MOST_TITLE, MOST_SUMMARY] = [300, 600]

/** An amount as stored, without the zeros before it. */
export function amountOf(padded: string): string {
  return String(BigInt(padded))
}

export function statusOf({ statusUntil, turnsAt, statusAfter }: EscrowsTable, now: number): Status {
  return now <= turnsAt ? statusUntil : statusAfter
}

export function ruleOf(rule: number) {
  const name = RULES[rule]
  if (name === undefined) throw new TypeError(`There is no rule ${rule}.`)
  return name
}

export function showEscrow(context: Context, row: EscrowsTable, token: (asset: Address) => AssetToken) {
  const { escrow, creator, createdAt, asset, rule, progress, pledgeBy, claimsEnd, filed, settled } = row
  return {
    address: escrow,
    title: cut(row.title, MOST_TITLE),
    summary: cut(row.summary, MOST_SUMMARY),
    theme: cut(row.theme, MOST_TITLE),
    wellFormed: row.wellFormed === 1,
    creator,
    createdAt,
    asset: token(asset),
    rule: ruleOf(rule),
    status: statusOf(row, context.now),
    pledged: amountOf(row.pledged),
    paid: amountOf(row.paid),
    held: amountOf(row.held),
    refundable: amountOf(row.refundable),
    threshold: amountOf(row.threshold),
    cap: amountOf(row.cap),
    progress,
    pledgeBy,
    claimsEnd,
    passed: row.passed === 1,
    filed,
    settled,
    ...finalityOf(context, row.changedBlock),
  }
}

function cut(text: string | null, most: number): string | null {
  if (text === null || text.length <= most) return text
  return `${Array.from(text).slice(0, most).join('')}…`
}

export function showTerms(terms: Terms) {
  const { outcome, asset, rule, curve, panel, arbiter } = terms
  return {
    outcome,
    asset,
    rule: ruleOf(rule),
    curve: curve.map(({ measurement, price }) => ({ measurement: String(measurement), price: String(price) })),
    minStep: String(terms.minStep),
    pledgeBy: Number(terms.pledgeBy),
    threshold: String(terms.threshold),
    cap: String(terms.cap),
    claimBy: Number(terms.claimBy),
    verifyWithin: Number(terms.verifyWithin),
    challengeWithin: Number(terms.challengeWithin),
    arbitrateWithin: Number(terms.arbitrateWithin),
    lastCall: Number(terms.lastCall),
    panel: [...panel],
    quorum: Number(terms.quorum),
    arbiter,
    claimFee: String(terms.claimFee),
    challengeFee: String(terms.challengeFee),
    holdback: Number(terms.holdback),
    warranty: Number(terms.warranty),
  }
}

/** A claim with what its clocks say at the block of the answer. */
export function showClaim(context: Context, row: ClaimsTable, terms: Terms) {
  const { phase, until } = phaseOf(row, terms, context.now)
  const { escrow, claim, target, place, solver, payee, commitment, uri, filedAt, observed } = row
  return {
    escrow,
    key: claim,
    target: target === zeroHash ? null : target,
    place,
    solver,
    payee,
    commitment,
    uri,
    filedAt,
    phase,
    phaseUntil: until === undefined ? null : Number(until),
    observed,
    panel: terms.panel.length,
    observedAt: timeOf(row.observedAt),
    highest: row.highest,
    tally: JSON.parse(row.tally) as string[],
    verdict: row.verdict,
    challengedAt: timeOf(row.challengedAt),
    ruledAt: timeOf(row.ruledAt),
    settledAt: timeOf(row.settledAt),
    progressFrom: row.progressFrom,
    progressTo: row.progressTo,
    paid: amountOf(row.paid),
    held: amountOf(row.held),
    warrantyUntil: row.paidAt === 0 ? null : row.paidAt + Number(terms.warranty),
    taken: amountOf(row.taken),
    breaksFiled: row.breaksFiled,
    breaksSettled: row.breaksSettled,
    transaction: row.transaction,
    ...finalityOf(context, row.changedBlock),
  }
}

/** The phase of a claim at a time, by the SDK's model. */
export function phaseOf(
  row: Pick<ClaimsTable, 'filedAt' | 'observedAt' | 'challengedAt' | 'ruledAt' | 'settledAt' | 'highest'>,
  terms: Terms,
  now: number,
) {
  const facts = {
    filedAt: BigInt(row.filedAt),
    observedAt: BigInt(row.observedAt),
    challengedAt: BigInt(row.challengedAt),
    ruled: row.ruledAt > 0,
    settled: row.settledAt > 0,
    highest: BigInt(row.highest),
  }
  return phaseAt(terms, facts, BigInt(now))
}

function timeOf(time: number): number | null {
  return time === 0 ? null : time
}

export function showPayment(context: Context, row: PaymentsTable, asset: AssetToken) {
  const { escrow, kind, account, to, amount, shares, claim, at, transaction, logIndex, block } = row
  const amounts = { amount: amountOf(amount), asset, shares: shares === null ? null : amountOf(shares) }
  return { escrow, kind, account, to, ...amounts, claim, at, transaction, logIndex, ...finalityOf(context, block) }
}

export function showTransfer(context: Context, row: TransfersTable, asset: AssetToken) {
  const { escrow, from, to, shares, at, transaction, logIndex, block } = row
  return { escrow, from, to, shares: amountOf(shares), asset, at, transaction, logIndex, ...finalityOf(context, block) }
}

export function showPledge(context: Context, row: PledgesTable, asset: AssetToken) {
  const { escrow, sender, account, amount, at, transaction, logIndex, block } = row
  const money = { amount: amountOf(amount), asset }
  return { escrow, sender, account, ...money, at, transaction, logIndex, ...finalityOf(context, block) }
}
