/** The figures of `npm run bench:audit`, what they have to reach, and their part of docs/benchmarks.md. */
import type { Measured } from './measure.ts'

/** Of one chain: each the quickest of its runs. */
export interface Size {
  bare: Measured
  checked: Measured
  /** Left out on the longest chain: anvil hashes its whole state for each proof that it gives. */
  proved?: Measured
}

/** By the number of events that was asked for. */
export type AuditFigures = Record<string, Size>

/** An audit may take so many times as long as bare reading; ten times the events so many times the memory and, each, the time. */
export const MOST = { ratio: 2, memory: 1.5, time: 1.2 }

/** What of the targets is missed, a line for each. */
export function missed(figures: AuditFigures): string[] {
  const faults: string[] = []
  for (const [events, { bare, checked, proved }] of Object.entries(figures)) {
    const ratio = checked.seconds / bare.seconds
    if (ratio > MOST.ratio) faults.push(`${count(events)} events: ${times(ratio)} as long as bare reading`)
    for (const { logs, findings } of proved === undefined ? [checked] : [checked, proved]) {
      for (const found of new Set(findings)) faults.push(`${count(events)} events: ${found}`)
      if (bare.logs !== logs)
        faults.push(`${count(events)} events: ${bare.logs} logs were read bare, ${logs} by an audit`)
    }
  }
  const { memory, time } = growth(figures) ?? {}
  if (memory !== undefined && memory > MOST.memory) faults.push(`memory grows ${times(memory)}`)
  if (time !== undefined && time > MOST.time) faults.push(`the processor time of an event grows ${times(time)}`)
  return faults
}

/** How many times as much memory, and processor time of each event, the largest chain takes as the one of a tenth. */
function growth(figures: AuditFigures): { memory: number; time: number } | undefined {
  const [small, large] = [figures['100000']?.checked, figures['1000000']?.checked]
  if (small === undefined || large === undefined) return undefined
  return { memory: large.peak / small.peak, time: large.busy / large.logs / (small.busy / small.logs) }
}

const count = (value: number | string) => Number(value).toLocaleString('en-US')
const times = (value: number) => `${value.toFixed(2)} times`
const rate = ({ logs, seconds }: Measured) => count(Math.round(logs / seconds / 100) * 100)
const megabytes = ({ peak }: Measured) => count(Math.round(peak / 1e6))
const orNone = (one: Measured | undefined, shown: (one: Measured) => string) => (one === undefined ? '–' : shown(one))
const share = ({ parts, seconds }: Measured, doing: string) => `${Math.round((100 * (parts[doing] ?? 0)) / seconds)} %`

/** A table with the figures of each size in a column. */
export function auditTable(figures: AuditFigures): string[] {
  const sizes = Object.values(figures)
  const row = (name: string, value: (size: Size) => string): string => `| ${name} | ${sizes.map(value).join(' | ')} |`
  return [
    row('', ({ checked }) => `${count(checked.logs)} events`),
    `| --- | ${sizes.map(() => '--:').join(' | ')} |`,
    row('bare reading: events a second', ({ bare }) => rate(bare)),
    row('audit: events a second', ({ checked }) => rate(checked)),
    row('audit with the state proved: events a second', ({ proved }) => orNone(proved, rate)),
    row('audit / bare, time', ({ bare, checked }) => (checked.seconds / bare.seconds).toFixed(2)),
    row('audit / bare, processor time but for the node', ({ bare, checked }) => (checked.busy / bare.busy).toFixed(2)),
    row('audit with the state proved / bare, time', ({ bare, proved }) =>
      orNone(proved, ({ seconds }) => (seconds / bare.seconds).toFixed(2)),
    ),
    row('of an audit: reading', ({ checked }) => share(checked, 'reading')),
    row('of an audit: books, signatures, callers, equivocation, code, storage, balances', ({ checked }) =>
      share(checked, 'rebuilding the books'),
    ),
    row('bare reading: memory, MB', ({ bare }) => megabytes(bare)),
    row('audit: memory, MB', ({ checked }) => megabytes(checked)),
    row('audit with the state proved: memory, MB', ({ proved }) => orNone(proved, megabytes)),
  ]
}

/** The section of docs/benchmarks.md. */
export function auditSection(figures: AuditFigures): string[] {
  const grown = growth(figures)
  const faults = missed(figures)
  return [
    '## Auditor',
    '',
    'Of `npm run bench:audit`; not compared by `npm run bench:check`. Escrows with 40 pledges, 100 claims, 300 observations and all',
    "payments each, on anvil on the same machine. Bare reading is viem's `getLogs` and `decodeEventLog` of the same logs, with as many",
    'blocks and escrows in a question, nothing kept and nothing checked. An audit recovers every signature, looks up who called,',
    'rebuilds all books and compares code, storage and balances. It does so escrow by escrow once all is read; signatures are recovered',
    'while it reads. The share of each part is of its time. Memory is the most that the process had resident. The rates are of the',
    'machine; the ratios are what counts. With the state proved, most of the time is anvil’s, which hashes its whole state for each proof',
    'that it gives: at a million events that would take hours.',
    '',
    ...auditTable(figures),
    '',
    `Targets: an audit takes at most ${MOST.ratio} times as long as bare reading; from a tenth to a million events memory grows less than`,
    `${MOST.memory} times and the processor time of an event at most ${MOST.time} times.`,
    ...(grown === undefined
      ? []
      : [`Memory grows ${times(grown.memory)}, the processor time of an event ${times(grown.time)}.`]),
    faults.length === 0 ? 'All are reached.' : `Missed: ${faults.join('; ')}.`,
    '',
  ]
}
