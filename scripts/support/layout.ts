import { harmless } from './harmless.ts'

/** How lines fit the terminal. Widths are counted in characters; elsewhere than on a terminal nothing is wrapped, so that it can be searched. */

/** What is known of a stream that lines go to. */
export interface Screen {
  isTTY?: boolean | undefined
  columns?: number | undefined
}

/** The columns that lines may fill, at least 40; undefined where they may have any length. */
export function widthOf(screen: Screen): number | undefined {
  return screen.isTTY === true ? Math.max(40, screen.columns ?? 80) : undefined
}

/**
 * A harmless line that fits the screen: broken at blanks, and every further line starts where the text of the first one does, which is behind
 * a label that two blanks or more set apart. Words that are longer than a line (hashes, commands) stay whole, to be copied.
 */
export function layOut(text: string, screen: Screen): string {
  const line = harmless(text)
  const width = widthOf(screen)
  if (width === undefined || line.length <= width) return line
  const [lead = ''] = /^\s*(?:- )?(?:\S+(?: \S+)* {2,})?/.exec(line) ?? []
  const indent = lead.length < width / 2 ? lead.length : 2
  const lines: string[] = []
  let current = lead
  for (const word of line.slice(lead.length).split(' ')) {
    const blank = current.trim() === '' || current === lead ? '' : ' '
    if (current.length + blank.length + word.length <= width || current.trim() === '') current += blank + word
    else {
      lines.push(current.trimEnd())
      current = ' '.repeat(indent) + word
    }
  }
  return [...lines, current].join('\n')
}

/** Labels and texts in two columns: `pledged     1,000 USDC`. */
export function labelled(rows: readonly (readonly [string, string])[]): string[] {
  const column = Math.max(...rows.map(([label]) => label.length)) + 2
  return rows.map(([label, text]) => (label + ' '.repeat(column - label.length) + text).trimEnd())
}
