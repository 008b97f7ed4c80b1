import type { Address, Hex } from 'viem'
import { unpackTerms } from '../../sdk/model/termsCode.ts'
import type { Operator } from '../operator.ts'
import { wantKey } from './memory.ts'

/** What is still wanted of a member about a claim. */
export interface Wanted {
  escrow: Address
  claim: Hex
  member: Address
  /** What it committed to; undefined as long as that is not known. */
  commitment: Hex | undefined
  /** When this operator signed, unix seconds. */
  since: number
}

/** What is wanted of the other members of the panels: the observations of claims which this operator has signed for. */
export async function wantedOf(operator: Operator): Promise<Wanted[]> {
  const { store, deployment, member: own } = operator
  const { timestamp } = await operator.chain.confirmed()
  const claims = await store
    .selectFrom('claims as c')
    .innerJoin('escrows as e', 'e.escrow', 'c.escrow')
    .innerJoin('duties as d', (join) => join.onRef('d.escrow', '=', 'c.escrow').onRef('d.claim', '=', 'c.claim'))
    .where('c.stage', 'in', ['signed', 'recorded'])
    .where('c.observeUntil', '>=', Number(timestamp))
    .where('d.chainId', '=', deployment.chainId)
    .where('d.signature', 'is not', null)
    .select(['c.escrow', 'c.claim', 'e.code', 'd.committedAt'])
    .execute()
  if (claims.length === 0) return []
  const open = await knownOf(operator, Number(timestamp))
  const panels = new Map<Hex, readonly Address[]>()
  return claims.flatMap(({ escrow, claim, code, committedAt: since }) => {
    const panel = panels.get(code) ?? unpackTerms(code).panel
    panels.set(code, panel)
    return panel
      .filter((member) => member !== own && !open.ended.has(wantKey(escrow, claim, member)))
      .map((member) => ({
        escrow,
        claim,
        member,
        since,
        commitment: open.commitments.get(wantKey(escrow, claim, member)),
      }))
  })
}

/** What is known already of claims that can still be observed. */
async function knownOf({ store }: Operator, now: number) {
  const open = store.selectFrom('claims').select('claim').where('observeUntil', '>=', now)
  const [commitments, revealed, broken] = await Promise.all([
    store.selectFrom('commitments').selectAll().where('claim', 'in', open).execute(),
    store
      .selectFrom('observations')
      .select(['escrow', 'claim', 'member'])
      .where('claim', 'in', open)
      .where('salt', 'is not', null)
      .execute(),
    store.selectFrom('findings').select(['escrow', 'claim', 'member']).where('claim', 'in', open).execute(),
  ])
  return {
    commitments: new Map(
      commitments.map(({ escrow, claim, member, commitment }) => [wantKey(escrow, claim, member), commitment]),
    ),
    ended: new Set([...revealed, ...broken].map(({ escrow, claim, member }) => wantKey(escrow, claim, member))),
  }
}
