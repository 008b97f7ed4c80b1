import type { Operator } from '../operator.ts'
import type { Store } from '../store/openStore.ts'

const NAME = 'signingStopped'

/**
 * Stops signing until a person resumes it: something happened that no measurement should be signed over. Says so once for each reason.
 */
export async function stopSigning(
  { store, log, metrics }: Pick<Operator, 'store' | 'log' | 'metrics'>,
  reason: string,
): Promise<void> {
  const before = await reasonNotToSign(store)
  if (before?.includes(reason) === true) return
  const value = before === undefined ? reason : `${before}; ${reason}`
  await store
    .insertInto('meta')
    .values({ name: NAME, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute()
  metrics.signingStopped.set(1)
  log.error({ reason }, 'signing is stopped until a person resumes it')
}

/** Why nothing may be signed now; undefined where signing is allowed. */
export async function reasonNotToSign(store: Store): Promise<string | undefined> {
  const row = await store.selectFrom('meta').select('value').where('name', '=', NAME).executeTakeFirst()
  return row?.value
}

/** Allows signing again, after a person looked into why it was stopped. @returns what had stopped it. */
export async function resumeSigning(store: Store): Promise<string | undefined> {
  const reason = await reasonNotToSign(store)
  await store.deleteFrom('meta').where('name', '=', NAME).execute()
  return reason
}
