import { getAddress, type Address, type Hex } from 'viem'
import { unpackTerms } from '../../sdk/model/termsCode.ts'
import type { Terms } from '../../sdk/model/terms.ts'
import type { Operator } from '../operator.ts'
import type { ClaimsTable } from '../store/tables.ts'
import type { ClaimEvent } from './readStretch.ts'

export type EventOf<N extends ClaimEvent['eventName']> = Extract<ClaimEvent, { eventName: N }>

/** Changes the claim of an event. @throws {Error} when it was never filed. */
export async function updateClaim({ store }: Operator, event: ClaimEvent, change: Partial<ClaimsTable>): Promise<void> {
  const { escrow, claim } = keyOf(event)
  const { numUpdatedRows } = await store
    .updateTable('claims')
    .set(change)
    .where('escrow', '=', escrow)
    .where('claim', '=', claim)
    .executeTakeFirst()
  if (numUpdatedRows === 0n)
    throw new Error(`Claim ${claim} of ${escrow} has a ${event.eventName} and was never filed.`)
}

/** What this operator is committed to for a claim. */
export async function dutyOf({ store, deployment }: Operator, escrow: Address, claim: Hex) {
  return store
    .selectFrom('duties')
    .select(['digest', 'signature', 'measurement', 'report'])
    .where('chainId', '=', deployment.chainId)
    .where('escrow', '=', escrow)
    .where('claim', '=', claim)
    .executeTakeFirst()
}

/**
 * How far a claim is by this operator's duty alone, and what the duty says was measured: the claim may be older than the duty here,
 * after a move to another machine.
 */
export async function byDuty(
  operator: Operator,
  escrow: Address,
  claim: Hex,
): Promise<{ stage: 'filed' } | { stage: 'measured' | 'signed'; measurement: string; report: Hex }> {
  const duty = await dutyOf(operator, escrow, claim)
  if (duty === undefined) return { stage: 'filed' }
  const { signature, measurement, report } = duty
  return { stage: signature === null ? 'measured' : 'signed', measurement, report }
}

/** Notes in which block an observation of a member, or the settlement, is. */
export async function writeRecord({ store }: Operator, event: ClaimEvent, what: Address | 'settled'): Promise<void> {
  await store
    .insertInto('records')
    .values({ ...keyOf(event), what, block: Number(event.blockNumber) })
    .execute()
}

/** The terms of the escrow of an event. */
export async function termsOf({ store }: Operator, event: ClaimEvent): Promise<Terms> {
  const { escrow } = keyOf(event)
  const { code } = await store
    .selectFrom('escrows')
    .select('code')
    .where('escrow', '=', escrow)
    .executeTakeFirstOrThrow()
  return unpackTerms(code)
}

/** The escrow and the claim of an event. */
export function keyOf({ address, args }: ClaimEvent) {
  return { escrow: getAddress(address), claim: args.claim }
}
