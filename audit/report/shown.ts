/** How text from a chain is shown: its harmful characters as escapes, and not more of it than a reader needs. */

/** What a terminal obeys or a page hides, and what reorders text: control, invisible and bidirectional characters, broken ones too. */
const HARMFUL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu

/** Letters of scripts that run from right to left: beside a number they would move its digits. */
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFF\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/gu

/** How many characters of a text are shown. */
export const SHOWN = 280
/** And of a word that stands beside numbers, such as a symbol. */
const SHOWN_WORD = 24

/** Text with every harmful character as its escape, such as `\u202e`. */
export function visible(text: string): string {
  return text.replace(HARMFUL, escaped)
}

const escaped = (character: string): string =>
  character.replace(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** The same of at most `most` characters; where some are left out, it says how many there are in all. */
export function shown(text: string, most = SHOWN): string {
  // Cut before it is made visible: a text of megabytes is never walked whole.
  const cut = text.length > most ? text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '') : text
  return cut.length === text.length ? visible(text) : `${visible(cut)}… (${text.length} characters)`
}

/** A word such as a token's symbol: without blanks at its ends, cut hard. An empty one is named as that. */
export function shownWord(text: string): string {
  const word = text.trim()
  if (word === '') return '(no symbol)'
  const cut = word.length > SHOWN_WORD ? word.slice(0, SHOWN_WORD).replace(/[\uD800-\uDBFF]$/, '') : word
  return `${visible(cut).replace(RIGHT_TO_LEFT, escaped)}${cut === word ? '' : '…'}`
}
