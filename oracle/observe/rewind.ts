import { unpackTerms } from '../../sdk/model/termsCode.ts'
import type { Header } from '../chain/agree.ts'
import type { Operator } from '../operator.ts'
import { byDuty } from './claimRows.ts'
import { moveBack } from './history.ts'

/** The note of a claim that is stopped because its filing is gone. */
export const GONE =
  'the block it was filed in is no longer on the chain, and this operator is committed to a measurement'

/**
 * Forgets what was read after block `to`, so that it is read again: `operator.store` is a transaction. A claim that this operator is
 * committed to stays, stopped until it is filed again; one that it is not is as if it had never been.
 */
export async function rewind(
  operator: Operator,
  from: bigint,
  to: Pick<Header, 'number' | 'timestamp'>,
): Promise<void> {
  const { store } = operator
  const last = Number(to.number)
  await undoRecords(operator, last)
  await undoMissed(operator, Number(to.timestamp))
  const gone = await store.selectFrom('claims').select(['escrow', 'claim']).where('filedBlock', '>', last).execute()
  for (const { escrow, claim } of gone) {
    if ((await byDuty(operator, escrow, claim)).stage !== 'filed') {
      await store
        .updateTable('claims')
        .set({ stage: 'stopped', note: GONE })
        .where('stage', '<>', 'stopped')
        .where('escrow', '=', escrow)
        .where('claim', '=', claim)
        .execute()
      continue
    }
    await store.deleteFrom('claims').where('escrow', '=', escrow).where('claim', '=', claim).execute()
    // The evidence may be judged by what was drawn from a block that is gone.
    await store.deleteFrom('reviews').where('escrow', '=', escrow).where('claim', '=', claim).execute()
  }
  await store
    .deleteFrom('escrows')
    .where('createdBlock', '>', last)
    .where('escrow', 'not in', (query) => query.selectFrom('claims').select('escrow'))
    .execute()
  await moveBack(store, from, to.number)
}

/** A claim whose time is not over at `now` can still be observed: whether it was missed is found anew. */
async function undoMissed(operator: Operator, now: number): Promise<void> {
  const { store } = operator
  const missed = await store
    .selectFrom('claims')
    .select(['escrow', 'claim'])
    .where('stage', '=', 'missed')
    .where('observeUntil', '>=', now)
    .execute()
  for (const { escrow, claim } of missed) {
    await store
      .updateTable('claims')
      .set({ ...(await byDuty(operator, escrow, claim)), note: '' })
      .where((where) => where.and({ escrow, claim }))
      .execute()
  }
}

/** What is no longer recorded can be recorded again. What a peer showed stays; what was seen on chain only is gone with its block. */
async function undoRecords(operator: Operator, last: number): Promise<void> {
  const { store, member } = operator
  const undone = await store
    .selectFrom('records')
    .innerJoin('escrows', 'escrows.escrow', 'records.escrow')
    .select(['records.escrow', 'claim', 'what', 'code'])
    .where('block', '>', last)
    .execute()
  for (const { escrow, claim, what, code } of undone) {
    const change = store.updateTable('claims').where('escrow', '=', escrow).where('claim', '=', claim)
    if (what === 'settled') {
      await change.set({ settledAt: 0 }).execute()
      continue
    }
    const { verifyWithin } = unpackTerms(code)
    await change.set(({ eb }) => ({ observeUntil: eb('filedAt', '+', Number(verifyWithin)) })).execute()
    if (what === member) {
      await change.set(await byDuty(operator, escrow, claim)).execute()
      continue
    }
    await store
      .deleteFrom('observations')
      .where((where) => where.and({ escrow, claim, member: what, onChain: 1 }))
      .where('salt', 'is', null)
      .execute()
    await store
      .updateTable('observations')
      .set({ onChain: 0 })
      .where((where) => where.and({ escrow, claim, member: what }))
      .execute()
  }
  await store.deleteFrom('records').where('block', '>', last).execute()
}
