import type { Clock } from '../operate/clock.ts'

/** A limit on how often something happens under one name. */
export type RateLimit = (name: string) => boolean

/**
 * Lets each name pass `most` times in `seconds`. Remembers the last `names` names: memory is bounded whoever asks.
 * @returns a function that says whether this time is within the limit.
 */
export function rateLimit(clock: Clock, most: number, seconds: number, names: number): RateLimit {
  const windows = new Map<string, { since: number; count: number }>()
  return (name) => {
    const now = clock.now()
    const known = windows.get(name)
    if (known !== undefined && Math.abs(now - known.since) < seconds * 1000) {
      known.count++
      return known.count <= most
    }
    windows.delete(name)
    windows.set(name, { since: now, count: 1 })
    if (windows.size > names) windows.delete(windows.keys().next().value ?? '')
    return true
  }
}
