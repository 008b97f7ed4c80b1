/** Lets the browser do what waits, such as to draw or to answer to its visitor, before what comes next. */
export function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve))
}
