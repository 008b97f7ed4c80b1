/** Whether a run of mutation testing is good enough. */

export interface Score {
  tried: readonly string[]
  alive: readonly string[]
}

/** Of all mutants at least this share must be killed. */
const LEAST_SHARE = 0.95

/**
 * Why `score` is not good enough, a line each: too many live, a survivor is not explained, or something else is. `isWhole`: all mutants were
 * tried, so that one that is explained must be among them.
 */
export function faultsOf(
  { tried, alive }: Score,
  explained: Readonly<Record<string, string>>,
  isWhole = false,
): string[] {
  const faults: string[] = []
  if (tried.length === 0) faults.push('no mutant was tried')
  const killed = tried.length - alive.length
  if (killed < LEAST_SHARE * tried.length) faults.push(`${killed} of ${tried.length} killed: fewer than 95 %`)
  for (const name of alive) if (explained[name] === undefined) faults.push(`lives and is not explained: ${name}`)
  const dead = new Set(tried.filter((name) => !alive.includes(name)))
  for (const name of Object.keys(explained)) if (dead.has(name)) faults.push(`is explained and was killed: ${name}`)
  const known = new Set(tried)
  if (isWhole) {
    for (const name of Object.keys(explained)) if (!known.has(name)) faults.push(`is explained and no mutant: ${name}`)
  }
  return faults
}

/** `score` in words: how many were killed, and of the rest how many are explained. */
export function summary({ tried, alive }: Score, explained: Readonly<Record<string, string>>): string {
  const killed = tried.length - alive.length
  const percent = ((100 * killed) / tried.length).toFixed(1)
  const known = alive.filter((name) => explained[name] !== undefined).length
  return `${killed} of ${tried.length} mutants killed (${percent} %), ${known} of ${alive.length} survivors explained`
}

/** Whether a test failed for want of time. No mutant does that: a loop without end runs out of gas. A busy machine does. */
export const isTimeout = (why: string): boolean => /Timeout of \d+ms exceeded/.test(why)
