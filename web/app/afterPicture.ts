/** Waits until what was just drawn is on the screen: for code that is large, and that the first picture must not wait for. */
export function afterPicture(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve))
    // A page in the background draws nothing.
    setTimeout(resolve, 500)
  })
}
