import type { Finding } from '../../finding.ts'
import { RULES } from '../../rules.ts'
import { counted } from '../figures/verdict.ts'
import { code, foreign, html, type Markup } from './markup.ts'
import { where } from './proof.ts'

/** A finding with its number in the report. */
export interface Numbered {
  number: number
  finding: Finding
}

const CLASSES = { fault: 'fault', 'broken promise': 'promise', remark: 'remark' } as const
const TONES = { fault: 'bad', 'broken promise': 'warn', remark: 'soft' } as const

/** Findings in full; at most `most` of them. */
export function findingList(all: readonly Numbered[], most: number): Markup {
  const hidden = all.length - most
  return html`${all.slice(0, most).map(full)}${hidden > 0 && html`<p class="soft">${counted(hidden, 'more')}: in the JSON report.</p>`}`
}

function full({ number, finding }: Numbered): Markup {
  const { grade, rule, what, escrow, subject, place, expected, actual, command } = finding
  const row = (name: string, value: Markup | undefined): Markup | false =>
    value !== undefined &&
    html`<dt>${name}</dt>
      <dd>${value}</dd>`
  return html`<article class="finding ${CLASSES[grade]}" id="f${number}">
    <span class="grade ${TONES[grade]}">F${number}, ${grade}</span>
    <p>${foreign(what)}</p>
    <dl>
      <dt>rule</dt>
      <dd>${rule}: ${RULES[rule]}</dd>
      ${row('escrow', escrow === undefined ? undefined : code(escrow))}
      ${row('concerns', subject === undefined ? undefined : code(subject))} ${row('where', where(place))}
      ${row('expected', expected === undefined ? undefined : foreign(expected))}
      ${row('actual', actual === undefined ? undefined : foreign(actual))}
      ${row('what sets it right', command === undefined ? undefined : code(command))}
    </dl>
  </article>`
}

/** The findings that concern one escrow, by their numbers. */
export function findingLinks(all: readonly Numbered[], most: number): Markup {
  if (all.length === 0) return html`<p>None.</p>`
  const hidden = all.length - most
  return html`<ul>
    ${all
      .slice(0, most)
      .map(
        ({ number, finding }) =>
          html`<li>
            <a href="#f${number}">F${number}</a>, <span class="${TONES[finding.grade]}">${finding.grade}</span>:
            ${foreign(finding.what)}
          </li>`,
      )}${hidden > 0 && html`<li>${counted(hidden, 'more')}</li>`}
  </ul>`
}
