import { createHash } from 'node:crypto'
import type { AuditResult, Statement } from '../result.ts'
import { figuresOf, type Figures } from './figures/figures.ts'
import { answerOf, counted, grouped } from './figures/verdict.ts'
import { escrowSection } from './html/escrowSection.ts'
import { findingList, type Numbered } from './html/findings.ts'
import { code, foreign, html, Markup } from './html/markup.ts'
import { STYLE } from './html/style.ts'
import { table } from './html/table.ts'
import { moment } from './moment.ts'
import { STANDINGS, UNANCHORED } from './sentences.ts'
import { sharedStatements } from './together.ts'

/** Rows of all tables of one kind together, the fewest of one table, and how many escrows have a section. */
const [ROWS, FEWEST, ESCROWS, FINDINGS] = [2_400, 12, 60, 300]

/**
 * The audit as one page that needs nothing else: no script, no request, its only style in itself and allowed by its hash. What it leaves
 * out it counts; totals are over all.
 */
export function reportHtml(result: AuditResult): string {
  const { chainId, pinned, findings } = result
  const answer = answerOf(result)
  const figures = result.escrows.map((escrow) => figuresOf(escrow, result))
  const numbered = findings.map((finding, i): Numbered => ({ number: i + 1, finding }))
  const risks = numbered.filter(({ finding }) => finding.rule === 'risk')
  const others = numbered.filter(({ finding }) => finding.rule !== 'risk')
  const begin = figures.length > 1 ? 4 : 3
  const sections = chosen(figures)
  const most = Math.max(FEWEST, Math.min(400, Math.floor(ROWS / Math.max(1, sections.length))))
  const hash = createHash('sha256').update(STYLE).digest('base64')
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`
  const subject = figures.length === 1 ? '1 escrow' : counted(figures.length, 'escrow')
  const escrowOf = (figure: Figures): readonly Numbered[] => {
    const own = new Set(figure.findings)
    return numbered.filter(({ finding }) => own.has(finding))
  }
  const numberOf = new Map(sections.map((one, i) => [one, begin + i]))
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">
<title>${answer.headline}: audit of ${subject} on chain ${chainId}, block ${pinned.number}</title>
<style>${new Markup(STYLE)}</style></head><body>
<header><h1>Lodestone audit of ${subject} on chain ${chainId}</h1>
<p class="verdict ${answer.passed ? 'good' : 'bad'}">${answer.headline}</p>
<p class="counts">${answer.counts}</p>
${!answer.isAnchored && html`<p class="notice"><strong>Nothing here is proved.</strong> ${UNANCHORED.replace(/^Nothing here is proved: n/, 'N')}</p>`}
<dl><dt>block</dt><dd>${grouped(pinned.number)}, ${moment(pinned.timestamp)}</dd><dt>its hash</dt><dd>${code(pinned.hash)}</dd></dl>
<nav aria-label="Contents"><ol><li><a href="#s1">1 What this rests on</a></li><li><a href="#s2">2 Findings and risks</a></li>
${figures.length > 1 && html`<li><a href="#s3">3 All escrows</a></li>`}
${sections.map(
  (one) =>
    html`<li>
      <a href="#s${numberOf.get(one)}"
        >${numberOf.get(one)} <bdi>${one.told.title ?? one.escrow.subject.escrow}</bdi></a
      >
    </li>`,
)}</ol></nav></header>
<main>
<section id="s1" aria-labelledby="s1-h"><h2 class="near" id="s1-h"><span class="n">1</span>What this rests on</h2>${standing(result)}</section>
<section id="s2" aria-labelledby="s2-h"><h2 class="near" id="s2-h"><span class="n">2</span>Findings and risks</h2>
<h3><span class="n">2.1</span>Findings</h3>${others.length === 0 ? html`<p>None. Every rule holds.</p>` : findingList(others, FINDINGS)}
<h3><span class="n">2.2</span>Risks a funder should weigh</h3>${risks.length === 0 ? html`<p>None were noted.</p>` : findingList(risks, FINDINGS)}</section>
${figures.length > 1 && overview(figures, numberOf)}
${sections.map((one) => escrowSection(one, { number: numberOf.get(one) ?? 0, most, now: pinned.timestamp, findings: escrowOf(one) }))}
</main>
<footer><p>Amounts are exact in the token’s decimals; expected and actual figures of findings are in base units. Times are in UTC. Text that others wrote is shortened, and characters that could mislead are shown as \\u escapes; the JSON report has everything in full.</p></footer>
</body></html>
`.text
}

function standing(result: AuditResult): Markup {
  const card = (kind: Statement['standing']): Markup => {
    const some = sharedStatements(result, kind)
    return html`<section class="${kind}">
      <h3>${kind}</h3>
      <p class="soft">${STANDINGS[kind]}</p>
      ${
        some.length === 0
          ? html`<p>Nothing.</p>`
          : html`<ul>
              ${some.map(({ what, how }) => html`<li>${foreign(what)}<span>${foreign(how)}</span></li>`)}
            </ul>`
      }
    </section>`
  }
  return html`<div class="three">${card('proved')}${card('checked')}${card('assumed')}</div>`
}

/** The escrows that have a section: all, or those with findings and then the first ones, in their order. */
function chosen(figures: readonly Figures[]): readonly Figures[] {
  if (figures.length <= ESCROWS) return figures
  const order = figures
    .map((one, i) => ({ one, i }))
    .sort((a, b) => b.one.findings.length - a.one.findings.length || a.i - b.i)
  return order
    .slice(0, ESCROWS)
    .sort((a, b) => a.i - b.i)
    .map(({ one }) => one)
}

function overview(figures: readonly Figures[], numberOf: ReadonlyMap<Figures, number>): Markup {
  const rows = figures.slice(0, ROWS).map((one) => {
    const { escrow, told, flow, money } = one
    const number = numberOf.get(one)
    const title = html`<bdi>${told.title ?? '(no document)'}</bdi>`
    const name = number === undefined ? title : html`<a href="#s${number}">${number} ${title}</a>`
    const amounts = [flow.totalIn, flow.totalOut, flow.totalInside].map((amount) => money.number(amount))
    const address = html`${name}<br />${code(escrow.subject.escrow)}`
    return {
      cells: [address, escrow.status, grouped(one.findings.length), ...amounts, html`<bdi>${money.symbol}</bdi>`],
    }
  })
  const hidden = figures.length - numberOf.size
  return html`<section id="s3" aria-labelledby="s3-h">
    <h2 id="s3-h"><span class="n">3</span>All escrows</h2>
    ${table(
      'Every escrow with its money',
      [
        { name: 'escrow', kind: 'acc' },
        { name: 'status' },
        { name: 'findings', kind: 'r' },
        { name: 'in', kind: 'r' },
        { name: 'out', kind: 'r' },
        { name: 'inside', kind: 'r' },
        { name: 'token' },
      ],
      rows,
    )}
    ${figures.length > ROWS && html`<p class="soft">${counted(figures.length - ROWS, 'more escrow')}: in the JSON report.</p>`}
    ${hidden > 0 && html`<p class="soft">${counted(hidden, 'escrow')} ${hidden === 1 ? 'has' : 'have'} no section here; those with findings come first. The JSON report has all.</p>`}
  </section>`
}
