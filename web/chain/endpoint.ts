/** The endpoint that a visitor named, which this page reads instead of the site's. */
import { useSyncExternalStore } from 'react'
import { keep, recall } from '../app/memory.ts'

const KEY = 'lodestone-endpoint'
const listeners = new Set<() => void>()

/** Undefined where none was named. */
export function namedEndpoint(): string | undefined {
  return recall(KEY)
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
