/** Shares that an account sent to another one or got from one: the one thing that moves without an escrow. */
import * as z from 'zod'
import { transferRow } from '../answers.ts'
import { tokensOfAll } from '../context.ts'
import { addressPath, listQuery } from '../fields.ts'
import { newestFirst } from '../newestFirst.ts'
import { limitOf, pageOf, valuesOf } from '../page.ts'
import { listRoute } from '../route.ts'
import { showTransfer } from '../show.ts'

export const transfersRoute = listRoute({
  path: '/v1/accounts/{address}/transfers',
  summary: 'Shares that an account sent to another one or got from one, in all escrows, the newest first.',
  params: addressPath,
  query: z.strictObject(listQuery),
  row: transferRow,
  get: async (context, { params: { address }, query: asked }) => {
    const limit = limitOf(asked)
    const after = valuesOf(asked.cursor, 'transfers', z.tuple([z.int(), z.int()]))
    const all = context.index
      .selectFrom('transfers')
      .innerJoin('escrows', 'escrows.escrow', 'transfers.escrow')
      .selectAll('transfers')
      .select('escrows.asset')
      .where((row) => row.or([row('from', '=', address), row('to', '=', address)]))
    const rows = await newestFirst(all, 'transfers', after, limit + 1)
    const tokens = await tokensOfAll(context)
    return pageOf(
      rows,
      limit,
      'transfers',
      (row) => showTransfer(context, row, tokens(row.asset)),
      ({ block, logIndex }) => [block, logIndex],
    )
  },
})
