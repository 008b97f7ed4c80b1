/** Light or dark: as the device says, unless the visitor chose. */
import { keep, recall } from './memory.ts'

export const SCHEMES = ['device', 'light', 'dark'] as const
export type Scheme = (typeof SCHEMES)[number]

const KEY = 'lodestone-scheme'

export function readScheme(): Scheme {
  const kept = recall(KEY)
  return SCHEMES.find((scheme) => scheme === kept) ?? 'device'
}

export function applyScheme(scheme: Scheme): void {
  keep(KEY, scheme)
  if (scheme === 'device') delete document.documentElement.dataset['scheme']
  else document.documentElement.dataset['scheme'] = scheme
}
