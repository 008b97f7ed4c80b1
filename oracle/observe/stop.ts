import type { Operator } from '../operator.ts'
import type { Store } from '../store/openStore.ts'

const ROW = 'signingStopped'

/** Stops signing until a person has looked: nothing is signed before `resumeSigning`, in no process and after no restart. */
export async function stopSigning({ store, metrics, log }: Operator, reason: string): Promise<void> {
  const first = await store
    .insertInto('meta')
    .values({ name: ROW, value: reason })
    .onConflict((conflict) => conflict.doNothing())
    .returning('name')
    .executeTakeFirst()
  metrics.signingStopped.set(1)
  if (first !== undefined) log.error({ reason }, 'signing is stopped until a person resumes it')
}

/** Why nothing is signed now; undefined if it may be. */
export async function reasonNotToSign(store: Store): Promise<string | undefined> {
  const row = await store.selectFrom('meta').select('value').where('name', '=', ROW).executeTakeFirst()
  return row?.value
}

/** Lets signing go on. @returns why it was stopped; undefined if it was not. */
export async function resumeSigning(store: Store): Promise<string | undefined> {
  const row = await store.deleteFrom('meta').where('name', '=', ROW).returning('value').executeTakeFirst()
  return row?.value
}
