import type { Operator } from '../operator.ts'
import type { Stage } from '../store/tables.ts'

const STAGES: readonly Stage[] = ['filed', 'proved', 'review', 'measured', 'signed', 'recorded', 'missed', 'stopped']
const OPEN: readonly Stage[] = ['filed', 'proved', 'review', 'measured', 'signed', 'stopped']

/** Brings the gauges that are counted in the store up to date. */
export async function gauge({ store, metrics }: Operator): Promise<void> {
  const counts = await store
    .selectFrom('claims')
    .select((eb) => ['stage', eb.fn.countAll().as('number')])
    .groupBy('stage')
    .execute()
  const byStage = new Map(counts.map(({ stage, number }) => [stage, Number(number)]))
  for (const stage of STAGES) metrics.claims.set({ stage }, byStage.get(stage) ?? 0)
  const next = await store
    .selectFrom('claims')
    .select((eb) => eb.fn.min('observeUntil').as('until'))
    .where('stage', 'in', OPEN)
    .executeTakeFirst()
  metrics.deadline.set(Number(next?.until ?? 0))
}
