import type { Address } from 'viem'
import type { Terms } from '../../../sdk/model/terms.ts'
import { ranksOf } from '../../derive/figures.ts'
import type { EscrowsTable } from '../../store/tables.ts'
import { escrowView } from '../answers.ts'
import { termsOfAll, tokensOfAll, type Context } from '../context.ts'
import { addressPath } from '../fields.ts'
import { nothing, route } from '../route.ts'
import { amountOf, showEscrow, showTerms } from '../show.ts'

export const escrowRoute = route({
  path: '/v1/escrows/{address}',
  summary: 'Everything about one escrow but its lists.',
  params: addressPath,
  query: nothing,
  answer: { escrow: escrowView },
  get: async (context, { params }) => {
    const row = await rowOf(context, params.address)
    if (row === undefined) return undefined
    const terms = (await termsOfAll(context, [row.escrow]))(row.escrow)
    const escrow = {
      ...showEscrow(context, row, await tokensOfAll(context)),
      // A view shows them whole.
      title: row.title,
      summary: row.summary,
      theme: row.theme,
      terms: showTerms(terms),
      document: row.document,
      members: await membersOf(context, row.escrow),
      supply: amountOf(row.supply),
      returned: amountOf(row.returned),
      refunded: amountOf(row.refunded),
      collected: amountOf(row.collected),
      owed: await owedBy(context, row.escrow),
      feesIn: amountOf(row.feesIn),
      openFees: amountOf(row.openFees),
      lastCallEnd: row.lastCallEnd === 0 ? null : row.lastCallEnd,
      ranking: ranksOf(row.ranks).map(({ score, place }) => ({ score: String(score), place })),
      room: roomOf(row, terms, context.now),
      statusUntil: context.now <= row.turnsAt && row.statusUntil !== row.statusAfter ? row.turnsAt : null,
      transaction: row.transaction,
    }
    return { escrow }
  },
})

/** The row of an escrow; undefined where the index has none. */
export async function rowOf({ index }: Context, escrow: Address): Promise<EscrowsTable | undefined> {
  return index.selectFrom('escrows').selectAll().where('escrow', '=', escrow).executeTakeFirst()
}

async function membersOf({ index }: Context, escrow: Address) {
  const rows = await index
    .selectFrom('members')
    .leftJoin('operators', 'operators.account', 'members.member')
    .leftJoin('acceptances', (join) =>
      join.onRef('acceptances.member', '=', 'members.member').onRef('acceptances.escrow', '=', 'members.escrow'),
    )
    .select(['members.member', 'members.seat', 'operators.endpoint', 'acceptances.at'])
    .where('members.escrow', '=', escrow)
    .orderBy('members.seat')
    .execute()
  return rows.map(({ member, seat, endpoint, at }) => ({ address: member, seat, acceptedAt: at, endpoint }))
}

async function owedBy({ index }: Context, escrow: Address): Promise<string> {
  const rows = await index.selectFrom('owed').select('amount').where('escrow', '=', escrow).execute()
  return String(rows.reduce((sum, { amount }) => sum + BigInt(amount), 0n))
}

/** What can still be pledged. */
function roomOf(row: EscrowsTable, terms: Terms, now: number): string {
  const isOpen = row.passed === 0 && now <= row.pledgeBy
  return String(isOpen ? terms.cap - BigInt(row.pledged) : 0n)
}
