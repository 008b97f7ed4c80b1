/** The endpoint that a visitor named, which this page reads instead of the site's. */
import { useSyncExternalStore } from 'react'
import { isSafeUrl } from '../../sdk/evidence/intakeUrl.ts'
import { keep, recall } from '../app/memory.ts'

const KEY = 'lodestone-endpoint'
const listeners = new Set<() => void>()

/** Undefined where none was named; what is none, as another page of this origin may have written, counts as none. */
export function namedEndpoint(): string | undefined {
  const kept = recall(KEY)
  return kept !== undefined && isEndpoint(kept) ? kept : undefined
}

/** Whether the page may read the chain through a URL: https, or http on this machine. */
export function isEndpoint(url: string): boolean {
  const parsed = URL.parse(url)
  return parsed !== null && isSafeUrl(parsed)
}

/** Remembers an endpoint on this device; undefined forgets it. */
export function nameEndpoint(url: string | undefined): void {
  keep(KEY, url)
  for (const listener of listeners) listener()
}

export function useNamedEndpoint(): string | undefined {
  return useSyncExternalStore((changed) => {
    listeners.add(changed)
    return () => listeners.delete(changed)
  }, namedEndpoint)
}
