/** What the tools print, read: compiler warnings of ours, numbers of tests. */

/** Warnings whose source is ours, not a dependency's; each as the compiler prints it. */
export function ownWarnings(output: string): string[] {
  // The compiler's message, then within a few lines `--> file:line:column:`; a warning without a place counts as ours.
  const starts = [...output.matchAll(/^\s*Warning(?: \(\d+\))?:/gm)].map((match) => match.index)
  return starts
    .map((start, i) => output.slice(start, starts[i + 1]).trim())
    .filter((warning) => !/-->\s+(\.\/)?(npm\/|node_modules\/|@openzeppelin\/)/.test(warning))
}

export interface Counts {
  passed: number
  failed: number
}

const sum = (output: string, pattern: RegExp) =>
  [...output.matchAll(pattern)].reduce((total, match) => total + Number(match[1]), 0)

/** Tests that a run of mocha or Hardhat's Solidity runner says it made. Pending tests count as failed: nothing is skipped silently. */
export function countTests(output: string): Counts {
  return {
    passed: sum(output, /^\s*(\d+) passing\b/gm),
    failed: sum(output, /^\s*(\d+) (?:failing|pending|skipped)\b/gm),
  }
}

/** Why `counts` are not good enough, or nothing. A filter that matches nothing exits 0: hence the minimum. */
export function faultsOfCounts(counts: Counts, minimum: number): string[] {
  return [
    ...(counts.failed > 0 ? [`${counts.failed} tests failed or were skipped`] : []),
    ...(counts.passed < minimum ? [`${counts.passed} tests passed, at least ${minimum} must`] : []),
  ]
}

/** How many lines of what failed are shown again at the end. */
const MOST_LINES = 60

/**
 * What a run of tests says of those that failed, from its count of them on, and the tests that were skipped; shortened. Nothing for
 * an output without such a count. A long run's output hides them.
 */
export function failuresOf(output: string): string {
  const start = /^\s*\d+ (?:failing|pending|skipped)\b/m.exec(output)?.index
  if (start === undefined) return ''
  const skipped = output.slice(0, start).match(/^\s+- .+$/gm) ?? []
  const lines = [...skipped, ...output.slice(start).trimEnd().split('\n')]
  const more = lines.length - MOST_LINES
  return [...lines.slice(0, MOST_LINES), ...(more > 0 ? [`... and ${more} lines more above`] : [])].join('\n')
}
