import { zeroHash } from 'viem'
import type { Queued, Reviewed } from '../../../oracle/verifiers/reviews.ts'
import { conditionsFor } from '../../../oracle/verifiers/conditions.ts'
import type { Manifest } from '../../../sdk/model/evidence.ts'
import { formatMoment } from '../../../sdk/model/duration.ts'
import { labelled } from '../layout.ts'
import type { Report } from '../run.ts'

/** The queue. */
export function queueReport(queue: readonly Queued[]): Report {
  const lines = queue.flatMap((one) => [
    one.title,
    ...labelled([
      ['  escrow', one.escrow],
      ['  claim', one.claim],
      ['  kind', kindOf(one)],
      ['  observe until', formatMoment(BigInt(one.observeUntil))],
      ['  so far', one.note],
    ]),
    '',
  ])
  return { lines: queue.length === 0 ? ['No claim waits for review.'] : lines.slice(0, -1), data: { queue } }
}

/** A claim with all that a reviewer must know. @param out where its files were copied to. */
export function claimReport({ claim, outcome, facts, reviews }: Reviewed, manifest: Manifest, out?: string): Report {
  const isBreak = claim.target !== zeroHash
  const conditions = conditionsFor(outcome, claim.target)
  const lines = [
    ...labelled([
      ['outcome', outcome.title],
      ['claim', claim.claim],
      ['kind', kindOf(claim)],
      ['stage', `${claim.stage}: ${claim.note}`],
      ['solver', claim.solver],
      ['filed', formatMoment(BigInt(claim.filedAt))],
      ['observe until', formatMoment(BigInt(claim.observeUntil))],
      ['randomness', facts === undefined ? 'not yet' : `${facts.randomness.value} (block ${facts.randomness.block})`],
    ]),
    '',
    'The metric',
    `- ${outcome.metric.definition}`,
    `- ${outcome.metric.direction} is better; measurement = ${outcome.metric.scale} x the distance from ${outcome.metric.baseline} ${outcome.metric.unit}`,
    '',
    isBreak ? 'What counts as breaking' : 'The method',
    ...(isBreak
      ? [`- ${outcome.breakClause ?? 'The document has no break clause.'}`]
      : outcome.method.map((one) => `- ${one}`)),
    '',
    'Side conditions: who approves says that each of them holds',
    ...(conditions.length === 0 ? ['- none'] : []),
    ...outcome.sideConditions
      .filter(({ name }) => conditions.includes(name))
      .map(({ name, condition }) => `- ${name}: ${condition}`),
    '',
    'The solver says',
    `- ${manifest.statement}`,
    '',
    `Files${out === undefined ? ' (get them with --out <folder>)' : `, in ${out}`}`,
    ...manifest.files.map(({ path, size }) => `- ${path}: ${size} bytes`),
    '',
    'Reviews',
    ...(reviews.length === 0 ? ['- none'] : []),
    ...reviews.map(({ reviewer, measurement, reasons }) => `- ${reviewer} says ${measurement}: ${reasons}`),
  ]
  return { lines, data: { ...claim, outcome, facts, reviews, manifest, out } }
}

function kindOf({ target, place }: { target: string; place: number }): string {
  return target === zeroHash ? `number ${place + 1} of the docket` : `break claim ${place + 1} against ${target}`
}
