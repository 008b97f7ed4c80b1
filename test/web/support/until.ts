import { setTimeout } from 'node:timers/promises'

/** Milliseconds: far more than anything takes. */
const PATIENCE = 90_000

/**
 * Asks again and again until the answer is something.
 * @param again milliseconds between two questions.
 * @throws {Error} that says what was waited for.
 */
export async function until<T>(
  what: string,
  ask: () => Promise<T | false | undefined>,
  { again = 250 } = {},
): Promise<T> {
  for (const end = Date.now() + PATIENCE; Date.now() < end; await setTimeout(again)) {
    const answer = await ask()
    if (answer !== false && answer !== undefined) return answer
  }
  throw new Error(`It took too long: ${what}.`)
}
