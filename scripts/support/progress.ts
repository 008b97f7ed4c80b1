/** How long something may take before a person wants to know what it is, in milliseconds. */
const PATIENCE = 1000

/** Tells on stderr, on a terminal only, what takes longer than a second; the line is wiped when it is over. */
export async function withProgress<T>(what: string, run: () => Promise<T>): Promise<T> {
  const screen = process.stderr
  if (!screen.isTTY) return run()
  const started = Date.now()
  const text = () => `${what} ... ${Math.round((Date.now() - started) / 1000)} s`.slice(0, screen.columns - 1)
  const timer = setInterval(() => screen.write(`\r\x1b[K${text()}`), PATIENCE)
  try {
    return await run()
  } finally {
    clearInterval(timer)
    if (Date.now() - started >= PATIENCE) screen.write('\r\x1b[K')
  }
}
