import { setTimeout } from 'node:timers/promises'
import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import type { Finding } from '../finding.ts'
import type { AuditResult } from '../result.ts'
import type { AuditMetrics } from './metrics.ts'

/** One round of a continuous audit. */
export interface Round {
  result: AuditResult
  /** What the round before did not find. */
  fresh: readonly Finding[]
  /** What it found and is gone: it was set right, or the chain was reorganised. */
  gone: readonly Finding[]
}

export interface WatchOptions {
  /** Audits the newest block that counts. */
  audit: () => Promise<AuditResult>
  /** How long to wait after each round, in seconds. */
  every: number
  metrics: AuditMetrics
  tell: (round: Round) => void
  /** The endpoint did not answer: the audit is tried again. */
  tellFailure: (error: ConnectionError) => void
  signal: AbortSignal
  /** Unix milliseconds. */
  now?: () => number
}

/** Audits again and again until the signal is aborted. Only an endpoint that does not answer is tried again. */
export async function watch(options: WatchOptions): Promise<void> {
  const { audit, every, metrics, tell, tellFailure, signal, now = Date.now } = options
  let known = new Map<string, Finding>()
  while (!signal.aborted) {
    try {
      const result = await audit()
      const found = new Map(result.findings.map((finding) => [identity(finding), finding]))
      const fresh = [...found].flatMap(([id, finding]) => (known.has(id) ? [] : [finding]))
      const gone = [...known].flatMap(([id, finding]) => (found.has(id) ? [] : [finding]))
      known = found
      metrics.ended(result, now())
      tell({ result, fresh, gone })
    } catch (error) {
      if (!(error instanceof ConnectionError)) throw error
      metrics.failed()
      tellFailure(error)
    }
    await setTimeout(every * 1000, undefined, { signal }).catch(() => undefined)
  }
}

/** Two findings with the same identity are the same, whatever figures it has by now. */
function identity({ rule, grade, escrow, subject, place, what }: Finding): string {
  const at = place?.transactionHash === undefined ? '' : `${place.transactionHash}.${place.logIndex ?? ''}`
  return JSON.stringify([rule, grade, escrow, subject, at, at === '' ? what.replaceAll(/\d+/g, '#') : ''])
}
