/**
 * Who writes to an index: one process at a time. The row is changed only by whoever it names, or after it ran out; every stretch is
 * written in a transaction that renews it first, so that a process that slept past its lease writes nothing.
 */
import type { Index } from './openIndex.ts'

/** How long a lease is held without being renewed, in milliseconds. */
export const LEASE = 20_000
/** How often it is renewed while a process runs. */
export const BEAT = 5_000
/** How much longer another process waits, for clocks that differ. */
export const MARGIN = 5_000

const NAME = 'write'

/** A process that writes. */
export interface Holder {
  index: Index
  /** Its own name, never used by another process. */
  holder: string
  /** Unix milliseconds. */
  now: () => number
}

/** Another process writes to this index. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'

  constructor() {
    super('Another process writes to this index. This one takes over once the lease of the other has run out.')
  }
}

/** Takes the lease or renews it. @returns whether this process holds it now. */
export async function takeLease({ index, holder, now }: Holder): Promise<boolean> {
  const at = now()
  const until = at + LEASE
  const { numInsertedOrUpdatedRows } = await index
    .insertInto('leases')
    .values({ name: NAME, holder, until })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet({ holder, until })
        .where((row) => row.or([row('leases.holder', '=', holder), row('leases.until', '<=', at - MARGIN)])),
    )
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

/** Renews the lease within a transaction: nobody takes it over until that ends. @throws {LeaseLost} when it is not held. */
export async function requireLease({ index, holder, now }: Holder): Promise<void> {
  const at = now()
  const { numUpdatedRows } = await index
    .updateTable('leases')
    .set({ until: at + LEASE })
    .where('name', '=', NAME)
    .where('holder', '=', holder)
    .where('until', '>', at)
    .executeTakeFirst()
  if (numUpdatedRows !== 1n) throw new LeaseLost()
}

/** Gives the lease up, so that another process need not wait. Does nothing where it is not held. */
export async function releaseLease({ index, holder }: Pick<Holder, 'index' | 'holder'>): Promise<void> {
  await index.deleteFrom('leases').where('name', '=', NAME).where('holder', '=', holder).execute()
}
