/** The review queue, for the people who review. It works on the store beside the running service, which takes decisions up by itself. */
import type { Address, Hex } from 'viem'
import * as z from 'zod'
import { InputError } from '../../sdk/errors/InputError.ts'
import { parseInput } from '../../sdk/errors/parseInput.ts'
import { parseOutcome, type Outcome } from '../../sdk/model/outcome.ts'
import { textSchema } from '../../sdk/model/schemas.ts'
import type { Store } from '../store/openStore.ts'
import type { ClaimsTable } from '../store/tables.ts'
import { factsSchema, type Facts } from '../../sdk/model/report.ts'
import { readReviews } from './review.ts'
import { measurementSchema } from './verifier.ts'

export interface Place {
  escrow: Address
  claim: Hex
}

/** A claim in the queue. */
export type Queued = Pick<ClaimsTable, 'escrow' | 'claim' | 'target' | 'solver' | 'place' | 'observeUntil' | 'note'> & {
  title: string
}

/** The queue, nearest deadline first. */
export async function listReviews(store: Store): Promise<Queued[]> {
  const rows = await store
    .selectFrom('claims')
    .innerJoin('escrows', 'escrows.escrow', 'claims.escrow')
    .select(['claims.escrow', 'claim', 'target', 'solver', 'place', 'observeUntil', 'note', 'document'])
    .where('stage', '=', 'review')
    .orderBy('observeUntil')
    .orderBy('place')
    .execute()
  return rows.map(({ document, ...row }) => ({ ...row, title: parseOutcome(JSON.parse(document)).title }))
}

/** All that the store knows of a claim that waits for review. */
export interface Reviewed {
  claim: ClaimsTable
  outcome: Outcome
  facts: Facts | undefined
  reviews: Awaited<ReturnType<typeof readReviews>>
}

/** @throws {InputError} when there is no such claim. */
export async function showReview(store: Store, { escrow, claim: key }: Place): Promise<Reviewed> {
  const claim = await store
    .selectFrom('claims')
    .selectAll()
    .where('escrow', '=', escrow)
    .where('claim', '=', key)
    .executeTakeFirst()
  if (claim === undefined) throw notWaiting(key, 'is no claim of this escrow that the service knows')
  const { document } = await store
    .selectFrom('escrows')
    .select('document')
    .where('escrow', '=', escrow)
    .executeTakeFirstOrThrow()
  const facts = await store
    .selectFrom('facts')
    .select('facts')
    .where('escrow', '=', escrow)
    .where('claim', '=', key)
    .executeTakeFirst()
  return {
    claim,
    outcome: parseOutcome(JSON.parse(document)),
    facts: facts && factsSchema.parse(JSON.parse(facts.facts)),
    reviews: await readReviews(store, claim),
  }
}

/** Who reviews, and why. Both stand in the report, which everybody can read in the end. */
const saidSchema = z.strictObject({
  reviewer: z
    .string('write your name')
    .regex(/^[a-z0-9][a-z0-9._@-]{0,63}$/, 'write a name of small letters, digits and . _ @ -, always the same'),
  measurement: measurementSchema,
  reasons: textSchema.refine((text) => text.length <= 20_000, 'must have at most 20000 characters'),
})

export type Said = z.input<typeof saidSchema>

/**
 * Says for a reviewer that a claim measures so much, and that all its side conditions hold. What the same reviewer said before is replaced.
 * @param at unix seconds.
 * @throws {InputError} when the input is wrong or the claim is not waiting.
 */
export async function approve(store: Store, place: Place, said: Said, at: number): Promise<void> {
  return review(store, place, said, 1, at)
}

/** Says for a reviewer that a claim measures 0. @throws {InputError} as `approve`. */
export async function reject(store: Store, place: Place, said: Omit<Said, 'measurement'>, at: number): Promise<void> {
  return review(store, place, { ...said, measurement: '0' }, 0, at)
}

/**
 * Gives a claim back to its verifier that was stopped after too many failures.
 * @throws {InputError} when it was not.
 */
export async function retry(store: Store, { escrow, claim }: Place): Promise<void> {
  const { numUpdatedRows } = await store
    .updateTable('claims')
    .set({ stage: 'proved', note: 'tried again by a person', tries: 0, nextAt: 0 })
    .where('escrow', '=', escrow)
    .where('claim', '=', claim)
    .where('stage', '=', 'stopped')
    .where('measurement', 'is', null)
    .where((is) =>
      // Its evidence was proved.
      is.exists(is.selectFrom('facts').select('facts').where('escrow', '=', escrow).where('claim', '=', claim)),
    )
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw notWaiting(claim, 'was not stopped while it was verified')
}

async function review(store: Store, place: Place, input: Said, approved: number, at: number): Promise<void> {
  const said = parseInput(saidSchema, input, 'review')
  const { escrow, claim } = place
  await store.transaction().execute(async (transaction) => {
    // The write comes first: from here on the service does not decide about this claim.
    const held = await transaction
      .updateTable('claims')
      .set({ note: '' })
      .where('escrow', '=', escrow)
      .where('claim', '=', claim)
      .where('stage', '=', 'review')
      .executeTakeFirst()
    if (held.numUpdatedRows === 0n) throw notWaiting(claim, 'is not waiting for review; see `review list`')
    const row = { ...said, approved, at }
    await transaction
      .insertInto('reviews')
      .values({ escrow, claim, ...row })
      .onConflict((conflict) => conflict.columns(['escrow', 'claim', 'reviewer']).doUpdateSet(row))
      .execute()
    const note = noteOf(await readReviews(transaction, place))
    await transaction
      .updateTable('claims')
      .set({ note })
      .where('escrow', '=', escrow)
      .where('claim', '=', claim)
      .execute()
  })
}

/** What the queue says of a claim. */
function noteOf(reviews: readonly { reviewer: string; measurement: string }[]): string {
  const each = reviews.map(({ reviewer, measurement }) => `${reviewer} says ${measurement}`).join(', ')
  const differ = new Set(reviews.map(({ measurement }) => measurement)).size > 1
  return differ ? `${each}: they must agree before anything is signed; whoever was wrong reviews again` : each
}

function notWaiting(claim: Hex, message: string): InputError {
  return new InputError('review', [{ path: 'claim', value: claim, message }])
}
