/** Milliseconds that a busy page may take until it counts as idle. */
const LATEST = 2_000

/** Waits until the first view is there and the browser has nothing to do: for what a visitor does not see first. */
export async function whenIdle(): Promise<void> {
  if (document.readyState !== 'complete')
    await new Promise((resolve) => {
      window.addEventListener('load', resolve, { once: true })
    })
  await new Promise<void>((resolve) => {
    // Safari has no such callback.
    if (typeof window.requestIdleCallback !== 'function') setTimeout(resolve, 200)
    else window.requestIdleCallback(() => resolve(), { timeout: LATEST })
  })
}
