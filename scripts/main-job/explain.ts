import type { Outcome } from '../../sdk/model/outcome.ts'
import type { Sheet } from '../../sdk/model/sheet.ts'
import type { Terms } from '../../sdk/model/terms.ts'
import { amount, date } from './print.ts'

const DAY = 86_400n

/** What a commitment is, in plain words with their labels: what it pays for, until when, who decides. */
export function explain(sheet: Sheet, outcome: Outcome, terms: Terms): (readonly [string, string])[] {
  const { metric } = outcome
  const { verification, arbitration, warranty } = sheet
  const pledges = `${terms.threshold === terms.cap ? 'exactly' : `${amount(terms.threshold)} to`} ${amount(terms.cap)}`
  const disputes =
    arbitration === undefined
      ? 'no arbiter'
      : `${arbitration.challengeWithin} to challenge, ${arbitration.arbitrateWithin} to rule`
  const lines: (readonly [string, string])[] = [
    ['measured', `${metric.name} (${metric.unit})`],
    ['pays', pricesOf(sheet)],
    ['dates', `pledge by ${date(terms.pledgeBy)}, ${pledges}; claim by ${date(terms.claimBy)}${lastCallOf(terms)}`],
    [
      'verdicts',
      `${verification.quorum} of ${verification.panel.length} members in ${verification.within}; ${disputes}; fee ${amount(terms.claimFee)}`,
    ],
  ]
  if (warranty !== undefined) {
    lines.push([
      'warranty',
      `${warranty.holdback} held for ${warranty.lasts}; whoever breaks the result takes half of it`,
    ])
  }
  return lines
}

function pricesOf(sheet: Sheet): string {
  if (sheet.rule === 'Units') {
    const tranches = sheet.tranches.map(({ units, price }) => `${units} at ${plain(price)}`)
    return `for each unit: ${tranches.join(', then ')}`
  }
  if (sheet.rule === 'Contest') {
    return `the best, by rank: ${sheet.prizes.map(plain).join(', ')}; the floor is ${sheet.floor}`
  }
  const [first, second] = sheet.curve
  if (first !== undefined && second === undefined) return `${plain(first.pays)} to the first who reaches ${first.at}`
  const points = sheet.curve.map(({ at, pays }) => `${plain(pays)} at ${at}`)
  return `for each record: ${points.join(' rising to ')}, step ${sheet.minStep}`
}

function lastCallOf(terms: Terms): string {
  return terms.lastCall === 0n ? '' : ` or ${terms.lastCall / DAY} days after the first success`
}

/** Without the token, which the heading of the report names. */
function plain(text: string): string {
  return text.replace(/ \D+$/, '')
}
