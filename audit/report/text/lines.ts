/** Lines for a terminal. */

export type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow'

/** Puts text in a style, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string

const CODES: Record<Style, readonly [number, number]> = {
  bold: [1, 22],
  dim: [2, 22],
  green: [32, 39],
  red: [31, 39],
  yellow: [33, 39],
}

/** @param colour whether the stream shows styles. */
export function paintOf(colour: boolean): Paint {
  return (style, text) => (colour ? `\x1b[${CODES[style][0]}m${text}\x1b[${CODES[style][1]}m` : text)
}

/**
 * Lines of at most `width` characters, broken at blanks, the first after `lead`, further ones after as many
 * blanks or after `hang`. Words that are longer than a line
 * (hashes, commands) stay whole, to be copied. Undefined: any length.
 */
export function wrapped(
  lead: string,
  text: string,
  width: number | undefined,
  hang = ' '.repeat(lead.length),
): string[] {
  if (width === undefined) return [`${lead}${text}`.trimEnd()]
  const lines: string[] = []
  let current = ''
  for (const word of text.split(' ')) {
    if (current !== '' && (lines.length === 0 ? lead : hang).length + current.length + 1 + word.length > width) {
      lines.push(current)
      current = word
    } else current = current === '' ? word : `${current} ${word}`
  }
  return [...lines, current].map((line, i) => `${i === 0 ? lead : hang}${line}`.trimEnd())
}

/** Rows in columns, two blanks apart; `right` says which columns are aligned to the right. */
export function columns(rows: readonly (readonly string[])[], right: readonly number[] = []): string[] {
  const count = Math.max(0, ...rows.map((row) => row.length))
  const widths = Array.from({ length: count }, (_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, i) => (right.includes(i) ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd(),
  )
}
