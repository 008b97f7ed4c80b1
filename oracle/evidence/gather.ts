/** Gets the evidence of every claim, by its URI or from the intake, and measures 0 what could not be read in time. */
import { secondsOf } from '../operate/clock.ts'
import type { Operator, Step } from '../operator.ts'
import type { ClaimsTable } from '../store/tables.ts'
import { measureUnreadable } from '../reports/measureUnreadable.ts'
import { bundlePath } from './bundles.ts'
import { isFetched } from './fetchBundle.ts'
import { fetchesOf, type Fetches } from './fetches.ts'
import { exists } from './files.ts'
import { markProved } from './takeIn.ts'
import { claimReadableUntil } from './unreadable.ts'

/** Fetches at a time: one server that is slow does not keep the others waiting. */
const MOST_FETCHES = 8
/** Milliseconds that the other steps wait for fetches. What takes longer goes on beside them. */
const PATIENCE = 2_000

type Row = ClaimsTable & { document: string }

/** @returns whether a claim went on, or a fetch ended. */
export const gather: Step = async (operator) => {
  const { chain, store, log } = operator
  const { timestamp } = await chain.confirmed()
  const rows = await store
    .selectFrom('claims')
    .innerJoin('escrows', 'escrows.escrow', 'claims.escrow')
    .selectAll('claims')
    .select('escrows.document')
    .where('stage', 'in', ['filed', 'proved', 'review'])
    .orderBy('nextAt')
    .execute()
  const fetches = fetchesOf(operator)
  let worked = false
  for (const row of rows) {
    try {
      if (await advance(operator, row, Number(timestamp), fetches)) worked = true
    } catch (error) {
      const { escrow, claim } = row
      log.error({ escrow, claim, error: String(error) }, 'the evidence of a claim cannot be gathered')
    }
  }
  return (await fetches.wait(PATIENCE)) || worked
}

/** @param now unix seconds, by the chain. @returns whether the claim went on. */
async function advance(operator: Operator, row: Row, now: number, fetches: Fetches): Promise<boolean> {
  if (await exists(bundlePath(operator.config, row))) {
    if (row.stage === 'filed') await markProved(operator, row)
    return row.stage === 'filed'
  }
  if (row.stage === 'filed') {
    if (now > row.observeUntil) return miss(operator, row)
    const { until, reason } = claimReadableUntil(row, row.document)
    // A service that comes late has looked once before it says that nothing could be read.
    if (now > until && (row.tries > 0 || !isFetched(row.uri))) {
      const measured = await measureUnreadable(operator, row, reason)
      if (measured) operator.metrics.evidence.inc({ result: 'unreadable' })
      return measured
    }
  }
  const isDue = row.nextAt <= secondsOf(operator.clock) && isFetched(row.uri)
  if (isDue && fetches.count < MOST_FETCHES) fetches.start(row)
  return false
}

async function miss({ store, log }: Operator, { escrow, claim }: Row): Promise<boolean> {
  await store
    .updateTable('claims')
    .set({ stage: 'missed', note: 'its evidence was not looked at before observations ended' })
    .where('escrow', '=', escrow)
    .where('claim', '=', claim)
    .where('stage', '=', 'filed')
    .execute()
  log.error({ escrow, claim }, 'missed: the evidence of a claim was not looked at before observations ended')
  return true
}
