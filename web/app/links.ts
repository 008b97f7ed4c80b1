import { text } from '../text/en/app.ts'

/** The views in the header, and what they are called. */
export const LINKS = [
  ['/', text.nav.explore],
  ['/portfolio', text.nav.portfolio],
  ['/desk', text.nav.desk],
  ['/create', text.nav.create],
  ['/operators', text.nav.operators],
] as const

/** Whether a path belongs to one of them. */
export function isWithin(link: string, path: string): boolean {
  return link === '/' ? path === '/' || path.startsWith('/escrow/') : path.startsWith(link)
}
