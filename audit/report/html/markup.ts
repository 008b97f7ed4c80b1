/** HTML that cannot be broken by what is put into it. */
import { shown } from '../shown.ts'

/** Markup of this program's own making, or escaped. */
export class Markup {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

export type Part = Markup | string | number | bigint | undefined | false | readonly Part[]

/** A template whose values are escaped unless they are markup; lists are joined, undefined and false are nothing. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(strings.reduce((text, string, i) => text + markup(parts[i - 1]) + string))
}

function markup(part: Part): string {
  if (part === undefined || part === false) return ''
  if (part instanceof Markup) return part.text
  if (typeof part === 'object') return part.map(markup).join('')
  return escaped(String(part))
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')

/** Text that others wrote: shortened, harmful characters shown, kept apart from the direction of the text around it. */
export function foreign(text: string, most?: number): Markup {
  return html`<bdi class="foreign">${shown(text, most)}</bdi>`
}

/** A hash, address or command: whole, to be copied. */
export function code(text: string): Markup {
  return html`<code>${shown(text, 1_000)}</code>`
}
