import { setTimeout } from 'node:timers/promises'

/** Milliseconds between two questions. */
const AGAIN = 250

/**
 * Asks again and again until the answer is something.
 * @param patience milliseconds: far more than it takes.
 * @throws {Error} that says what was waited for.
 */
export async function until<T>(what: string, ask: () => Promise<T | false | undefined>, patience = 90_000): Promise<T> {
  for (const end = Date.now() + patience; Date.now() < end; await setTimeout(AGAIN)) {
    const answer = await ask()
    if (answer !== false && answer !== undefined) return answer
  }
  throw new Error(`It took too long: ${what}.`)
}
