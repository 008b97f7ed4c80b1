/** What is asked for before the page's own code is there: its configuration, and what the index says of what the address names. */

/** Milliseconds after which a question counts as lost. */
const PATIENCE = 15_000

let config: Promise<unknown> | undefined
const answers = new Map<string, Promise<Response>>()

/** Asks at once for what the view at the current address shows first. */
export function askAhead(): void {
  config = readConfig()
  // Who needs it says what went wrong.
  void config.then(askFor).catch(() => undefined)
}

/** The page's `config.json`, as it is written. @throws where there is none. */
export function configAhead(): Promise<unknown> {
  return (config ??= readConfig())
}

/** The answer to a question to the index that was asked ahead: once, and undefined where it was not or failed. */
export async function takeAhead(url: string): Promise<Response | undefined> {
  const answer = answers.get(url)
  answers.delete(url)
  return answer?.catch(() => undefined)
}

async function readConfig(): Promise<unknown> {
  const response = await fetch(new URL('config.json', document.baseURI), { credentials: 'same-origin' })
  return response.ok ? response.json() : undefined
}

/** The question of each view that shows one thing first. The view asks the same once it is there. */
function askFor(read: unknown): void {
  const path = questionOf(location.hash)
  if (path === undefined) return
  const named = (read as { index?: unknown } | undefined)?.index
  const base = typeof named === 'string' ? named : new URL(document.baseURI).origin
  const url = new URL(path, base).href
  answers.set(url, fetch(url, { signal: AbortSignal.timeout(PATIENCE) }))
}

/** Rows of a page of the list of outcomes. */
export const PAGE = 24

/** The views that visitors come to most. */
const VIEWS = {
  explore: /^(?:#?|#\/)$/,
  outcome: /^#\/escrow\/(0x[0-9a-fA-F]{40})$/,
  pledge: /^#\/escrow\/(0x[0-9a-fA-F]{40})\/pledge$/,
}

/** Which of these an address leads to. */
export function viewOf(hash: string): keyof typeof VIEWS | undefined {
  return (['explore', 'outcome', 'pledge'] as const).find((name) => VIEWS[name].test(hash))
}

/** The escrow that the address of one of these views names. */
export function escrowIn(hash: string): string | undefined {
  const view = viewOf(hash)
  return view && VIEWS[view].exec(hash)?.[1]
}

/** The path of the first question to the index that the view of an address asks. */
export function questionOf(hash: string): string | undefined {
  const view = viewOf(hash)
  if (view === undefined) return undefined
  const escrow = escrowIn(hash)
  return escrow === undefined ? `/v1/escrows?limit=${PAGE}` : `/v1/escrows/${escrow}`
}
