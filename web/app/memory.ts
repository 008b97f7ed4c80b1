/**
 * What the page remembers on this device. Browsers may forbid it (some private windows), or have no room: then it is remembered until the
 * page is closed, and nothing fails for it. Not for what must not be lost, such as that something was signed.
 */
const meanwhile = new Map<string, string | undefined>()

/** What is kept under a name; undefined where nothing is. */
export function recall(name: string): string | undefined {
  if (meanwhile.has(name)) return meanwhile.get(name)
  try {
    return localStorage.getItem(name) ?? undefined
  } catch {
    return undefined
  }
}

/** Keeps a text under a name; undefined takes it away. */
export function keep(name: string, text: string | undefined): void {
  try {
    if (text === undefined) localStorage.removeItem(name)
    else localStorage.setItem(name, text)
    meanwhile.delete(name)
  } catch {
    meanwhile.set(name, text)
  }
}
