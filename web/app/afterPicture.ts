/** Waits until what was just drawn is on the screen: for code that is large, and that the first picture must not wait for. */
export function afterPicture(): Promise<void> {
  // A page in the background draws nothing.
  if (document.hidden) return Promise.resolve()
  return new Promise((resolve) => {
    // The next frame begins when this one is drawn.
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)))
    // It may go into the background meanwhile.
    setTimeout(resolve, 500)
  })
}
