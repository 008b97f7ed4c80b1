import type { Figures } from '../figures/figures.ts'
import { claimsEnd } from '../figures/closing.ts'
import { isBreak } from '../figures/paid.ts'
import { phasesOf } from '../figures/phases.ts'
import type { ClaimState } from '../../model/state.ts'
import { day, moment } from '../moment.ts'
import { html, type Markup } from './markup.ts'

const [WIDTH, FROM, TO, ROW, TOP] = [960, 170, 946, 24, 26]
/** How many claims have a row. */
const CLAIMS = 16
const TICKS = 6n

/** What the colours of the picture mean. */
const LEGEND = [
  ['pledging', 'pledging'],
  ['open', 'claims can be filed'],
  ['observing', 'observing'],
  ['challenging', 'open to challenge'],
  ['arbitrating', 'arbitrating'],
  ['waiting', 'decided, waits for its turn'],
  ['warranty', 'warranty'],
] as const

interface Bar {
  name: string
  from: bigint
  to: bigint
}

/** The life of an escrow and its claims on one axis of time; what lies in the future is faint. */
export function lifePicture(figures: Figures, id: string, now: bigint): Markup {
  const { escrow } = figures
  const all = [...escrow.state.claims.values()]
  const some = chosen(all)
  const rows: { label: string; bars: Bar[] }[] = [
    ...own(figures),
    ...some.map((claim) => ({
      label: labelOf(claim, escrow.state.claims.get(claim.target)),
      bars: phases(figures, claim, now),
    })),
  ]
  const bars = rows.flatMap((row) => row.bars)
  const first = bars.reduce((least, { from }) => (from < least ? from : least), bars[0]?.from ?? now)
  const latest = bars.reduce((most, { to }) => (to > most ? to : most), now)
  // A deadline of many years ahead must not press what has happened into a corner.
  const limit = now + 2n * (now - first) + 86_400n
  const last = latest > limit ? limit : latest
  const x = (time: bigint): number => {
    const within = time < first ? first : time > last ? last : time
    return last === first ? FROM : FROM + Number(((within - first) * BigInt((TO - FROM) * 100)) / (last - first)) / 100
  }
  const height = TOP + rows.length * ROW + 28
  const ticks = Array.from({ length: Number(TICKS) + 1 }, (_, i) => first + ((last - first) * BigInt(i)) / TICKS)
  const hidden = all.length - some.length
  return html`<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="${id}-t ${id}-d">
      <title id="${id}-t">
        Life of the escrow and its claims from ${day(first)} to ${day(last)}, audited at ${moment(now)}
      </title>
      <desc id="${id}-d">
        ${rows.map(({ label, bars }) => `${label}: ${bars.map(({ name, from, to }) => `${name} ${moment(from)} to ${moment(to)}`).join(', ')}. `)}
      </desc>
      ${ticks.map((tick, i) => html`<path class="axis" d="M${x(tick)} ${TOP - 6}V${height - 24}" /><text class="s ${i === 0 ? '' : i === ticks.length - 1 ? 'e' : 'c'}" x="${x(tick)}" y="${height - 8}">${day(tick)}</text>`)}
      ${rows.map(({ label, bars }, row) => {
        const y = TOP + row * ROW
        return html`<text class="e" x="${FROM - 12}" y="${y + 15}">${label}</text
          >${bars.map((bar) => drawn(bar, y, now, x))}`
      })}
      <path class="now" d="M${x(now)} ${TOP - 8}V${height - 24}" />
      <text class="c f-bad" x="${Math.min(x(now), TO - 40)}" y="12">audited block</text>
    </svg>
    <ul class="legend">
      ${LEGEND.map(
        ([name, words]) =>
          html`<li>
            <svg viewBox="0 0 10 10" aria-hidden="true"><rect class="p-${name}" width="10" height="10" /></svg>${words}
          </li>`,
      )}
    </ul>
    ${hidden > 0 && html`<p class="soft">${hidden} more claims have no row here; the totals include them.</p>`}`
}

/** The latest claims, those of the docket and break claims, in their order. */
const chosen = (all: readonly ClaimState[]): readonly ClaimState[] => all.slice(-CLAIMS)

function own({ escrow, moments }: Figures): { label: string; bars: Bar[] }[] {
  const { terms, created } = escrow.subject
  const begun = created?.timestamp ?? moments[0]?.at ?? terms.pledgeBy
  const bound = moments.find(({ what }) => what.startsWith('threshold'))?.at
  const pledging = { name: 'pledging', from: begun, to: terms.pledgeBy }
  if (bound === undefined) return [{ label: 'pledging', bars: [pledging] }]
  const open = { name: 'open', from: bound, to: claimsEnd(escrow) }
  return [
    { label: 'pledging', bars: [pledging] },
    { label: 'open to claims', bars: [open] },
  ]
}

function labelOf(claim: ClaimState, target: ClaimState | undefined): string {
  return isBreak(claim) ? `break ${claim.index} of claim ${target?.index ?? '?'}` : `claim ${claim.index}`
}

function phases({ escrow, creditsOf }: Figures, claim: ClaimState, now: bigint): Bar[] {
  return phasesOf(escrow.subject.terms, claim, escrow.state.claims, creditsOf.get(claim.key) ?? [], now)
}

/** A bar, its part after the audited block faint. */
function drawn({ name, from, to }: Bar, y: number, now: bigint, x: (time: bigint) => number): Markup {
  const part = (a: bigint, b: bigint, more: string): Markup | false =>
    b > a &&
    html`<rect
      class="p-${name}${more}"
      x="${x(a)}"
      y="${y + 5}"
      width="${Math.max(1.5, Math.round((x(b) - x(a)) * 100) / 100)}"
      height="13"
    />`
  const split = now < from ? from : now > to ? to : now
  return html`${part(from, split, '')}${part(split, to, ' later')}`
}
