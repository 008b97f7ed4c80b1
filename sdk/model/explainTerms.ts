import { zeroAddress } from 'viem'
import { formatAmount } from './amount.ts'
import { formatDuration } from './duration.ts'
import { explainPrices } from './explainPrices.ts'
import type { Metric } from './metric.ts'
import { formatShare } from './share.ts'
import { Rule, type Terms } from './terms.ts'
import { worstCase } from './worstCase.ts'
import { aboutInWords, momentInWords, type Wording } from './words.ts'

/** One thing that terms say: what it is about, and the sentences. */
export interface Explained {
  label:
    | 'measured'
    | 'pays'
    | 'pledging'
    | 'claims'
    | 'verdicts'
    | 'members'
    | 'disputes'
    | 'fees'
    | 'warranty'
    | 'locked'
    | 'refund'
  text: string
}

/**
 * What terms mean, in plain words for whoever may pledge: what is measured and paid, who judges, by when, for which fees, how long money
 * can be locked at worst, and what comes back.
 * @param at `now` in unix seconds, for how far away dates are.
 */
export function explainTerms(terms: Terms, at: Wording & { now: bigint }): Explained[] {
  const amount = (units: bigint): string => formatAmount(units, at.token)
  const moment = (seconds: bigint): string => {
    const away = seconds > at.now ? `in about ${aboutInWords(seconds - at.now)}` : 'past'
    return `${momentInWords(seconds)} (${away})`
  }
  const n = terms.panel.length
  const lastCall =
    terms.lastCall === 0n
      ? ''
      : ` They end earlier, ${formatDuration(terms.lastCall)} after a first passing claim is settled.`
  const goal = terms.threshold === terms.cap ? 'exactly' : `${amount(terms.threshold)} at least and`
  return [
    {
      label: 'measured',
      text: at.outcome === undefined ? 'The outcome document is not known: ask for it.' : measured(at.outcome.metric),
    },
    { label: 'pays', text: explainPrices(terms, at).join(' ') },
    {
      label: 'pledging',
      text: `Until ${moment(terms.pledgeBy)}, ${goal} ${amount(terms.cap)}${terms.threshold === terms.cap ? '' : ' at most'}. The money is bound once ${amount(terms.threshold)} is pledged; pledging ends early when a first claim passes.`,
    },
    { label: 'claims', text: `Until ${moment(terms.claimBy)}.${lastCall}` },
    {
      label: 'verdicts',
      text:
        n === 1
          ? `One member alone decides, within ${formatDuration(terms.verifyWithin)} from filing.`
          : `${terms.quorum} of ${n} members must vouch within ${formatDuration(terms.verifyWithin)}, else a claim measures 0.`,
    },
    { label: 'members', text: terms.panel.join(', ') },
    { label: 'disputes', text: disputes(terms, amount) },
    { label: 'fees', text: fees(terms, amount) },
    { label: 'warranty', text: warranty(terms) },
    { label: 'locked', text: locked(terms, moment) },
    {
      label: 'refund',
      text: `If the threshold is not reached, everything comes back after ${momentInWords(terms.pledgeBy)}. If nothing is earned, everything comes back once claims have ended and are settled. Otherwise each funder gets its share, by what it pledged, of what was not earned.`,
    },
  ]
}

/** What the metric is and how measurements follow from it. */
function measured(metric: Metric): string {
  const { name, unit, direction, baseline, best, scale } = metric
  const worse = direction === 'lower' ? 'or more' : 'or less'
  const each = scale === '1' ? 'one' : scale
  const limit = best === undefined ? '' : ` Values beyond ${best} count as ${best}.`
  return `${name}, in ${unit}; ${direction} is better. A value of ${baseline} ${worse} measures 0, each unit better than that adds ${each}, rounded down.${limit}`
}

function disputes(terms: Terms, amount: (units: bigint) => string): string {
  if (terms.arbiter === zeroAddress) return 'No arbiter: nobody can overrule the panel.'
  return `Anybody may challenge a verdict within ${formatDuration(terms.challengeWithin)} for ${amount(terms.challengeFee)}, which the arbiter gets if it rules. The arbiter ${terms.arbiter} then has ${formatDuration(terms.arbitrateWithin)} to overrule it: down to anything, up to at most what some member signed.`
}

function fees(terms: Terms, amount: (units: bigint) => string): string {
  const filing =
    terms.claimFee === 0n
      ? 'Filing a claim costs no fee.'
      : `Filing a claim costs ${amount(terms.claimFee)}: an equal part for each member who measures it, the parts of the others come back.`
  return `${filing} Nobody takes a part of the money pledged.`
}

function warranty(terms: Terms): string {
  if (terms.holdback === 0n) return 'None: everything earned is paid at once.'
  return `${formatShare(terms.holdback)} of each payment is held for ${formatDuration(terms.warranty)}. Whoever shows the panel in that time that the result does not hold takes half of that; the other half goes back to the funders.`
}

function locked(terms: Terms, moment: (seconds: bigint) => string): string {
  const clocks = [
    `${formatDuration(terms.verifyWithin)} to verify`,
    ...(terms.arbiter === zeroAddress
      ? []
      : [`${formatDuration(terms.challengeWithin)} to challenge`, `${formatDuration(terms.arbitrateWithin)} to rule`]),
  ].join(', ')
  const held =
    terms.holdback === 0n
      ? ''
      : `, then ${formatDuration(terms.warranty)} of warranty and the same clocks for a last break claim`
  const called = terms.rule === Rule.Contest && terms.lastCall > 0n ? ' A last call can only make it earlier.' : ''
  return `At worst until ${moment(worstCase(terms).freeAfter)}: a claim in the last second, ${clocks}${held}. Panel, arbiter and creator cannot make it longer, as long as the token can be sent.${called}`
}
