/** Waits until what was just drawn is on the screen: for code that is large, and that the first picture must not wait for. */
export function afterPicture(): Promise<void> {
  return new Promise((resolve) => {
    // The next frame begins when this one is drawn.
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)))
    // A page in the background draws nothing.
    setTimeout(resolve, 500)
  })
}
