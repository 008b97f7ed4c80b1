/** The tombstone of a store whose sign-once record was exported: another machine signs for this operator. */
import type { Store } from '../store/openStore.ts'

const NAME = 'movedAway'

/** The digest of the record that was exported; undefined where this store may sign. */
export async function movedAway(store: Store): Promise<string | undefined> {
  const row = await store.selectFrom('meta').select('value').where('name', '=', NAME).executeTakeFirst()
  return row?.value
}

/** Ends signing with this store. A later export of the same store names the later record. */
export async function setMovedAway(transaction: Store, record: string): Promise<void> {
  await transaction
    .insertInto('meta')
    .values({ name: NAME, value: record })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: record }))
    .execute()
}

/** Takes the tombstone away: only where it is certain that no other machine signs. */
export async function clearMovedAway(transaction: Store): Promise<void> {
  await transaction.deleteFrom('meta').where('name', '=', NAME).execute()
}
