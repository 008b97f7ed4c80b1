/** Stopping to sign until a person acts: something is wrong that would make signatures wrong. */
import type { Operator } from '../operator.ts'
import type { Store } from '../store/openStore.ts'

const NAME = 'signingStopped'

/** Nothing is signed from now on, across restarts. The first reason stays. */
export async function stopSigning(operator: Operator, reason: string): Promise<void> {
  const { numInsertedOrUpdatedRows } = await operator.store
    .insertInto('meta')
    .values({ name: NAME, value: reason })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  operator.metrics.signingStopped.set(1)
  if (numInsertedOrUpdatedRows === 1n) operator.log.error({ reason }, 'signing is stopped until a person resumes it')
}

/** Why nothing is signed now; undefined where nothing speaks against it. */
export async function reasonNotToSign(store: Store): Promise<string | undefined> {
  const row = await store.selectFrom('meta').select('value').where('name', '=', NAME).executeTakeFirst()
  return row?.value
}

/** A person has looked and takes it upon them: signing goes on. */
export async function resumeSigning(store: Store): Promise<void> {
  await store.deleteFrom('meta').where('name', '=', NAME).execute()
}
