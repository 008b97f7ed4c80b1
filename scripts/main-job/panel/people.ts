/** The people of a member, who judge what no program can: whether the wall of outcome A, or the proof of outcome F, holds, or was broken. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { withEvidence } from '../../../oracle/evidence/withEvidence.ts'
import { secondsOf } from '../../../oracle/operate/clock.ts'
import type { Operator } from '../../../oracle/operator.ts'
import { approve, listReviews, reject } from '../../../oracle/verifiers/reviews.ts'
import { RESULTS } from '../evidence.ts'

const REVIEWERS = ['red-team', 'second-person']
/** The rate of 1 TB in 365 days, in kbit/s. */
const MOST_RATE = 254
const wallSchema = z.strictObject({ days: z.int().min(1) })
const breakSchema = z.strictObject({ kilobitsPerSecond: z.int().min(MOST_RATE + 1) })
const proofSchema = z.strictObject({ doesProofCheck: z.literal(true) })
const leakSchema = z.strictObject({ leakedBytes: z.int().min(1) })

/** Each of them looks at the evidence of every claim that waits, and says what it measures. */
export async function review(operator: Operator): Promise<boolean> {
  const { store, clock } = operator
  const waiting = await listReviews(store)
  for (const place of waiting) {
    const results = await withEvidence(operator, place, ({ folder }) => resultsIn(folder))
    const verdict = verdictOn(results)
    for (const reviewer of REVIEWERS) {
      const said = { reviewer, reasons: verdict.reasons }
      if (verdict.measurement === undefined) await reject(store, place, said, secondsOf(clock))
      else await approve(store, place, { ...said, measurement: `${verdict.measurement}` }, secondsOf(clock))
    }
  }
  return waiting.length > 0
}

/** Undefined: nothing that holds. */
function verdictOn(results: unknown): { measurement?: number; reasons: string } {
  const wall = wallSchema.safeParse(results)
  if (wall.success)
    return { measurement: wall.data.days, reasons: 'No channel moved the canary faster than is proved.' }
  if (breakSchema.safeParse(results).success)
    return { measurement: 1, reasons: 'We repeated it, faster than 254 kbit/s for 24 hours.' }
  if (proofSchema.safeParse(results).success)
    return { measurement: 1, reasons: 'The proof checks, and it is about the image that was built.' }
  if (leakSchema.safeParse(results).success)
    return { measurement: 1, reasons: 'We repeated it: bytes passed that the statement excludes.' }
  return { reasons: 'Repeated, it does not show what it says.' }
}

/** Nothing where the bundle does not have them in their form. */
async function resultsIn(folder: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(join(folder, 'files', RESULTS), 'utf8'))
  } catch {
    return undefined
  }
}
