import { readableUntil, type Readable } from '../../sdk/evidence/readableUntil.ts'
import { parseOutcome } from '../../sdk/model/outcome.ts'
import type { ClaimsTable } from '../store/tables.ts'

/**
 * Until when a claim's evidence may become readable; see `readableUntil`.
 * @param document the outcome document as published.
 */
export function claimReadableUntil(claim: Pick<ClaimsTable, 'filedAt' | 'observeUntil'>, document: string): Readable {
  return readableUntil(claim, daysOf(document))
}

function daysOf(document: string): number | undefined {
  try {
    return parseOutcome(JSON.parse(document)).evidence.readableDays
  } catch {
    return undefined
  }
}
