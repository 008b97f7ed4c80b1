import type { Operator } from '../operator.ts'
import type { Stage } from '../store/tables.ts'
import { reasonNotToSign } from './stop.ts'

const STAGES: readonly Stage[] = ['filed', 'proved', 'review', 'measured', 'signed', 'recorded', 'missed', 'stopped']
/** Stages without an observation on chain that may still get one. */
const WAITING: readonly Stage[] = ['filed', 'proved', 'review', 'measured', 'signed', 'stopped']

/** Shows what the store holds as metrics. @param now unix seconds of the chain. */
export async function setGauges({ store, metrics }: Operator, now: number): Promise<void> {
  const counts = await store
    .selectFrom('claims')
    .select((select) => ['stage', select.fn.countAll().as('count')])
    .groupBy('stage')
    .execute()
  for (const stage of STAGES) {
    metrics.claims.set({ stage }, Number(counts.find((one) => one.stage === stage)?.count ?? 0))
  }
  const next = await store
    .selectFrom('claims')
    .select('observeUntil')
    .where('stage', 'in', WAITING)
    .where('observeUntil', '>=', now)
    .orderBy('observeUntil')
    .limit(1)
    .executeTakeFirst()
  metrics.deadline.set(next?.observeUntil ?? 0)
  metrics.signingStopped.set((await reasonNotToSign(store)) === undefined ? 0 : 1)
}
