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
 * @param claim in unix seconds; `observeUntil` is the last second of the phase.
 * @param days `readableDays` of the outcome document; undefined, where there is none of that format, allows the whole phase.
 */
export function readableUntil(
  { filedAt, observeUntil }: { filedAt: number; observeUntil: number },
  days: number | undefined,
): Readable {
  const margin = Math.min(Math.floor((observeUntil - filedAt) / 4), MOST_MARGIN)
  const last = observeUntil - margin
  if (days !== undefined && filedAt + days * DAY <= last)
    return { until: filedAt + days * DAY, reason: `The evidence could not be read within ${days} days after filing.` }
  return { until: last, reason: 'The evidence could not be read in time to measure before observations end.' }
}
