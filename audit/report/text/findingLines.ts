import type { Finding, Grade } from '../../finding.ts'
import { RULES } from '../../rules.ts'
import { moment } from '../moment.ts'
import { shown } from '../shown.ts'
import { wrapped, type Paint, type Style } from './lines.ts'

const STYLES: Record<Grade, Style> = { fault: 'red', 'broken promise': 'yellow', remark: 'dim' }
const LABEL = 10

/**
 * A finding: what, the rule, where, expected and actual, and the command that sets it right. What is not told twice: that a risk is to
 * be weighed, and that a remark of the audited block is of that block.
 * @param escrows those of which the same is found, in words; default: the finding's.
 */
export function findingLines(finding: Finding, paint: Paint, width: number | undefined, escrows?: string): string[] {
  const { grade, rule, what, subject, escrow, place, expected, actual, command } = finding
  const [first = '', ...more] = wrapped(`  ${grade}: `, shown(what), width)
  const lines = [first.replace(grade, () => paint(STYLES[grade], grade)), ...more]
  const row = (label: string, text: string | undefined): void => {
    if (text !== undefined) lines.push(...wrapped(`    ${label.padEnd(LABEL)}`, text, width))
  }
  const isOfNow = grade === 'remark' && place?.transactionHash === undefined
  if (rule !== 'risk') row('rule', `${rule}: ${RULES[rule]}`)
  row(escrows === undefined ? 'escrow' : 'escrows', escrows ?? escrow)
  if (subject !== undefined && !what.includes(subject)) row('concerns', subject)
  row('block', place === undefined || isOfNow ? undefined : placeText(place))
  row('expected', expected === undefined ? undefined : shown(expected))
  row('actual', actual === undefined ? undefined : shown(actual))
  row('do', command === undefined ? undefined : shown(command))
  return lines
}

/** Where something is: block, time, transaction and log, as far as they are known. */
export function placeText({
  blockNumber,
  timestamp,
  transactionHash,
  logIndex,
}: NonNullable<Finding['place']>): string {
  return [
    String(blockNumber),
    ...(timestamp === undefined ? [] : [moment(timestamp)]),
    ...(transactionHash === undefined ? [] : [`transaction ${transactionHash}`]),
    ...(logIndex === undefined ? [] : [`log ${logIndex}`]),
  ].join(', ')
}
