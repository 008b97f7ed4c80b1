/** Lists of money: pledges, payments and holders of shares. */
import type { Address } from 'viem'
import * as z from 'zod'
import { PAYMENT_KINDS } from '../../store/tables.ts'
import { holderRow, paymentRow, pledgeRow } from '../answers.ts'
import { finalityOf, tokensOfAll, type Context } from '../context.ts'
import { address, addressPath, listQuery, optionalAddress } from '../fields.ts'
import { newestFirst } from '../newestFirst.ts'
import { limitOf, pageOf, valuesOf, type PageQuery } from '../page.ts'
import { listRoute } from '../route.ts'
import { amountOf, showPayment, showPledge } from '../show.ts'
import { rowOf } from './escrow.ts'

const kind = z.enum(PAYMENT_KINDS, `write one of ${PAYMENT_KINDS.join(', ')}`).optional()

export const pledgesRoute = listRoute({
  path: '/v1/escrows/{address}/pledges',
  summary: 'Pledges to an escrow, the newest first.',
  params: addressPath,
  query: z.strictObject({ account: optionalAddress, ...listQuery }),
  row: pledgeRow,
  get: async (context, { params, query: asked }) => {
    const escrow = await rowOf(context, params.address)
    if (escrow === undefined) return undefined
    const limit = limitOf(asked)
    const after = valuesOf(asked.cursor, 'pledges', z.tuple([z.int(), z.int()]))
    let all = context.index.selectFrom('pledges').selectAll().where('escrow', '=', escrow.escrow)
    if (asked.account !== undefined) all = all.where('account', '=', asked.account)
    const rows = await newestFirst(all, 'pledges', after, limit + 1)
    const token = (await tokensOfAll(context))(escrow.asset)
    return pageOf(
      rows,
      limit,
      'pledges',
      (row) => showPledge(context, row, token),
      ({ block, logIndex }) => [block, logIndex],
    )
  },
})

export const paymentsRoute = listRoute({
  path: '/v1/escrows/{address}/payments',
  summary: 'Credits, collections and refunds of an escrow, the newest first.',
  params: addressPath,
  query: z.strictObject({ account: optionalAddress, kind, ...listQuery }),
  row: paymentRow,
  get: async (context, { params, query: asked }) => {
    if ((await rowOf(context, params.address)) === undefined) return undefined
    return payments(context, { ...asked, escrow: params.address })
  },
})

export const accountPaymentsRoute = listRoute({
  path: '/v1/accounts/{address}/payments',
  summary: 'Credits, collections and refunds of an account in all escrows, the newest first: its statement.',
  params: addressPath,
  query: z.strictObject({ kind, ...listQuery }),
  row: paymentRow,
  get: (context, { params, query: asked }) => payments(context, { ...asked, account: params.address }),
})

export const accountPledgesRoute = listRoute({
  path: '/v1/accounts/{address}/pledges',
  summary: 'Pledges for shares of an account in all escrows, the newest first.',
  params: addressPath,
  query: z.strictObject(listQuery),
  row: pledgeRow,
  get: async (context, { params, query: asked }) => {
    const limit = limitOf(asked)
    const after = valuesOf(asked.cursor, 'pledges', z.tuple([z.int(), z.int()]))
    const all = context.index
      .selectFrom('pledges')
      .innerJoin('escrows', 'escrows.escrow', 'pledges.escrow')
      .selectAll('pledges')
      .select('escrows.asset')
      .where('account', '=', params.address)
    const rows = await newestFirst(all, 'pledges', after, limit + 1)
    const tokens = await tokensOfAll(context)
    return pageOf(
      rows,
      limit,
      'pledges',
      (row) => showPledge(context, row, tokens(row.asset)),
      ({ block, logIndex }) => [block, logIndex],
    )
  },
})

interface PaymentsQuery extends PageQuery {
  escrow?: Address
  account?: Address | undefined
  kind?: (typeof PAYMENT_KINDS)[number] | undefined
}

async function payments(context: Context, asked: PaymentsQuery) {
  const limit = limitOf(asked)
  const after = valuesOf(asked.cursor, 'payments', z.tuple([z.int(), z.int(), z.int()]))
  let page = context.index
    .selectFrom('payments')
    .innerJoin('escrows', 'escrows.escrow', 'payments.escrow')
    .selectAll('payments')
    .select('escrows.asset')
  if (asked.escrow !== undefined) page = page.where('payments.escrow', '=', asked.escrow)
  if (asked.account !== undefined) page = page.where('payments.account', '=', asked.account)
  if (asked.kind !== undefined) page = page.where('payments.kind', '=', asked.kind)
  if (after !== undefined) {
    const [block, logIndex, part] = after
    page = page.where((row) =>
      row.or([
        row('payments.block', '<', block),
        row.and([row('payments.block', '=', block), row('payments.logIndex', '<', logIndex)]),
        row.and([
          row('payments.block', '=', block),
          row('payments.logIndex', '=', logIndex),
          row('payments.part', '<', part),
        ]),
      ]),
    )
  }
  const rows = await page
    .orderBy('payments.block', 'desc')
    .orderBy('payments.logIndex', 'desc')
    .orderBy('payments.part', 'desc')
    .limit(limit + 1)
    .execute()
  const tokens = await tokensOfAll(context)
  return pageOf(
    rows,
    limit,
    'payments',
    (row) => showPayment(context, row, tokens(row.asset)),
    ({ block, logIndex, part }) => [block, logIndex, part],
  )
}

export const holdersRoute = listRoute({
  path: '/v1/escrows/{address}/holders',
  summary: 'Who has shares of an escrow, the largest first.',
  params: addressPath,
  query: z.strictObject(listQuery),
  row: holderRow,
  get: async (context, { params, query: asked }) => {
    const escrow = await rowOf(context, params.address)
    if (escrow === undefined) return undefined
    const limit = limitOf(asked)
    const after = valuesOf(asked.cursor, 'holders', z.tuple([z.string(), address]))
    let page = context.index.selectFrom('holders').selectAll().where('escrow', '=', escrow.escrow)
    if (after !== undefined) {
      const [shares, account] = [after[0], after[1] as Address]
      page = page.where((row) =>
        row.or([row('shares', '<', shares), row.and([row('shares', '=', shares), row('account', '<', account)])]),
      )
    }
    const rows = await page
      .orderBy('shares', 'desc')
      .orderBy('account', 'desc')
      .limit(limit + 1)
      .execute()
    return pageOf(
      rows,
      limit,
      'holders',
      ({ escrow: of, account, shares, changedBlock }) => {
        return { escrow: of, account, shares: amountOf(shares), ...finalityOf(context, changedBlock) }
      },
      ({ shares, account }) => [shares, account],
    )
  },
})
