import { warningsOf, type Warning } from '../../../sdk/model/warningsOf.ts'
import type { Checked } from './readFacts.ts'
import { isSevere } from './severe.ts'

/** Warnings of an escrow, those apart that have to be acknowledged. */
export interface SortedWarnings {
  severe: readonly Warning[]
  others: readonly Warning[]
  /** Changes when other things have to be acknowledged than before. */
  key: string
}

/** What a careful funder wants to know of an escrow, with what the chain says of its judges. */
export function useWarnings({
  state,
  outcome,
  bareKeys,
  unaccepted,
}: Extract<Checked, { genuine: true }>): SortedWarnings {
  const { terms, token, now } = state
  const all = warningsOf(terms, outcome, { token, now, bareKeys, unaccepted })
  const members = bareKeys.filter((key) => terms.panel.includes(key))
  const isBad = (warning: Warning) => isSevere(warning, { bareKeys: members, unaccepted, terms })
  const severe = all.filter(isBad)
  return {
    severe,
    others: all.filter((warning) => !isBad(warning)),
    key: severe.map(({ code, about }) => `${code} ${about}`).join('\n'),
  }
}
