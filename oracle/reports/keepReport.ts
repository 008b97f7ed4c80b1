import type { Operator } from '../operator.ts'
import type { Store } from '../store/openStore.ts'
import type { ClaimsTable, Stage } from '../store/tables.ts'
import { encodeReport, type Report } from '../../sdk/model/report.ts'

/** Thrown to undo a transaction: somebody else moved the claim on meanwhile. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken'
}

/**
 * Keeps a report and moves its claim on to `measured`, both or neither.
 * @param from the stage that the claim must still be in.
 * @param result what the metrics count it as.
 * @param also runs in the same transaction; may throw `Overtaken`.
 * @returns false, with nothing changed, when the claim is elsewhere by now.
 */
export async function keepReport(
  operator: Operator,
  claim: ClaimsTable,
  from: Stage,
  report: Report,
  result: 'measured' | 'unreadable',
  also: (transaction: Store) => Promise<void> = () => Promise.resolve(),
): Promise<boolean> {
  const { text, digest } = encodeReport(report)
  const { timestamp } = await operator.chain.confirmed()
  operator.mark('verify: measured, nothing kept')
  try {
    await operator.store.transaction().execute(async (transaction) => {
      // The write comes first: from here on nobody else writes about this claim.
      const moved = await transaction
        .updateTable('claims')
        .set({ stage: 'measured', measurement: report.measurement, report: digest, note: '', tries: 0, nextAt: 0 })
        .where('escrow', '=', claim.escrow)
        .where('claim', '=', claim.claim)
        .where('stage', '=', from)
        .executeTakeFirst()
      if (moved.numUpdatedRows === 0n) throw new Overtaken('The claim was moved on.')
      await also(transaction)
      await transaction
        .insertInto('reports')
        .values({ digest, text, madeAt: Number(timestamp) })
        .onConflict((conflict) => conflict.column('digest').doNothing())
        .execute()
    })
  } catch (error) {
    if (error instanceof Overtaken) return false
    throw error
  }
  operator.mark('verify: report kept')
  const { escrow, claim: key } = claim
  operator.metrics.verified.inc({ result })
  operator.log.info({ escrow, claim: key, report: digest }, 'measured')
  return true
}
