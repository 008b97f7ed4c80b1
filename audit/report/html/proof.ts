import type { Place } from '../../finding.ts'
import type { ClaimState, ObservationState, Payment } from '../../model/state.ts'
import type { Figures } from '../figures/figures.ts'
import { compare } from '../figures/funders.ts'
import type { PaidClaim } from '../figures/paid.ts'
import { counted } from '../figures/verdict.ts'
import { moment } from '../moment.ts'
import { code, foreign, html, type Markup } from './markup.ts'

/** What proves a payment, from the credit back to the filing. */
export function proof(one: PaidClaim, figures: Figures): Markup {
  const { claim } = one
  return html`<details>
    <summary>What proves it</summary>
    <ol class="chain">
      <li>Credited${credits(one.credits, figures)}</li>
      ${settledItem(one, figures)}
      ${claim.ruled !== undefined && html`<li>Ruled ${measured(claim.ruled.measurement, figures)} by the arbiter ${code(figures.escrow.subject.terms.arbiter)}: ${foreign(claim.ruled.grounds)}${where(claim.ruled.place)}</li>`}
      ${claim.challenged !== undefined && html`<li>Challenged by ${code(claim.challenged.by)}: ${foreign(claim.challenged.grounds)}${where(claim.challenged.place)}</li>`}
      <li>${observationsItem(claim, figures)}</li>
      <li>
        Filed by ${code(claim.solver)}, evidence at ${foreign(claim.uri)}
        <div>claim ${code(claim.key)}</div>
        <div>commitment ${code(claim.commitment)}</div>
        ${where(claim.filed)}
      </li>
    </ol>
  </details>`
}

function credits(all: readonly Payment[], { money }: Figures): Markup {
  return html`<ul>
    ${all.map(({ kind, account, amount, place }) => html`<li>${money.amount(amount)} as ${kind} to ${code(account)}${where(place)}</li>`)}
  </ul>`
}

function settledItem({ kind, claim, progress, at }: PaidClaim, figures: Figures): Markup {
  const { money } = figures
  const verdict = measured(claim.settled?.verdict ?? 0n, figures)
  const price =
    progress !== undefined &&
    html`<div>
      progress ${progress.from} to ${progress.to}: everything paid rises from ${money.number(progress.paidBefore)} to
      ${money.number(progress.paidAfter)}, by ${money.amount(progress.paidAfter - progress.paidBefore)}
    </div>`
  if (kind === 'prize') {
    return html`<li>Awarded${price}${where(at.place)}</li>
      <li>Settled with the score ${verdict}${where(claim.settled?.place)}</li>`
  }
  const broke =
    kind === 'break' && html`<div>against claim ${code(claim.target)}: half of what was held, rounded down</div>`
  return html`<li>Settled with the verdict ${verdict}${price}${broke}${where(claim.settled?.place)}</li>`
}

/** The members' observations, highest first, and which of them vouch for the verdict. */
function observationsItem(claim: ClaimState, figures: Figures): Markup {
  const { quorum, panel } = figures.escrow.subject.terms
  const sorted = [...claim.observations].sort((a, b) => compare(b.measurement, a.measurement) || a.seat - b.seat)
  const verdict = claim.settled?.verdict ?? 0n
  const vouching = claim.ruled === undefined && verdict > 0n
  const line = ({ member, seat, measurement, report, place }: ObservationState): Markup =>
    html`<li>
      <strong>${measurement}</strong> ${vouching && measurement >= verdict && 'vouches, '}seat ${seat}, ${code(member)}
      <div>report ${code(report)}</div>
      ${where(place)}
    </li>`
  return html`Observed by ${counted(sorted.length, 'member')} of ${panel.length}, of whom ${quorum} must vouch
    <ul>
      ${sorted.map(line)}
    </ul>`
}

function measured(measurement: bigint, { told }: Figures): Markup {
  const value = told.value(measurement)
  return html`<strong>${measurement}</strong>${value !== '' && html` (<bdi>${value}</bdi>)`}`
}

/** Where something stands on the chain. */
export function where(place: (Partial<Place> & Pick<Place, 'blockNumber'>) | undefined): Markup | undefined {
  if (place === undefined) return undefined
  const { blockNumber, timestamp, transactionHash, logIndex } = place
  return html`<div class="soft">
    block
    ${blockNumber}${timestamp !== undefined && html`, ${moment(timestamp)}`}${logIndex !== undefined && html`, log ${logIndex}`}${transactionHash !== undefined && html`, transaction ${code(transactionHash)}`}
  </div>`
}
