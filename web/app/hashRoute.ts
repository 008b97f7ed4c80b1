/** Addresses of views, which come after `#`, with a query of their own: `#/?search=bench`. The router sees the path alone. */
import { useCallback, useSyncExternalStore } from 'react'

/** The current path, and the way to another: the router's hook. */
export function useHashRoute(): [path: string, navigate: (to: string, options?: { replace?: boolean }) => void] {
  return [useSyncExternalStore(subscribe, () => current().path), navigate]
}

/** The query of the current address, without its question mark, and the way to another of the same view. */
export function useHashQuery(): [query: string, replace: (query: string) => void] {
  const query = useSyncExternalStore(subscribe, () => current().query)
  const replace = useCallback((next: string) => {
    const { path } = current()
    navigate(next === '' ? path : `${path}?${next}`, { replace: true })
  }, [])
  return [query, replace]
}

function navigate(to: string, { replace = false } = {}): void {
  const oldURL = location.href
  history[replace ? 'replaceState' : 'pushState'](null, '', `#${to}`)
  dispatchEvent(new HashChangeEvent('hashchange', { oldURL, newURL: location.href }))
}

function current(): { path: string; query: string } {
  const hash = location.hash.replace(/^#?\/?/, '')
  const at = hash.indexOf('?')
  return at === -1 ? { path: `/${hash}`, query: '' } : { path: `/${hash.slice(0, at)}`, query: hash.slice(at + 1) }
}

function subscribe(changed: () => void): () => void {
  addEventListener('hashchange', changed)
  return () => {
    removeEventListener('hashchange', changed)
  }
}
