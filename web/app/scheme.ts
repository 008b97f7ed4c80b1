/** Light or dark: as the device says, unless the visitor chose. */
export const SCHEMES = ['device', 'light', 'dark'] as const
export type Scheme = (typeof SCHEMES)[number]

const KEY = 'lodestone-scheme'

export function readScheme(): Scheme {
  const kept = localStorage.getItem(KEY)
  return SCHEMES.find((scheme) => scheme === kept) ?? 'device'
}

export function applyScheme(scheme: Scheme): void {
  localStorage.setItem(KEY, scheme)
  if (scheme === 'device') delete document.documentElement.dataset['scheme']
  else document.documentElement.dataset['scheme'] = scheme
}
