/** Marks that turn text around or hide in it; line breaks and tabs are not among them. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu

/** What somebody wrote on chain, with marks that could mislead made visible. */
export function visible(written: string): string {
  return written.replaceAll(HIDDEN, (mark) => {
    if (mark === '\n' || mark === '\t') return mark
    // Joins emoji and letters of some scripts: it moves nothing.
    if (mark === '\u200d' || mark === '\u200c') return mark
    return `⟨U+${(mark.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`
  })
}
