import { zeroHash, type Hex } from 'viem'
import { Rule } from '../../../sdk/model/terms.ts'
import type { Place } from '../../finding.ts'
import { Prices } from '../../model/prices.ts'
import type { ClaimState, Payment } from '../../model/state.ts'
import type { AuditedEscrow } from '../../result.ts'

/** A claim that was paid, or a break claim that took its part of what was held. Amounts in base units. */
export interface PaidClaim {
  claim: ClaimState
  /** `break`: it took half of what was held of another. */
  kind: 'claim' | 'prize' | 'break'
  /** Gross of what is or was held; of a break claim what it took. */
  amount: bigint
  /** Progress and G before and after; undefined for a break, which moves neither. */
  progress: { from: bigint; to: bigint; paidBefore: bigint; paidAfter: bigint } | undefined
  /** Where it was decided that it is paid: its settlement, or the award. */
  at: { timestamp: bigint; place: Place | undefined }
  /** Credits to payees and fees on its account, in the order of the chain. */
  credits: readonly Payment[]
}

/** Every paid claim in the order of the docket, each followed by the break claim that broke it. */
export function paidClaims(escrow: AuditedEscrow, credits: ReadonlyMap<Hex, readonly Payment[]>): PaidClaim[] {
  const { state } = escrow
  const of = (key: Hex): readonly Payment[] => credits.get(key) ?? []
  const found: PaidClaim[] = []
  for (const key of state.docket) {
    const claim = state.claims.get(key)
    if (claim === undefined) continue
    if (claim.paid > 0n) found.push(paidClaim(escrow, claim, of(key)))
    for (const breakKey of claim.breaks) {
      const attack = state.claims.get(breakKey)
      const took = sum(of(breakKey).filter(({ kind }) => kind === 'broken'))
      if (attack !== undefined && took > 0n) found.push(broken(attack, took, of(breakKey)))
    }
  }
  return found
}

/** Whether a claim attacks another one. */
export const isBreak = ({ target }: Pick<ClaimState, 'target'>): boolean => target !== zeroHash

function paidClaim(escrow: AuditedEscrow, claim: ClaimState, credits: readonly Payment[]): PaidClaim {
  const { curve, rule } = escrow.subject.terms
  const { pledged, ranks } = escrow.state
  const prices = new Prices(curve)
  const step = (from: bigint, to: bigint) => ({
    from,
    to,
    paidBefore: prices.paid(from, pledged),
    paidAfter: prices.paid(to, pledged),
  })
  if (rule !== Rule.Contest) {
    const { from, to, place } = claim.settled ?? { from: 0n, to: 0n, place: undefined }
    const at = { timestamp: place?.timestamp ?? claim.paidAt, place }
    return { claim, kind: 'claim', amount: claim.paid, progress: step(from, to), at, credits }
  }
  const rank = ranks.findIndex(({ index }) => index === claim.index)
  const award = credits.find(({ kind }) => kind === 'prize')?.place
  return {
    claim,
    kind: 'prize',
    amount: claim.paid,
    progress: rank < 0 ? undefined : step(BigInt(rank), BigInt(rank) + 1n),
    at: { timestamp: award?.timestamp ?? claim.paidAt, place: award },
    credits,
  }
}

function broken(claim: ClaimState, amount: bigint, credits: readonly Payment[]): PaidClaim {
  const place = claim.settled?.place
  const at = { timestamp: place?.timestamp ?? 0n, place }
  return { claim, kind: 'break', amount, progress: undefined, at, credits }
}

/** The credits on account of each claim, in the order of the chain. */
export function creditsByClaim(payments: readonly Payment[]): Map<Hex, Payment[]> {
  const found = new Map<Hex, Payment[]>()
  for (const payment of payments) {
    if (payment.claim === undefined) continue
    const known = found.get(payment.claim)
    if (known === undefined) found.set(payment.claim, [payment])
    else known.push(payment)
  }
  return found
}

const sum = (payments: readonly Payment[]): bigint => payments.reduce((total, { amount }) => total + amount, 0n)
