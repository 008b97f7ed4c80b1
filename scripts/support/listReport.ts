import { listEscrows, type EscrowSummary } from '../../sdk/actions/listEscrows.ts'
import { formatAmount } from '../../sdk/model/amount.ts'
import { formatMoment } from '../../sdk/model/duration.ts'
import type { Status } from '../../sdk/model/status.ts'
import type { Report } from './run.ts'
import type { Session } from './session.ts'

/** The escrows of a deployment, the latest last. */
export async function listReport(
  { client, deployment }: Session,
  wanted: { status?: Status | undefined; outcome?: string | undefined },
): Promise<Report> {
  const { status, outcome } = wanted
  const query = { ...(status === undefined ? {} : { status }), ...(outcome === undefined ? {} : { outcome }) }
  const found: EscrowSummary[] = []
  for await (const one of listEscrows(client, deployment, query)) found.push(one)
  const lines = found.length === 0 ? ['There is none.'] : found.flatMap(summaryLines)
  const escrows = found.map(({ outcome: document, ...rest }) => ({ ...rest, title: document?.title }))
  return { lines, data: { escrows } }
}

function summaryLines({ escrow, outcome, terms, token, status, pledged }: EscrowSummary): string[] {
  const amount = (value: bigint): string => (token === undefined ? `${value} units` : formatAmount(value, token))
  const bound = status === 'Pledging' || status === 'Void' ? `, binding from ${amount(terms.threshold)}` : ''
  return [
    `${escrow}  ${outcome?.title ?? '(no outcome document)'}`,
    `  ${status}, pledged ${amount(pledged)} of ${amount(terms.cap)}${bound}`,
    `  pledges until ${formatMoment(terms.pledgeBy)}, claims until ${formatMoment(terms.claimBy)}, ${terms.quorum} of ${terms.panel.length} members`,
  ]
}
