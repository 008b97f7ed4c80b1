import { keccak256, stringToHex } from 'viem'
import { canonicalJson } from '../../sdk/model/canonicalJson.ts'
import { parseOutcome } from '../../sdk/model/outcome.ts'
import { secondsOf } from '../operate/clock.ts'
import type { Operator } from '../operator.ts'
import type { ClaimsTable } from '../store/tables.ts'

const DAY = 86_400
/** What is left of the phase to sign, exchange and submit in: a quarter of it, at most so many seconds. */
const MOST_MARGIN = 6 * 3600

/** Until when evidence may become readable. */
export interface Readable {
  /** Unix seconds, by the chain, included. */
  until: number
  /** Why not longer, for the report. */
  reason: string
}

/**
 * Until when a claim's evidence may become readable: for the days that the outcome document allows after filing, but no longer than
 * leaves time to record a measurement of 0 before the phase ends.
 * @param document the outcome document as published; one that is not of this format allows the whole phase.
 */
export function readableUntil(
  { filedAt, observeUntil }: Pick<ClaimsTable, 'filedAt' | 'observeUntil'>,
  document: string,
): Readable {
  const days = daysOf(document)
  const margin = Math.min(Math.floor((observeUntil - filedAt) / 4), MOST_MARGIN)
  const last = observeUntil - margin
  if (days !== undefined && filedAt + days * DAY <= last)
    return { until: filedAt + days * DAY, reason: `The evidence could not be read within ${days} days after filing.` }
  return { until: last, reason: 'The evidence could not be read in time to measure before observations end.' }
}

/** Fixes measurement 0 for a claim at `filed`, with a report that says why. @param at unix seconds, by the chain. */
export async function measureUnreadable(
  operator: Operator,
  { escrow, claim }: Pick<ClaimsTable, 'escrow' | 'claim'>,
  reason: string,
  at: number,
): Promise<void> {
  const { store, deployment, member, clock, metrics, log } = operator
  const { chainId } = deployment
  const text = canonicalJson({ version: 1, chainId, escrow, claim, member, measurement: '0', reason, at })
  const digest = keccak256(stringToHex(text))
  const measured = await store.transaction().execute(async (all) => {
    const { numUpdatedRows } = await all
      .updateTable('claims')
      .set({ stage: 'measured', measurement: '0', report: digest, note: reason, tries: 0, nextAt: 0 })
      .where('escrow', '=', escrow)
      .where('claim', '=', claim)
      .where('stage', '=', 'filed')
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return false
    const report = { digest, text, madeAt: secondsOf(clock) }
    await all
      .insertInto('reports')
      .values(report)
      .onConflict((is) => is.column('digest').doNothing())
      .execute()
    return true
  })
  if (!measured) return
  operator.mark('evidence: unreadable is measured')
  metrics.evidence.inc({ result: 'unreadable' })
  log.warn({ escrow, claim, reason }, 'measured 0')
}

function daysOf(document: string): number | undefined {
  try {
    return parseOutcome(JSON.parse(document)).evidence.readableDays
  } catch {
    return undefined
  }
}
