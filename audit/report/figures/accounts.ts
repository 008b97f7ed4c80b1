import { zeroAddress, type Address } from 'viem'
import type { Payment, PaymentKind } from '../../model/state.ts'
import type { AuditedEscrow } from '../../result.ts'
import { compare } from './funders.ts'

/** Why accounts are credited; the other kinds of payment are money that left. */
export type CreditKind = Exclude<PaymentKind, 'collected' | 'refund'>

/** What an account paid in, was credited, drew and is owed. Amounts in base units. */
export interface AccountStatement {
  account: Address
  roles: string[]
  pledged: bigint
  claimFees: bigint
  challengeFees: bigint
  credited: Record<CreditKind, bigint>
  /** All of `credited`. */
  creditedInAll: bigint
  collected: bigint
  refunded: bigint
  owed: bigint
}

/** Every account that money came from or went to, panel and arbiter included; who got or paid most first, then by address. */
export function accountsOf(escrow: AuditedEscrow): AccountStatement[] {
  const { state, subject, pledges, payments } = escrow
  const { terms } = subject
  const found = new Map<Address, AccountStatement>()
  const roles = new Map<AccountStatement, Set<string>>()
  const of = (account: Address, role?: string): AccountStatement => {
    const one = found.get(account) ?? blank(account)
    found.set(account, one)
    const named = roles.get(one) ?? new Set()
    roles.set(one, named)
    if (role !== undefined) named.add(role)
    return one
  }
  terms.panel.forEach((member, seat) => of(member, `member, seat ${seat}`))
  if (terms.arbiter !== zeroAddress) of(terms.arbiter, 'arbiter')
  for (const { from, account, amount } of pledges) {
    of(from, 'funder').pledged += amount
    if (account !== from) of(account, 'funder')
  }
  for (const { solver, payee, challenged } of state.claims.values()) {
    of(solver, 'solver').claimFees += terms.claimFee
    of(payee, 'payee')
    if (challenged !== undefined) of(challenged.by, 'challenger').challengeFees += terms.challengeFee
  }
  for (const payment of payments) add(of(payment.account), payment)
  for (const [account, owed] of state.owed) if (owed > 0n) of(account).owed = owed
  for (const [one, named] of roles) one.roles = [...named]
  const size = (one: AccountStatement): bigint =>
    one.pledged + one.claimFees + one.challengeFees + one.creditedInAll + one.refunded
  return [...found.values()].sort((a, b) => compare(size(b), size(a)) || (a.account < b.account ? -1 : 1))
}

function add(one: AccountStatement, { kind, amount }: Payment): void {
  if (kind === 'collected') one.collected += amount
  else if (kind === 'refund') one.refunded += amount
  else {
    one.credited[kind] += amount
    one.creditedInAll += amount
  }
}

function blank(account: Address): AccountStatement {
  return {
    account,
    roles: [],
    pledged: 0n,
    claimFees: 0n,
    challengeFees: 0n,
    credited: {
      claim: 0n,
      prize: 0n,
      release: 0n,
      broken: 0n,
      'member fee': 0n,
      'fee rest': 0n,
      'arbiter fee': 0n,
    },
    creditedInAll: 0n,
    collected: 0n,
    refunded: 0n,
    owed: 0n,
  }
}
