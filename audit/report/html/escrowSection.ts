import { keccak256 } from 'viem'
import { Rule } from '../../../sdk/model/terms.ts'
import type { Figures } from '../figures/figures.ts'
import { grouped } from '../figures/verdict.ts'
import { moment } from '../moment.ts'
import { balanceSentence, claimsSentence, refundSentence, STATUSES } from '../sentences.ts'
import { findingLinks, type Numbered } from './findings.ts'
import { flowPicture } from './flowPicture.ts'
import { lifePicture } from './lifePicture.ts'
import { code, html, type Markup } from './markup.ts'
import { accountTable, flowTable, funderTable, momentTable, paidTable } from './tables.ts'

/** What a section is written with: its number, how many rows its tables may have, and the time of the audited block. */
export interface Setting {
  number: number
  most: number
  now: bigint
  findings: readonly Numbered[]
}

const RULE_NAMES = Object.entries(Rule)

/** Everything about one escrow. */
export function escrowSection(figures: Figures, { number, most, now, findings }: Setting): Markup {
  const { escrow, told, money, flow } = figures
  const { subject, state, status } = escrow
  let part = 0
  const h3 = (title: string): Markup => html`<h3><span class="n">${number}.${(part += 1)}</span>${title}</h3>`
  const document = subject.document === undefined ? 'not published' : keccak256(subject.document)
  const rule = RULE_NAMES.find(([, value]) => value === subject.terms.rule)?.[0] ?? String(subject.terms.rule)
  const stray =
    state.stray > 0n &&
    html`<p>
      Besides, ${money.amount(state.stray)} came without a pledge or a fee. It is not counted, and nobody can take it
      out.
    </p>`
  return html`<section id="s${number}" aria-labelledby="s${number}-h">
    <h2 id="s${number}-h">
      <span class="n">${number}</span><bdi>${told.title ?? 'An escrow without its outcome document'}</bdi>
    </h2>
    <dl>
      <dt>escrow</dt>
      <dd>${code(subject.escrow)}</dd>
      <dt>status</dt>
      <dd><strong>${status}</strong>: ${STATUSES[status]}</dd>
      <dt>refunds</dt>
      <dd>${refundSentence(figures)}</dd>
      <dt>claims</dt>
      <dd>${claimsSentence(figures)}; rule ${rule}, progress ${grouped(state.progress)}</dd>
      <dt>asset</dt>
      <dd><bdi>${money.symbol}</bdi>, ${escrow.token.decimals} decimals, ${code(subject.terms.asset)}</dd>
      <dt>outcome</dt>
      <dd>
        ${code(subject.terms.outcome)}${document !== subject.terms.outcome && html` <span class="bad">the document is another one: ${code(document)}</span>`}
      </dd>
      <dt>created</dt>
      <dd>
        ${subject.created === undefined ? 'unknown: the event is missing' : html`${moment(subject.created.timestamp)}, block ${subject.created.blockNumber}, transaction ${code(subject.created.transactionHash)}`}
      </dd>
      <dt>read</dt>
      <dd>${grouped(escrow.entries)} logs</dd>
    </dl>
    ${h3('Findings')}${findingLinks(findings, most)} ${h3('Where the money came from, went and is')}
    <figure>
      <div class="scroll" role="region" tabindex="0" aria-label="Picture of the money">
        ${flowPicture(figures, `flow${number}`)}
      </div>
      <figcaption>
        <span class="${flow.difference === 0n ? 'good' : 'bad'}">${balanceSentence(figures)}</span> Bands are as thick
        as the amounts; the smallest are drawn thicker, to be seen.
      </figcaption>
    </figure>
    ${stray}${flowTable(figures)} ${h3('Payments for results')}${paidTable(figures, most)}
    ${h3('What funders put in, bought and can take out')}${funderTable(figures, most)}
    ${h3('Accounts')}${accountTable(figures, most)} ${h3('Its life')}
    <figure>
      <div class="scroll" role="region" tabindex="0" aria-label="Picture of its life">
        ${lifePicture(figures, `life${number}`, now)}
      </div>
    </figure>
    ${momentTable(figures, most, now)}
  </section>`
}
