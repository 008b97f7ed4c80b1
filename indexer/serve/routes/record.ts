import * as z from 'zod'
import { recordRow } from '../answers.ts'
import { termsOfAll } from '../context.ts'
import { addressPath, listQuery } from '../fields.ts'
import { limitOf, pageOf, valuesOf } from '../page.ts'
import { listRoute } from '../route.ts'
import { showClaim } from '../show.ts'

export const recordRoute = listRoute({
  path: '/v1/operators/{address}/record',
  summary: 'Every claim that a member of panels had to observe, and what it measured, the newest filed first.',
  params: addressPath,
  query: z.strictObject(listQuery),
  row: recordRow,
  get: async (context, { params: { address }, query: asked }) => {
    const limit = limitOf(asked)
    const after = valuesOf(asked.cursor, 'record', z.tuple([z.int(), z.int()]))
    let page = context.index
      .selectFrom('claims')
      .innerJoin('members', 'members.escrow', 'claims.escrow')
      .leftJoin('observations', (join) =>
        join
          .onRef('observations.escrow', '=', 'claims.escrow')
          .onRef('observations.claim', '=', 'claims.claim')
          .onRef('observations.member', '=', 'members.member'),
      )
      .selectAll('claims')
      .select([
        'observations.measurement as measured',
        'observations.report',
        'observations.at',
        'observations.transaction as observedIn',
      ])
      .where('members.member', '=', address)
    if (after !== undefined) {
      const [block, logIndex] = after
      page = page.where((row) =>
        row.or([
          row('claims.block', '<', block),
          row.and([row('claims.block', '=', block), row('claims.logIndex', '<', logIndex)]),
        ]),
      )
    }
    const rows = await page
      .orderBy('claims.block', 'desc')
      .orderBy('claims.logIndex', 'desc')
      .limit(limit + 1)
      .execute()
    const terms = await termsOfAll(
      context,
      rows.map(({ escrow }) => escrow),
    )
    return pageOf(
      rows,
      limit,
      'record',
      ({ measured, report, at, observedIn, ...claim }) => ({
        claim: showClaim(context, claim, terms(claim.escrow)),
        measurement: measured,
        report,
        at,
        transaction: observedIn,
      }),
      ({ block, logIndex }) => [block, logIndex],
    )
  },
})
