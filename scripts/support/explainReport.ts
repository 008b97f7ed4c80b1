import type { Address } from 'viem'
import { formatAmount } from '../../sdk/model/amount.ts'
import { explainTerms } from '../../sdk/model/explainTerms.ts'
import { priceTable } from '../../sdk/model/priceTable.ts'
import { Rule, type Terms } from '../../sdk/model/terms.ts'
import { warningsOf, type Warning, type WarningFacts } from '../../sdk/model/warningsOf.ts'
import { worstCase } from '../../sdk/model/worstCase.ts'
import type { Outcome } from '../../sdk/model/outcome.ts'
import { labelled } from './layout.ts'
import type { Report } from './run.ts'

/** What an explanation is made from. */
export interface Explainable {
  terms: Terms
  outcome: Outcome | undefined
  facts: WarningFacts
  /** Undefined where no deployment is known. */
  escrow: Address | undefined
}

/** Terms in plain words, with their prices, warnings, hash and address. */
export function explainReport({ terms, outcome, facts, escrow }: Explainable): Report {
  const { token, now } = facts
  const explanation = explainTerms(terms, { token, outcome, now })
  const warnings = warningsOf(terms, outcome, facts)
  const prices = priceTable(terms, outcome?.metric)
  return {
    lines: [
      ...(outcome === undefined ? [] : [`"${outcome.title}"`, '']),
      ...labelled(explanation.map(({ label, text }) => [label, text])),
      '',
      ...priceLines(terms, outcome, token),
      '',
      ...labelled(warnings.map(warningRow)),
      ...(warnings.length === 0 ? ['No warnings.'] : []),
      '',
      ...identityLines(terms, escrow),
    ],
    data: { outcomeHash: terms.outcome, escrow, terms, worstCase: worstCase(terms), explanation, prices, warnings },
  }
}

/** The token, hash of the document, and address of the escrow where a deployment is known. */
export function identityLines(terms: Terms, escrow: Address | undefined): string[] {
  return [
    // A symbol is what a token calls itself: only the address says which it is.
    `Token           ${terms.asset}`,
    `Outcome hash    ${terms.outcome}`,
    `Escrow address  ${escrow ?? 'not known: name a deployment record with --deployment'}`,
  ]
}

/** The table from values to measurements to prices. */
export function priceLines(terms: Terms, outcome: Outcome | undefined, token: WarningFacts['token']): string[] {
  const contest = terms.rule === Rule.Contest
  const header = [contest ? '' : (outcome?.metric.unit ?? ''), contest ? 'rank' : 'measurement', 'paid in all']
  const rows = priceTable(terms, outcome?.metric).map(({ value, measurement, price }) => [
    value ?? '',
    String(measurement),
    formatAmount(price, token),
  ])
  const table = [header, ...rows]
  const widths = header.map((_, column) => Math.max(...table.map((one) => one[column]?.length ?? 0)))
  return table.map(
    (one) =>
      `  ${one
        .map((cell, column) => cell.padStart(widths[column] ?? 0))
        .join('  ')
        .trimEnd()}`,
  )
}

function warningRow({ code, why, toDo, about }: Warning): [string, string] {
  return ['warning', `${code}${about === '' ? '' : ` (${about})`}: ${why} ${toDo}`]
}
