/**
 * What a terminal obeys or hides, and what reorders text: control characters, line breaks, invisible and bidirectional ones. Anybody
 * can write them into a title, a symbol or grounds on a chain.
 */
const HARMFUL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu
/** Our own colours: bold and dim, and their end. */
const COLOURS = /(\x1b\[(?:1|2|22)m)/

/** Text with every harmful character shown as its escape, such as `\u001b`; only bold and dim stay. */
export function harmless(text: string): string {
  return text
    .split(COLOURS)
    .map((part, i) => (i % 2 === 1 ? part : part.replace(HARMFUL, escaped)))
    .join('')
}

/** JSON with the same characters escaped: it parses to the same value. Its own line breaks stay. */
export function harmlessJson(json: string): string {
  return json.replace(HARMFUL, (character) => (character === '\n' ? character : escaped(character)))
}

function escaped(character: string): string {
  if (character === '\n') return '\\n'
  return character.replace(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
