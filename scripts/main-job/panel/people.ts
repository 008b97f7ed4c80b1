/** The people of a member, who judge what no program can: for outcome A, whether the wall holds and whether it was broken. */
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

/** Each of them looks at the evidence of every claim that waits, and says what it measures. */
export async function review(operator: Operator): Promise<boolean> {
  const { store, clock } = operator
  const waiting = await listReviews(store)
  for (const place of waiting) {
    const results = await withEvidence(operator, place, ({ folder }) => resultsIn(folder))
    const wall = wallSchema.safeParse(results)
    const broken = breakSchema.safeParse(results)
    for (const reviewer of REVIEWERS) {
      const approved = (measurement: string, reasons: string) =>
        approve(store, place, { reviewer, measurement, reasons }, secondsOf(clock))
      if (wall.success) await approved(`${wall.data.days}`, 'No channel moved the canary faster than is proved.')
      else if (broken.success) await approved('1', 'We repeated it, faster than 254 kbit/s for 24 hours.')
      else await reject(store, place, { reviewer, reasons: 'Repeated, it stays within 254 kbit/s.' }, secondsOf(clock))
    }
  }
  return waiting.length > 0
}

async function resultsIn(folder: string): Promise<unknown> {
  return JSON.parse(await readFile(join(folder, 'files', RESULTS), 'utf8'))
}
