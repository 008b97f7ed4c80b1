import type { PlacedLog } from '../../sdk/events/checkLogs.ts'
import type { Finding, Note } from '../finding.ts'
import type { Relevance } from './bloom.ts'
import type { ProvedHeader } from './header.ts'
import type { ProvedLog } from './receipts.ts'

/**
 * Compares the logs that were collected of a block with all logs that it proves to have. Noted, each under rule `logs`: one that is
 * missing, that the block does not have, that says something else, or stands at another place.
 */
export function compareLogs(
  header: ProvedHeader,
  proved: readonly ProvedLog[],
  collected: readonly PlacedLog[],
  relevance: Relevance,
  note: Note,
): void {
  const finding = (what: string, { transactionHash, logIndex }: Log, more: Partial<Finding> = {}): void => {
    const place = { blockNumber: header.number, blockHash: header.hash, timestamp: header.timestamp }
    note({
      grade: 'fault',
      rule: 'logs',
      what,
      place: { ...place, transactionHash, logIndex: Number(logIndex) },
      ...more,
    })
  }
  const found = new Set<number>()
  const strange: PlacedLog[] = []
  let before = -1
  for (const log of collected) {
    const index = Number(log.logIndex)
    const real = proved[index]
    if (real === undefined || found.has(index) || said(real) !== said(log)) {
      strange.push(log)
      continue
    }
    found.add(index)
    const [expected, actual] = [real.transactionHash, log.transactionHash]
    if (expected !== actual) finding('A collected log names another transaction.', log, { expected, actual })
    if (index < before) finding('Collected logs of a block are out of order.', log)
    before = index
  }
  for (const log of strange) {
    const elsewhere = proved.find((real) => !found.has(real.logIndex) && said(real) === said(log))
    const here = proved[Number(log.logIndex)]
    if (elsewhere !== undefined) {
      found.add(elsewhere.logIndex)
      const places = { expected: `log ${elsewhere.logIndex}`, actual: `log ${Number(log.logIndex)}` }
      finding('A collected log stands at another place in its block.', log, places)
    } else if (here !== undefined && !found.has(here.logIndex)) {
      found.add(here.logIndex)
      finding('A collected log says something else than the block proves.', log, {
        expected: said(here),
        actual: said(log),
      })
    } else finding('A log was collected that the block does not have.', log, { actual: said(log) })
  }
  for (const log of proved) {
    if (found.has(log.logIndex) || !relevance.matters(log)) continue
    finding('A log that the block proves to have was not collected.', log, { expected: said(log) })
  }
}

type Log = Pick<ProvedLog, 'transactionHash'> & { logIndex: number | string }

/** Everything that a log says, without its place. */
function said({ address, topics, data }: Pick<ProvedLog, 'address' | 'topics' | 'data'>): string {
  return [address, ...topics, data].join(' ').toLowerCase()
}
