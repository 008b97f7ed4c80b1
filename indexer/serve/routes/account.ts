import { zeroAddress, type Address } from 'viem'
import * as z from 'zod'
import { refundValue } from '../../../sdk/model/refund.ts'
import type { Terms } from '../../../sdk/model/terms.ts'
import { keysInChunks } from '../../store/inChunks.ts'
import type { ClaimsTable, EscrowsTable } from '../../store/tables.ts'
import { position } from '../answers.ts'
import { termsOfAll, tokensOfAll, type AssetToken, type Context } from '../context.ts'
import { addressPath, listQuery } from '../fields.ts'
import { limitOf, pageOf, valuesOf } from '../page.ts'
import { listRoute } from '../route.ts'
import { amountOf, showClaim, showEscrow, statusOf } from '../show.ts'

/** Claims of an account that are shown of one escrow. */
const MOST_SHOWN = 100

export const accountRoute = listRoute({
  path: '/v1/accounts/{address}',
  summary: 'Everything that an account has in, is owed by or has to do in escrows, the newest escrow first.',
  params: addressPath,
  query: z.strictObject(listQuery),
  row: position,
  get: async (context, { params, query: asked }) => {
    const limit = limitOf(asked)
    const after = valuesOf(asked.cursor, 'positions', z.tuple([z.int(), z.int()]))
    const rows = await escrowsOf(context, params.address, limit + 1, after)
    const some = rows.slice(0, limit).map(({ escrow }) => escrow)
    const terms = await termsOfAll(context, some)
    const tokens = await tokensOfAll(context)
    const own = await ownIn(context, params.address, some)
    return pageOf(
      rows,
      limit,
      'positions',
      (row) => showPosition(context, row, terms(row.escrow), tokens, own, params.address),
      ({ block, logIndex }) => [block, logIndex],
    )
  },
})

/** Escrows that an account has to do with, the newest first. */
async function escrowsOf(
  { index }: Context,
  account: Address,
  most: number,
  after: [number, number] | undefined,
): Promise<EscrowsTable[]> {
  let page = index.selectFrom('escrows').selectAll()
  const of = (table: 'holders' | 'owed') => index.selectFrom(table).select('escrow').where('account', '=', account)
  page = page.where((row) =>
    row.or([
      row('escrow', 'in', of('holders')),
      row('escrow', 'in', of('owed')),
      row('escrow', 'in', index.selectFrom('members').select('escrow').where('member', '=', account)),
      row('escrow', 'in', index.selectFrom('claims').select('escrow').where('solver', '=', account)),
      row('escrow', 'in', index.selectFrom('claims').select('escrow').where('payee', '=', account)),
      // Nobody is the arbiter of escrows without one.
      ...(account === zeroAddress ? [] : [row('arbiter', '=', account)]),
    ]),
  )
  if (after !== undefined) {
    const [block, logIndex] = after
    page = page.where((row) =>
      row.or([row('block', '<', block), row.and([row('block', '=', block), row('logIndex', '<', logIndex)])]),
    )
  }
  return page.orderBy('block', 'desc').orderBy('logIndex', 'desc').limit(most).execute()
}

interface Own {
  shares: Map<Address, bigint>
  owed: Map<Address, bigint>
  seats: Map<Address, number>
  claims: ClaimsTable[]
}

/** What an account has in these escrows. */
async function ownIn({ index }: Context, account: Address, escrows: readonly Address[]): Promise<Own> {
  const own: Own = { shares: new Map(), owed: new Map(), seats: new Map(), claims: [] }
  for (const some of keysInChunks(escrows)) {
    const holders = index.selectFrom('holders').selectAll().where('account', '=', account).where('escrow', 'in', some)
    for (const { escrow, shares } of await holders.execute()) own.shares.set(escrow, BigInt(shares))
    const owed = index.selectFrom('owed').selectAll().where('account', '=', account).where('escrow', 'in', some)
    for (const { escrow, amount } of await owed.execute()) own.owed.set(escrow, BigInt(amount))
    const seats = index.selectFrom('members').selectAll().where('member', '=', account).where('escrow', 'in', some)
    for (const { escrow, seat } of await seats.execute()) own.seats.set(escrow, seat)
    const claims = index
      .selectFrom('claims')
      .selectAll()
      .where('escrow', 'in', some)
      .where((row) => row.or([row('solver', '=', account), row('payee', '=', account)]))
      .orderBy('block')
      .orderBy('logIndex')
    own.claims.push(...(await claims.execute()))
  }
  return own
}

function showPosition(
  context: Context,
  row: EscrowsTable,
  terms: Terms,
  tokens: (asset: Address) => AssetToken,
  own: Own,
  account: Address,
) {
  const shares = own.shares.get(row.escrow) ?? 0n
  const facts = {
    pledged: BigInt(row.pledged),
    progress: BigInt(row.progress),
    refundable: BigInt(amountOf(row.refundable)),
    held: BigInt(row.held),
    status: statusOf(row, context.now),
  }
  const { now, worst, best } = refundValue(terms, facts, shares)
  return {
    escrow: showEscrow(context, row, tokens),
    shares: String(shares),
    refund: { now: String(now), worst: String(worst), best: String(best) },
    owed: String(own.owed.get(row.escrow) ?? 0n),
    seat: own.seats.get(row.escrow) ?? null,
    arbiter: row.arbiter === account && account !== zeroAddress,
    claims: own.claims
      .filter(({ escrow }) => escrow === row.escrow)
      .slice(0, MOST_SHOWN)
      .map((claim) => showClaim(context, claim, terms)),
  }
}
