/**
 * The step that takes up duties that are older than the claim in this store: after a move to another machine, or when a claim was filed
 * again after a reorganisation. What was committed to is all that can ever be signed, so nothing is verified a second time: claims before
 * `measured` become `measured` as they were. It comes before evidence is gathered.
 */
import type { Step } from '../operator.ts'

export const adopt: Step = async ({ store, deployment, log }) => {
  const due = await store
    .selectFrom('claims')
    .innerJoin('duties', (join) =>
      join.onRef('duties.escrow', '=', 'claims.escrow').onRef('duties.claim', '=', 'claims.claim'),
    )
    .select(['claims.escrow', 'claims.claim', 'duties.measurement', 'duties.report'])
    .where('duties.chainId', '=', deployment.chainId)
    .where('claims.stage', 'in', ['filed', 'proved', 'review'])
    .execute()
  for (const { escrow, claim, measurement, report } of due) {
    await store
      .updateTable('claims')
      .set({ stage: 'measured', note: '', measurement, report, tries: 0, nextAt: 0 })
      .where('escrow', '=', escrow)
      .where('claim', '=', claim)
      .where('stage', 'in', ['filed', 'proved', 'review'])
      .execute()
    log.info({ escrow, claim }, 'claim is measured already')
  }
  return due.length > 0
}
