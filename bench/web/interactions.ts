/** How long the page takes to answer a visitor: from a key or a click to the next picture, as the browser's event timing has it. */
import type { Page } from 'playwright-core'

/** One thing that a visitor does. */
export interface Interaction {
  name: string
  act: (page: Page) => Promise<unknown>
}

/** What is kept in the page meanwhile. */
interface Kept {
  slowest?: number
}

/** Milliseconds of the slowest event of each interaction; the browser counts in steps of 8, and leaves out what is below 16. */
export async function timeInteractions(
  page: Page,
  interactions: readonly Interaction[],
): Promise<{ name: string; ms: number }[]> {
  await page.evaluate(() => {
    const kept = globalThis as Kept
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) kept.slowest = Math.max(kept.slowest ?? 0, duration)
    }).observe({ type: 'event', durationThreshold: 16, buffered: false } as never)
  })
  const times: { name: string; ms: number }[] = []
  for (const { name, act } of interactions) {
    await page.evaluate(() => {
      const kept = globalThis as Kept
      kept.slowest = 0
    })
    await act(page)
    // Entries come with the pictures after the event.
    await page.waitForTimeout(600)
    times.push({ name, ms: await page.evaluate(() => (globalThis as Kept).slowest ?? 0) })
  }
  return times
}
