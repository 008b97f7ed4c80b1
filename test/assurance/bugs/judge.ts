/** Whether a run of the suites caught a bug. */
import { z } from 'zod'

const Report = z.strictObject({
  /** The file of each test that passed, below test/. */
  passed: z.array(z.string()),
  skipped: z.number(),
  failures: z.array(z.strictObject({ title: z.string(), name: z.string(), message: z.string() })),
})

/** What `reporter.ts` wrote. */
export type Report = z.infer<typeof Report>

/** Reads what `reporter.ts` wrote. */
export const readReport = (text: string): Report => Report.parse(JSON.parse(text))

/** `broken`: the run says nothing about the bug, because it did not run as it does without it. */
export type Verdict = { is: 'caught' | 'broken'; why: string } | { is: 'missed' }

/** A transaction or call that the tests expect to succeed was refused by the contracts. */
const REVERT = /VM Exception while processing transaction|execution reverted|\bCALL_EXCEPTION\b/

/**
 * What `report` (undefined: none was written) means for a bug, where `expected` tests pass without it. Only a test that fails by an
 * assertion or by a transaction that is refused has caught something: a suite that cannot be loaded, a missing artifact or a timeout
 * has not.
 */
export function judge(report: Report | undefined, expected: number): Verdict {
  if (report === undefined) return { is: 'broken', why: 'mocha wrote no report' }
  const { passed, skipped, failures } = report
  const [first] = failures
  if (first !== undefined) {
    const isReal = first.name === 'AssertionError' || REVERT.test(first.message)
    if (isReal) return { is: 'caught', why: first.title }
    return { is: 'broken', why: `${first.title}: ${first.name}: ${first.message.slice(0, 200)}` }
  }
  if (skipped > 0 || passed.length !== expected || expected === 0)
    return { is: 'broken', why: `${passed.length} tests passed, ${skipped} skipped; ${expected} pass without the bug` }
  return { is: 'missed' }
}
