import type { Address } from 'viem'
import type { Payment } from '../../model/state.ts'
import type { AuditedEscrow } from '../../result.ts'
import type { CreditKind } from './accounts.ts'
import type { Closing } from './closing.ts'
import { compare } from './funders.ts'

/** A stream of money into an escrow, out of it, or what is still inside. Amounts in base units. */
export interface FlowPart {
  group: FlowGroup
  /** Whose it is; undefined where it is several accounts' or everybody's. */
  account?: Address
  /** How many accounts it stands for; 0 where it is not of accounts. */
  accounts: number
  amount: bigint
}

export type FlowGroup =
  | 'pledges'
  | 'claim fees'
  | 'challenge fees'
  | 'results'
  | 'breaks'
  | 'members'
  | 'arbiter'
  | 'fees back'
  | 'refunds'
  | 'owed'
  | 'held'
  | 'refundable'
  | 'open fees'
  | 'unexplained'

/** Where an escrow's money came from, where it went and where it is. The parts of each side add up to its total. */
export interface Flow {
  in: FlowPart[]
  out: FlowPart[]
  inside: FlowPart[]
  totalIn: bigint
  totalOut: bigint
  totalInside: bigint
  /** in - out - inside: 0 unless money was made or lost (S2). */
  difference: bigint
}

/** How many accounts of a group stand alone, the largest ones. */
const ALONE = 5

const GROUP_OF: Record<CreditKind, FlowGroup> = {
  claim: 'results',
  prize: 'results',
  release: 'results',
  broken: 'breaks',
  'member fee': 'members',
  'arbiter fee': 'arbiter',
  'fee rest': 'fees back',
}

/**
 * The flow of an escrow's money. What was collected is told apart by first in, first out: an account draws all that it was credited
 * until then.
 */
export function flowOf(escrow: AuditedEscrow, closing: Closing): Flow {
  const { state, subject } = escrow
  const paidIn = new Sums()
  for (const { from, amount } of escrow.pledges) paidIn.add('pledges', from, amount)
  for (const { solver, challenged } of state.claims.values()) {
    paidIn.add('claim fees', solver, subject.terms.claimFee)
    if (challenged !== undefined) paidIn.add('challenge fees', challenged.by, subject.terms.challengeFee)
  }
  const drawn = drawnBy(escrow.payments)
  const owed = [...state.owed.values()].filter((amount) => amount > 0n)
  const owedInAll = owed.reduce((a, b) => a + b, 0n)
  const inside: FlowPart[] = [
    { group: 'owed', accounts: owed.length, amount: owedInAll },
    { group: 'held', accounts: 0, amount: state.held },
    { group: 'refundable', accounts: 0, amount: closing.left },
    { group: 'open fees', accounts: 0, amount: state.openFees },
  ]
  const totalIn = state.pledged + state.feesIn
  const totalOut = state.collected + state.refunded
  const totalInside = owedInAll + state.held + closing.left + state.openFees
  return {
    in: explained(paidIn.parts(['pledges', 'claim fees', 'challenge fees']), totalIn),
    out: explained(drawn.parts(['results', 'breaks', 'members', 'arbiter', 'fees back', 'refunds']), totalOut),
    inside: inside.filter(({ amount }) => amount !== 0n),
    totalIn,
    totalOut,
    totalInside,
    difference: totalIn - totalOut - totalInside,
  }
}

/** The parts, and what the total has besides. */
function explained(parts: FlowPart[], total: bigint): FlowPart[] {
  const missing = parts.reduce((rest, { amount }) => rest - amount, total)
  return missing === 0n ? parts : [...parts, { group: 'unexplained', accounts: 0, amount: missing }]
}

/** What left the escrow, by what it had been credited for. */
function drawnBy(payments: readonly Payment[]): Sums {
  const sums = new Sums()
  const waiting = new Map<Address, { group: FlowGroup; amount: bigint }[]>()
  for (const { kind, account, amount } of payments) {
    if (kind === 'refund') sums.add('refunds', account, amount)
    else if (kind !== 'collected') {
      const queue = waiting.get(account) ?? []
      waiting.set(account, queue)
      queue.push({ group: GROUP_OF[kind], amount })
    } else {
      const queue = waiting.get(account) ?? []
      waiting.set(
        account,
        draw(queue, amount, (group, part) => {
          sums.add(group, account, part)
        }),
      )
    }
  }
  return sums
}

/** Takes `amount` from the head of `queue`; returns what stays in it. */
function draw(
  queue: readonly { group: FlowGroup; amount: bigint }[],
  amount: bigint,
  take: (group: FlowGroup, part: bigint) => void,
): { group: FlowGroup; amount: bigint }[] {
  let left = amount
  return queue.flatMap((credit) => {
    const part = credit.amount < left ? credit.amount : left
    left -= part
    if (part > 0n) take(credit.group, part)
    return credit.amount > part ? [{ ...credit, amount: credit.amount - part }] : []
  })
}

/** Sums by group and account. */
class Sums {
  readonly #sums = new Map<FlowGroup, Map<Address, bigint>>()

  add(group: FlowGroup, account: Address, amount: bigint): void {
    if (amount === 0n) return
    const accounts = this.#sums.get(group) ?? new Map<Address, bigint>()
    this.#sums.set(group, accounts)
    accounts.set(account, (accounts.get(account) ?? 0n) + amount)
  }

  /** Of each group the largest accounts, and all others as one. */
  parts(groups: readonly FlowGroup[]): FlowPart[] {
    return groups.flatMap((group): FlowPart[] => {
      const sorted = [...(this.#sums.get(group) ?? [])].sort(
        ([a, x], [b, y]) => compare(y, x) || (a.toLowerCase() < b.toLowerCase() ? -1 : 1),
      )
      // One more stands alone rather than as "1 other".
      const alone = sorted.length === ALONE + 1 ? sorted : sorted.slice(0, ALONE)
      const rest = sorted.slice(alone.length)
      const others = { group, accounts: rest.length, amount: rest.reduce((total, [, amount]) => total + amount, 0n) }
      return [
        ...alone.map(([account, amount]) => ({ group, account, accounts: 1, amount })),
        ...(rest.length > 0 ? [others] : []),
      ]
    })
  }
}
