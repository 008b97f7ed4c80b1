/** A short text of a stranger, such as a symbol: no markup is possible, but marks that turn text around are taken out, and it is cut. */
export function harmless(text: string, most = 24): string {
  const clean = text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
  const characters = Array.from(clean)
  return characters.length <= most ? clean : `${characters.slice(0, most).join('')}…`
}
