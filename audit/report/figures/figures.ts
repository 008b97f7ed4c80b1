import type { Hex } from 'viem'
import type { Finding } from '../../finding.ts'
import type { AuditedEscrow, AuditResult } from '../../result.ts'
import type { Payment } from '../../model/state.ts'
import { moneyOf, type Money } from '../money.ts'
import { accountsOf, type AccountStatement } from './accounts.ts'
import { closingOf, type Closing } from './closing.ts'
import { flowOf, type Flow } from './flow.ts'
import { fundersOf, type FunderStatement } from './funders.ts'
import { creditsByClaim, isBreak, paidClaims, type PaidClaim } from './paid.ts'
import { momentsOf, type Moment } from './timeline.ts'
import { titleOf, type Told } from './told.ts'

/** What every form of the report shows of an escrow, worked out once. */
export interface Figures {
  escrow: AuditedEscrow
  money: Money
  told: Told
  closing: Closing
  flow: Flow
  /** What was credited on account of each claim, in the order of the chain. */
  creditsOf: ReadonlyMap<Hex, readonly Payment[]>
  paid: PaidClaim[]
  funders: FunderStatement[]
  accounts: AccountStatement[]
  moments: Moment[]
  findings: Finding[]
  /** Claims of the docket that moved nothing or wait, and break claims: they are counted. */
  filed: { docket: number; breaks: number; settled: number; unpaid: number }
}

/** @throws nothing: what does not add up is shown as not adding up. */
export function figuresOf(escrow: AuditedEscrow, { pinned, findings }: AuditResult): Figures {
  const closing = closingOf(escrow, pinned.timestamp)
  const { state, subject } = escrow
  const breaks = [...state.claims.values()].filter(isBreak).length
  const creditsOf = creditsByClaim(escrow.payments)
  const paid = paidClaims(escrow, creditsOf)
  return {
    escrow,
    money: moneyOf(escrow.token),
    told: titleOf(subject),
    closing,
    flow: flowOf(escrow, closing),
    creditsOf,
    paid,
    funders: fundersOf(escrow, closing),
    accounts: accountsOf(escrow),
    moments: momentsOf(escrow, closing),
    findings: findings.filter((one) => one.escrow?.toLowerCase() === subject.escrow.toLowerCase()),
    filed: {
      docket: state.docket.length,
      breaks,
      settled: state.settled,
      unpaid: state.docket.length - paid.filter(({ kind }) => kind !== 'break').length,
    },
  }
}
