/**
 * Who runs this operator: one process at a time over one database. The row is changed only by whoever it names, or after it ran out;
 * what matters is written in a transaction that checks it first, so that a process that slept past its lease changes nothing.
 */
import type { Operator } from '../operator.ts'
import type { Store } from './openStore.ts'

/** How long a lease is held without being renewed, in milliseconds. */
export const LEASE = 20_000
/** How often it is renewed. */
export const BEAT = 5_000
/** How much longer another process waits, for clocks that differ. */
export const MARGIN = 10_000

/** How often a process looks whether it has come to hold it. */
const LOOK = 500

const NAME = 'run'

type Holder = Pick<Operator, 'store' | 'holder' | 'clock'>

/** This process does not hold the lease: another one may run this operator. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'

  constructor() {
    super(
      'This process does not hold the lease of its operator: another may run. It takes over once the lease has run out.',
    )
  }
}

/** Takes the lease or renews it. @returns whether this process holds it now. */
export async function takeLease({ store, holder, clock }: Holder): Promise<boolean> {
  const now = clock.now()
  const inserted = await store
    .insertInto('leases')
    .values({ name: NAME, holder, until: now + LEASE })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet({ holder, until: now + LEASE })
        .where((row) => row.or([row('leases.holder', '=', holder), row('leases.until', '<=', now - MARGIN)])),
    )
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

/** Whether this process holds the lease now. */
export async function holdsLease({ store, holder, clock }: Holder): Promise<boolean> {
  const row = await store.selectFrom('leases').selectAll().where('name', '=', NAME).executeTakeFirst()
  return row?.holder === holder && clock.now() < row.until
}

/** Waits until this process holds the lease. @returns false where the signal fired before. */
export async function untilHeld(operator: Holder, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    if (await holdsLease(operator).catch(() => false)) return true
    await operator.clock.sleep(LOOK, signal).catch(() => undefined)
  }
  return false
}

/**
 * Fences a transaction: nobody takes the lease over until it ends.
 * @throws {LeaseLost} when this process does not hold the lease.
 */
export async function requireLease(
  transaction: Store,
  { holder, clock }: Pick<Operator, 'holder' | 'clock'>,
): Promise<void> {
  // Writing the row locks it, in every database.
  const { numUpdatedRows } = await transaction
    .updateTable('leases')
    .set({ holder })
    .where('name', '=', NAME)
    .where('holder', '=', holder)
    .where('until', '>', clock.now())
    .executeTakeFirst()
  if (numUpdatedRows !== 1n) throw new LeaseLost()
}

/** Gives the lease up, so that another process need not wait. Does nothing where it is not held. */
export async function releaseLease({ store, holder }: Pick<Operator, 'store' | 'holder'>): Promise<void> {
  await store.deleteFrom('leases').where('name', '=', NAME).where('holder', '=', holder).execute()
}

/**
 * Takes the lease when it is free and renews it until the signal fires, then gives it up. Says once when it came and when it went; a
 * store that does not answer is like a lease that is not held.
 */
export async function keepLease(operator: Operator, signal: AbortSignal): Promise<void> {
  const { clock, log, metrics } = operator
  let held: boolean | undefined
  while (!signal.aborted) {
    const now = await takeLease(operator).catch((error: unknown) => {
      if (held !== false) log.warn({ err: error }, 'the lease could not be renewed')
      return false
    })
    metrics.leaseHeld.set(now ? 1 : 0)
    if (now && held !== true) log.info('this process holds the lease and runs the operator')
    if (!now && held !== false) log.warn('this process does not hold the lease; it waits')
    held = now
    await clock.sleep(BEAT, signal).catch(() => undefined)
  }
  metrics.leaseHeld.set(0)
  await releaseLease(operator).catch((error: unknown) => {
    log.warn({ err: error }, 'the lease could not be given up; it runs out by itself')
  })
}
