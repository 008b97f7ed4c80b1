import { setTimeout } from 'node:timers/promises'

/** The time of day, injected so that tests can move it. */
export interface Clock {
  /** Unix milliseconds. */
  now(): number
  /** @throws {Error} `AbortError` when the signal fires. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (milliseconds, signal) => {
    await setTimeout(milliseconds, undefined, signal === undefined ? {} : { signal })
  },
}

/** Whole unix seconds. */
export function secondsOf(clock: Clock): number {
  return Math.floor(clock.now() / 1000)
}
