/**
 * What is seen before the page's own code is there: its name, the ways to its views and, where it is always the same, the heading of the
 * view. The page takes the place of all this, in the same places of the window.
 */
import partsCss from '../parts/parts.module.css'
import { text } from '../text/en/app.ts'
import { headings } from '../text/en/headings.ts'
import { viewOf } from './ahead.ts'
import css from './app.module.css'
import { isWithin, LINKS } from './links.ts'
import { MARK } from './mark.ts'

/** Draws it into the place of the page. */
export function drawFirst(place: HTMLElement): void {
  const view = viewOf(location.hash)
  const [path = ''] = location.hash.slice(1).split('?')
  const links = LINKS.map(([to, name]) => {
    const isHere = isWithin(to, path || '/')
    const link = element('a', isHere ? css.here : undefined, name)
    link.href = `#${to}`
    if (isHere) link.ariaCurrent = 'page'
    return link
  })
  const bar = element('div', css.bar, element('span', css.brand, mark(), element('span', undefined, text.name)))
  const nav = element('nav', css.nav, ...links)
  nav.ariaLabel = text.nav.label
  const known = view === 'explore' || view === 'pledge' ? headings[view] : undefined
  const title =
    known &&
    element(
      'div',
      css.title,
      element('h1', undefined, known.title),
      element('p', undefined, element('span', partsCss.muted, known.lead)),
    )
  const main = element('main', css.main, ...(title === undefined ? [] : [title]))
  main.ariaBusy = 'true'
  place.replaceChildren(element('div', css.frame, element('header', css.header, bar, nav), main, fonts()))
}

/** Has the browser look for the fonts that the page needs next, while it has nothing else to do. Nobody sees or hears it. */
function fonts(): HTMLElement {
  const field = element('input', undefined)
  const choice = element('select', undefined, element('option', undefined, '1'))
  for (const control of [field, choice]) control.disabled = true
  const samples = element(
    'div',
    'visually-hidden',
    field,
    choice,
    element('code', undefined, '1'),
    element('h2', undefined, '1'),
  )
  samples.ariaHidden = 'true'
  samples.inert = true
  return samples
}

/** Says that the page's code cannot be loaded. */
export function sayFailed(place: HTMLElement): void {
  const words = element('p', undefined, text.start.failed, ' ', text.start.reload)
  words.role = 'alert'
  place.replaceChildren(element('div', css.frame, element('main', css.main, words)))
}

/** The mark beside the name, as the header has it. */
function mark(): SVGElement {
  const svg = document.createElementNS(SVG, 'svg')
  for (const [name, value] of Object.entries({
    width: '26',
    height: '26',
    viewBox: '0 0 32 32',
    'aria-hidden': 'true',
  }))
    svg.setAttribute(name, value)
  for (const [shape, style] of MARK) {
    const path = document.createElementNS(SVG, 'path')
    path.setAttribute('d', shape)
    path.setAttribute('class', style ?? '')
    svg.append(path)
  }
  return svg
}

const SVG = 'http://www.w3.org/2000/svg'

function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  style: string | undefined,
  ...content: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag)
  if (style !== undefined) made.className = style
  made.append(...content)
  return made
}
