import { zeroHash, type Address, type Hex } from 'viem'
import * as z from 'zod'
import { bytes32Schema } from '../../../sdk/model/schemas.ts'
import type { ClaimsTable } from '../../store/tables.ts'
import { claimRow, claimView } from '../answers.ts'
import { finalityOf, termsOfAll, tokensOfAll, type Context } from '../context.ts'
import { addressPath, claimPath, listQuery } from '../fields.ts'
import { limitOf, pageOf, valuesOf } from '../page.ts'
import { listRoute, nothing, route } from '../route.ts'
import { showClaim, showPayment } from '../show.ts'
import { rowOf } from './escrow.ts'

/** Break claims and payments that a view shows; the lists have them all. */
const MOST_SHOWN = 100

const query = z.strictObject({
  target: z
    .union([z.literal('docket'), bytes32Schema], 'write docket, or the key of a claim')
    .optional()
    .describe('docket, or the key of a claim for the break claims against it; all by default, in the order filed.'),
  ...listQuery,
})

export const claimsRoute = listRoute({
  path: '/v1/escrows/{address}/claims',
  summary: 'Claims of an escrow, in the order filed.',
  params: addressPath,
  query,
  row: claimRow,
  get: async (context, { params, query: asked }) => {
    const row = await rowOf(context, params.address)
    if (row === undefined) return undefined
    const limit = limitOf(asked)
    const after = valuesOf(asked.cursor, 'claims', z.tuple([z.int(), z.int()]))
    let page = context.index.selectFrom('claims').selectAll().where('escrow', '=', row.escrow)
    if (asked.target !== undefined)
      page = page.where('target', '=', asked.target === 'docket' ? zeroHash : asked.target)
    if (after !== undefined) {
      const [block, logIndex] = after
      page = page.where((one) =>
        one.or([one('block', '>', block), one.and([one('block', '=', block), one('logIndex', '>', logIndex)])]),
      )
    }
    const rows = await page
      .orderBy('block')
      .orderBy('logIndex')
      .limit(limit + 1)
      .execute()
    const terms = (await termsOfAll(context, [row.escrow]))(row.escrow)
    return pageOf(
      rows,
      limit,
      'claims',
      (one) => showClaim(context, one, terms),
      ({ block, logIndex }) => [block, logIndex],
    )
  },
})

export const claimRoute = route({
  path: '/v1/escrows/{address}/claims/{key}',
  summary: 'Everything about one claim.',
  params: claimPath,
  query: nothing,
  answer: { claim: claimView },
  get: async (context, { params: { address, key } }) => {
    const row = await context.index
      .selectFrom('claims')
      .selectAll()
      .where('escrow', '=', address)
      .where('claim', '=', key)
      .executeTakeFirst()
    const escrow = await rowOf(context, address)
    if (row === undefined || escrow === undefined) return undefined
    const terms = (await termsOfAll(context, [address]))(address)
    const breaks = await breaksOf(context, address, key)
    const claim = {
      ...showClaim(context, row, terms),
      observations: await observationsOf(context, address, key),
      challenge: challengeOf(row),
      ruling: rulingOf(row, terms.arbiter),
      breaks: breaks.map((one) => showClaim(context, one, terms)),
      payments: await paymentsOf(context, address, key, escrow.asset),
    }
    return { claim }
  },
})

async function observationsOf(context: Context, escrow: Address, key: Hex) {
  const rows = await context.index
    .selectFrom('observations')
    .selectAll()
    .where('escrow', '=', escrow)
    .where('claim', '=', key)
    .orderBy('block')
    .orderBy('logIndex')
    .execute()
  return rows.map(({ member, seat, measurement, report, signature, at, transaction, block }) => {
    return { member, seat, measurement, report, signature, at, transaction, ...finalityOf(context, block) }
  })
}

function challengeOf(row: ClaimsTable) {
  const { challenger, challengeGrounds, challengeTransaction } = row
  if (challenger === null || challengeTransaction === null) return null
  const grounds = challengeGrounds ?? ''
  return { at: row.challengedAt, by: challenger, grounds, transaction: challengeTransaction }
}

function rulingOf(row: ClaimsTable, arbiter: Address) {
  const { ruling, rulingGrounds, rulingTransaction } = row
  if (ruling === null || rulingTransaction === null) return null
  const grounds = rulingGrounds ?? ''
  return { at: row.ruledAt, by: arbiter, grounds, transaction: rulingTransaction, measurement: ruling }
}

async function breaksOf({ index }: Context, escrow: Address, key: Hex): Promise<ClaimsTable[]> {
  return index
    .selectFrom('claims')
    .selectAll()
    .where('escrow', '=', escrow)
    .where('target', '=', key)
    .orderBy('place')
    .limit(MOST_SHOWN)
    .execute()
}

async function paymentsOf(context: Context, escrow: Address, key: Hex, asset: Address) {
  const rows = await context.index
    .selectFrom('payments')
    .selectAll()
    .where('escrow', '=', escrow)
    .where('claim', '=', key)
    .orderBy('block')
    .orderBy('logIndex')
    .orderBy('part')
    .limit(MOST_SHOWN)
    .execute()
  const token = (await tokensOfAll(context))(asset)
  return rows.map((row) => showPayment(context, row, token))
}
