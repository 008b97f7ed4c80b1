import type { Address, Hex } from 'viem'
import { unpackTerms } from '../../sdk/model/termsCode.ts'
import type { Operator } from '../operator.ts'
import type { Known } from './rotation.ts'

/** An observation that could be submitted. */
export interface KnownObservation extends Known {
  measurement: bigint
  report: Hex
  signature: Hex
}

/** What this operator knows of a claim's observations, its own among them: one for each member, the one that it committed to. */
export async function knownOf(
  { store, deployment, member: own }: Operator,
  escrow: Address,
  claim: Hex,
): Promise<KnownObservation[]> {
  const here = store.selectFrom('claims as c').where('c.escrow', '=', escrow).where('c.claim', '=', claim)
  const [row, duty, others] = await Promise.all([
    here.innerJoin('escrows as e', 'e.escrow', 'c.escrow').select(['e.code', 'c.stage']).executeTakeFirstOrThrow(),
    store
      .selectFrom('duties')
      .selectAll()
      .where('chainId', '=', deployment.chainId)
      .where('escrow', '=', escrow)
      .where('claim', '=', claim)
      .executeTakeFirst(),
    store
      .selectFrom('observations')
      .selectAll()
      .where('escrow', '=', escrow)
      .where('claim', '=', claim)
      .orderBy('seenAt')
      .execute(),
  ])
  const { panel } = unpackTerms(row.code)
  const known = new Map<number, KnownObservation>()
  const add = (member: Address, one: Omit<KnownObservation, 'seat' | 'measurement'> & { measurement: string }) => {
    const seat = panel.indexOf(member)
    if (seat === -1 || known.has(seat)) return
    known.set(seat, { ...one, seat, measurement: BigInt(one.measurement) })
  }
  if (duty !== undefined && duty.signature !== null) {
    const { measurement, report, signature, committedAt: seenAt } = duty
    add(own, { measurement, report, signature, seenAt, recorded: row.stage === 'recorded' })
  }
  // Of one member only one can be recorded: the one that is, or else the one that opens its commitment.
  const first = [...others].sort((a, b) => b.onChain - a.onChain || Number(a.salt === null) - Number(b.salt === null))
  for (const { member, measurement, report, signature, seenAt, onChain } of first) {
    add(member, { measurement, report, signature, seenAt, recorded: onChain === 1 })
  }
  return [...known.values()]
}
