import type { Outcome } from '../../sdk/model/outcome.ts'
import type { Sheet } from '../../sdk/model/sheet.ts'
import type { Terms } from '../../sdk/model/terms.ts'
import { amount, date } from './print.ts'

const DAY = 86_400n

/** What a commitment is, in plain words: what it pays for, how much, until when, who decides. */
export function explain(sheet: Sheet, outcome: Outcome, terms: Terms): string[] {
  const { metric } = outcome
  const { verification, arbitration, warranty } = sheet
  const decided = `${verification.quorum} of ${verification.panel.length} panel members decide within ${verification.within}`
  const disputed =
    arbitration === undefined
      ? 'nobody can overrule them'
      : `anyone may challenge within ${arbitration.challengeWithin}, the arbiter then rules within ${arbitration.arbitrateWithin}`
  const kept =
    warranty === undefined
      ? ''
      : ` Of each payment ${warranty.holdback} is held for ${warranty.lasts}: whoever breaks the result takes half of it.`
  return [
    `Measured: ${metric.name}, in ${metric.unit}. ${pricesOf(sheet)}${kept}`,
    `Pledges until ${date(terms.pledgeBy)}: binding at ${amount(terms.threshold)}, at most ${amount(terms.cap)}. ` +
      `Claims until ${date(terms.claimBy)}, fee ${amount(terms.claimFee)}${lastCallOf(terms)}. ${capital(decided)}; ${disputed}.`,
  ]
}

function pricesOf(sheet: Sheet): string {
  if (sheet.rule === 'Units') {
    const tranches = sheet.tranches.map(({ units, price }) => `${units} at ${plain(price)}`)
    return `Pays for each unit: the first ${tranches.join(', the next ')}.`
  }
  if (sheet.rule === 'Contest') {
    return `Pays the best by rank: ${sheet.prizes.map(plain).join(', ')}; scores from ${sheet.floor} rank.`
  }
  const [first, second] = sheet.curve
  if (first !== undefined && second === undefined) return `Pays ${plain(first.pays)} to the first who reaches ${first.at}.`
  const points = sheet.curve.map(({ at, pays }) => `${plain(pays)} at ${at}`)
  return `Pays for each new record, in a straight line from ${points.join(' to ')}; steps of at least ${sheet.minStep}.`
}

function lastCallOf(terms: Terms): string {
  return terms.lastCall === 0n ? '' : `, or ${terms.lastCall / DAY} days after the first success`
}

/** Without the token, which the heading of the report names. */
function plain(text: string): string {
  return text.replace(/ \D+$/, '')
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
