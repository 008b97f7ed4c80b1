/** The chain's time, which runs on between its blocks. */
import { useSyncExternalStore } from 'react'

/** A chain whose last block is younger than that goes by the clock, in seconds: blocks come a little late. */
const CLOSE = 120

let offset = 0
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

/** Tells the time of a block that was just read, in unix seconds. */
export function tellChainTime(seconds: number): void {
  const apart = seconds - Date.now() / 1000
  const next = Math.abs(apart) < CLOSE ? 0 : apart
  // A block that is older than the time shown does not turn it back, unless by much.
  if (next === 0 || next > offset || offset - next > CLOSE) offset = next
}

/** Unix seconds by the chain, now. */
export function chainNow(): number {
  return Math.floor(Date.now() / 1000 + offset)
}

/** The same, moving on every second, or in steps of so many: what is drawn with it is drawn anew only then. */
export function useNow(step = 1): number {
  return useSyncExternalStore(subscribe, () => Math.floor(chainNow() / step) * step)
}

function subscribe(tick: () => void): () => void {
  listeners.add(tick)
  timer ??= setInterval(() => {
    for (const listener of listeners) listener()
  }, 1_000)
  return () => {
    listeners.delete(tick)
    if (listeners.size === 0) {
      clearInterval(timer)
      timer = undefined
    }
  }
}
