/** Words of the view that shows all outcomes. */
import type { RuleName } from '../../../sdk/model/terms.ts'
import type { Status } from '../../../sdk/model/status.ts'
import type { Sort } from '../../views/explore/query.ts'
import { headings } from './headings.ts'

const sorts: Record<Sort, string> = {
  '-createdAt': 'Newest first',
  pledgeBy: 'Pledging ends first',
  claimsEnd: 'Claims end first',
  '-pledged': 'Most committed first',
  '-paid': 'Most paid first',
  '-refundable': 'Most refundable first',
  createdAt: 'Oldest first',
}

const rules: Record<RuleName, string> = {
  Units: 'Units: a price for each unit',
  Record: 'Record: pay for each improvement',
  Contest: 'Contest: ranked prizes',
}

const statuses: Record<Status, string> = {
  Pledging: 'Pledging: gathering money',
  Binding: 'Binding: waiting for results',
  Closed: 'Closed: refunds are open',
  Void: 'Void: threshold missed, all comes back',
}

export const text = {
  title: 'Explore',
  hero: headings.explore.title,
  heroMore: headings.explore.lead,
  create: 'Commit to an outcome',
  totals: {
    title: 'All outcomes together',
    asset: (symbol: string) => `In ${symbol}`,
    committed: 'Committed',
    paid: 'Paid for results',
    held: 'Held under warranty',
    refundable: 'Refundable',
    count: (n: number) => `${n.toLocaleString('en')} ${n === 1 ? 'outcome' : 'outcomes'}`,
    paidWhy: 'what is held under warranty included',
    refundableWhy: 'not earned so far',
  },
  find: {
    title: 'Find an outcome',
    search: 'Search',
    searchHint: 'Words of title, summary, theme or metric; or an address.',
    status: 'Status',
    theme: 'Theme',
    anyTheme: 'any theme',
    rule: 'Rule',
    sort: 'Order',
    sortHint: 'Amounts of different tokens are not comparable.',
    any: 'All',
    clear: 'Clear all filters',
    csv: 'This list as CSV',
  },
  sorts,
  rules,
  statuses,
  list: 'Outcomes',
  found: (n: number, filtered: boolean) =>
    filtered
      ? `${n.toLocaleString('en')} ${n === 1 ? 'outcome matches' : 'outcomes match'}`
      : `${n.toLocaleString('en')} ${n === 1 ? 'outcome' : 'outcomes'}`,
  searching: 'Searching…',
  noMatch: 'No outcome matches',
  noMatchWhy: 'Search for other words, or leave a filter out.',
  none: 'There is no outcome yet',
  noneWhy: 'Be the first to say what you would pay for.',
  untitled: 'Outcome without a title',
  malformed: 'Its document is not an outcome document: read it with care.',
  card: {
    committed: 'Committed',
    cap: 'At most',
    paid: 'Paid',
    refundable: 'Refundable',
    claims: (filed: number, settled: number) =>
      filed === 0 ? 'No claim yet' : `${filed} ${filed === 1 ? 'claim' : 'claims'}, ${settled} settled`,
    pledging: 'Pledging ends',
    ends: 'Claims end',
    over: 'All claims wait for their settlement',
    Closed: 'Refunds are open',
    Void: 'Everything comes back',
  },
}
