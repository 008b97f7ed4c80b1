/** The verifier that is people: a claim waits in the stage `review` until enough of them have said the same. */
import { manifestDigest } from '../../sdk/model/evidence.ts'
import { keepReport, Overtaken } from '../reports/keepReport.ts'
import type { ManualRecord } from '../../sdk/model/report.ts'
import type { Operator } from '../operator.ts'
import type { Store } from '../store/openStore.ts'
import type { ClaimsTable } from '../store/tables.ts'
import { conditionsFor } from './conditions.ts'
import { reportHead, type Means, type Task } from './verifyClaim.ts'

type Said = ManualRecord['reviews']

/** Puts a claim into the queue. */
export async function startReview(operator: Operator, { escrow, claim }: ClaimsTable): Promise<boolean> {
  const { numUpdatedRows } = await operator.store
    .updateTable('claims')
    .set({ stage: 'review', note: 'waits for a person', tries: 0, nextAt: 0 })
    .where('escrow', '=', escrow)
    .where('claim', '=', claim)
    .where('stage', '=', 'proved')
    .executeTakeFirst()
  operator.mark('verify: review begun')
  if (numUpdatedRows === 0n) return false
  operator.log.info({ escrow, claim }, 'a claim waits for review')
  return true
}

/** Measures a claim as the people decided; does nothing while they have not. */
export async function finishReview(
  operator: Operator,
  task: Task,
  approvals: number,
  { withEvidence }: Means,
): Promise<boolean> {
  const { claim, outcome } = task
  const reviews = await readReviews(operator.store, claim)
  const measurement = decisionOf(reviews, approvals)
  if (measurement === undefined) return false
  const manifest = await withEvidence(operator, claim, (opened) => Promise.resolve(manifestDigest(opened.manifest)))
  const isRejected = measurement === '0'
  const report = {
    ...reportHead(operator, task),
    manifest,
    input: null,
    verifier: { kind: 'manual' as const, approvals, reviews },
    measurement,
    reason: isRejected ? 'Rejected in review, for the reasons below.' : '',
    // Who approves says that each of them holds.
    sideConditions: isRejected ? [] : conditionsFor(outcome, claim.target).map((name) => ({ name, holds: true })),
    counted: null,
    notes: '',
  }
  return keepReport(operator, claim, 'review', report, 'measured', async (transaction) => {
    const now = await readReviews(transaction, claim)
    if (JSON.stringify(now) !== JSON.stringify(reviews)) throw new Overtaken('A review was changed.')
  })
}

/** What has been said of a claim, by the names of who said it. */
export async function readReviews(
  store: Store,
  { escrow, claim }: Pick<ClaimsTable, 'escrow' | 'claim'>,
): Promise<Said> {
  const rows = await store
    .selectFrom('reviews')
    .selectAll()
    .where('escrow', '=', escrow)
    .where('claim', '=', claim)
    .orderBy('reviewer')
    .execute()
  return rows.map(({ reviewer, approved, measurement, reasons }) => ({
    reviewer,
    approved: approved === 1,
    measurement,
    reasons,
  }))
}

/** The measurement that enough people agree on, and nobody disagrees with; undefined while there is none. */
export function decisionOf(reviews: Said, approvals: number): string | undefined {
  const [first] = reviews
  if (first === undefined || reviews.length < approvals) return undefined
  return reviews.every(({ measurement }) => measurement === first.measurement) ? first.measurement : undefined
}
