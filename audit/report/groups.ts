import type { FlowGroup, FlowPart } from './figures/flow.ts'
import { counted } from './figures/verdict.ts'

/** What each stream of money is, in the words of every form of the report. */
export const GROUPS: Record<FlowGroup, string> = {
  pledges: 'pledged',
  'claim fees': 'claim fees',
  'challenge fees': 'challenge fees',
  results: 'paid for results',
  breaks: 'paid for breaks',
  members: 'fees of members',
  arbiter: 'fees of the arbiter',
  'fees back': 'rest of fees, to payees',
  refunds: 'refunded',
  owed: 'owed, not yet collected',
  held: 'held for warranties',
  refundable: 'refundable, or to be earned',
  'open fees': 'open fees',
  unexplained: 'unexplained',
}

/** Who a part of the flow is, where it is of accounts: an address, or "12 others". */
export function whoIs({ group, account, accounts }: FlowPart): string {
  if (account !== undefined) return account
  if (group === 'owed') return counted(accounts, 'account')
  return accounts > 0 ? counted(accounts, 'other account') : ''
}
