/** How long the page takes to answer a visitor: from a key or a click to the next picture, as the browser's event timing has it. */
import type { Page } from 'playwright-core'
import type { Timed } from './figures.ts'

/** What is kept in the page meanwhile. */
interface Kept {
  slowest?: number
}

/** Milliseconds after an action in which its pictures and its answers come. */
const AFTER = 500

/** Begins to watch a page that was just opened. */
export async function watch(page: Page): Promise<void> {
  await page.evaluate(() => {
    const kept = globalThis as Kept
    const observer = new PerformanceObserver((list) => {
      for (const { duration, name } of list.getEntries()) {
        // A pointer that lies still while the page moves under it waits for no picture.
        if (!/^(pointer|mouse)(over|out|enter|leave)$/.test(name)) kept.slowest = Math.max(kept.slowest ?? 0, duration)
      }
    })
    observer.observe({ type: 'event', durationThreshold: 16, buffered: false } as never)
    // What the answer brings is drawn later: a visitor's next key would wait for that.
    observer.observe({ type: 'longtask', buffered: false } as never)
  })
}

/**
 * The slowest of the events of an action, or the longest task that it brings, in milliseconds. The browser counts events in steps of 8, and
 * leaves out events below 16 and tasks below 50.
 */
export async function timed(page: Page, name: string, act: () => Promise<unknown>): Promise<Timed> {
  await page.evaluate(() => {
    const kept = globalThis as Kept
    kept.slowest = 0
  })
  await act()
  await page.waitForTimeout(AFTER)
  return { name, ms: Math.round(await page.evaluate(() => (globalThis as Kept).slowest ?? 0)) }
}

/** Does something as long as it can be done; the slowest time of all, and how often it was done. */
export async function timedAgain(
  page: Page,
  name: string,
  act: () => Promise<unknown>,
  canBeDone: () => Promise<boolean>,
): Promise<Timed & { times: number }> {
  let [ms, times] = [0, 0]
  while (await canBeDone()) {
    ms = Math.max(ms, (await timed(page, name, act)).ms)
    times++
  }
  return { name, ms, times }
}
