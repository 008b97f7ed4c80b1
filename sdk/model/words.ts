/** Small pieces of the sentences that explain terms. */
import type { Token } from './amount.ts'
import { formatMoment } from './duration.ts'
import { stepOf, valueOf } from './metric.ts'
import type { Outcome } from './outcome.ts'

/** What explanations are written with. */
export interface Wording {
  token: Token
  /** Left out: the document is not known, and measurements are given instead of values of its metric. */
  outcome?: Outcome | undefined
}

const HOUR = 3600n
const DAY = 24n * HOUR
const YEAR = 365n * DAY
const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth']

/** "the end of 2027-06-30" or "2027-06-30 12:00:00", in UTC. */
export function momentInWords(seconds: bigint): string {
  const [date = '', time = ''] = formatMoment(seconds).split('T')
  if (time === '') return date
  return time === '23:59:59Z' ? `the end of ${date} (UTC)` : `${date} ${time.slice(0, -1)} UTC`
}

/** About how long, in a unit that makes it short: "18 months". */
export function aboutInWords(seconds: bigint): string {
  const units = [
    ['years', YEAR, 3n],
    ['months', YEAR / 12n, 3n],
    ['days', DAY, 2n],
    ['hours', HOUR, 2n],
    ['minutes', 60n, 2n],
  ] as const
  for (const [name, length, least] of units) {
    if (seconds >= least * length) return `${(seconds + length / 2n) / length} ${name}`
  }
  return `${seconds} seconds`
}

/** A value of the metric with its unit, or the measurement where the metric is not known. */
export function valueInWords(measurement: bigint, { outcome }: Wording): string {
  if (outcome === undefined) return `measurement ${measurement}`
  return `${valueOf(outcome.metric, measurement)} ${outcome.metric.unit}`
}

/** A difference of the metric with its unit. */
export function stepInWords(measurements: bigint, { outcome }: Wording): string {
  if (outcome === undefined) return `${measurements} measurements`
  return `${stepOf(outcome.metric, measurements)} ${outcome.metric.unit}`
}

/** Which values are not as good as another: "below" it, or "above" it where lower ones are better. */
export function worseThan({ outcome }: Wording): 'above' | 'below' {
  return outcome?.metric.direction === 'lower' ? 'above' : 'below'
}

/** "first" for 1; figures beyond ten. */
export function ordinal(n: number): string {
  return ORDINALS[n - 1] ?? `${n}th`
}

/** A number of things, with their name as it is for one or for many: "1 claim", "2 claims". */
export function counted(n: number | bigint, one: string, many = `${one}s`): string {
  return `${n} ${Number(n) === 1 ? one : many}`
}
