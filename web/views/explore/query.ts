/** What a visitor looks for, as the address of the view keeps it. */
import { STATUSES, type Status } from '../../../sdk/model/status.ts'
import type { RuleName } from '../../../sdk/model/terms.ts'

/** How the index sorts; `-` puts the largest first. The first is the default. */
export const SORTS = ['-createdAt', 'pledgeBy', 'claimsEnd', '-pledged', '-paid', '-refundable', 'createdAt'] as const
export type Sort = (typeof SORTS)[number]

export const RULES: readonly RuleName[] = ['Units', 'Record', 'Contest']

/** Characters that the index takes. */
export const MOST = { search: 200, theme: 300 }

/** Empty text = everything. */
export interface ExploreQuery {
  search: string
  status: Status | ''
  theme: string
  rule: RuleName | ''
  sort: Sort
}

/** Reads the query of an address; what it does not know, as of another version of the page, counts as left out. */
export function parseQuery(query: string): ExploreQuery {
  const written = new URLSearchParams(query)
  const one = <T extends string>(name: string, known: readonly T[]): T | undefined =>
    known.find((value) => value === written.get(name))
  const words = (name: 'search' | 'theme'): string => (written.get(name) ?? '').slice(0, MOST[name])
  return {
    search: words('search'),
    status: one('status', STATUSES) ?? '',
    theme: words('theme'),
    rule: one('rule', RULES) ?? '',
    sort: one('sort', SORTS) ?? SORTS[0],
  }
}

/** Writes a query for an address; what is left at its default is left out. */
export function formatQuery(query: ExploreQuery): string {
  const written = new URLSearchParams()
  for (const [name, value] of Object.entries(parametersOf(query))) written.set(name, value)
  return written.toString()
}

/** The same as parameters for the index. */
export function parametersOf({ sort, ...filters }: ExploreQuery): Record<string, string> {
  const asked = Object.entries({ ...filters, sort: sort === SORTS[0] ? '' : sort })
  return Object.fromEntries(asked.filter(([, value]) => value.trim() !== ''))
}

/** Whether anything is left out by it. */
export function isFiltered({ search, status, theme, rule }: ExploreQuery): boolean {
  return `${search}${status}${theme}${rule}`.trim() !== ''
}
