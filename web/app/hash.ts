/** The part of the address after `#`: a route, and after `?` what it is asked for. */
import { useCallback, useSyncExternalStore } from 'react'
import { useHashLocation } from 'wouter/use-hash-location'

/** The route alone, for the router: what stands after `?` chooses no view. */
export function useHashRoute(): ReturnType<typeof useHashLocation> {
  const [location, navigate] = useHashLocation()
  const go = useCallback<typeof navigate>(
    (to, options) => {
      // The library would put what is after `?` before `#`, into the address of the page.
      if (!to.includes('?')) navigate(to, options)
      else if (options?.replace === true) window.location.replace(`#${to}`)
      else window.location.hash = to
    },
    [navigate],
  )
  return [location.split('?')[0] ?? '/', go]
}

/** What stands after `?` in the route, as it is now. */
export function useHashQuery(): URLSearchParams {
  const hash = useSyncExternalStore(
    (changed) => {
      window.addEventListener('hashchange', changed)
      return () => window.removeEventListener('hashchange', changed)
    },
    () => window.location.hash,
  )
  return new URLSearchParams(hash.split('?')[1] ?? '')
}
