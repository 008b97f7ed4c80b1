import * as z from 'zod'
import type { ClaimsTable } from '../../store/tables.ts'
import { deskRow } from '../answers.ts'
import { termsOfAll } from '../context.ts'
import { addressPath, listQuery } from '../fields.ts'
import { limitOf, pageOf, valuesOf } from '../page.ts'
import { listRoute } from '../route.ts'
import { phaseOf, showClaim } from '../show.ts'

export const deskRoute = listRoute({
  path: '/v1/accounts/{address}/desk',
  summary:
    'Claims that wait for an account: for its observation, as a member of the panel, or for its ruling, as arbiter. What ends first comes first.',
  params: addressPath,
  query: z.strictObject(listQuery),
  row: deskRow,
  get: async (context, { params: { address }, query: asked }) => {
    const { index, now } = context
    const limit = limitOf(asked)
    const after = valuesOf(asked.cursor, 'desk', z.tuple([z.int(), z.string(), z.string()]))
    const open = index.selectFrom('claims').selectAll('claims').where('settledAt', '=', 0)
    const unobserved = await open
      .innerJoin('members', 'members.escrow', 'claims.escrow')
      .where('members.member', '=', address)
      .where('observedAt', '=', 0)
      .where((row) =>
        row.not(
          row.exists(
            row
              .selectFrom('observations')
              .select('seat')
              .whereRef('observations.escrow', '=', 'claims.escrow')
              .whereRef('observations.claim', '=', 'claims.claim')
              .where('observations.member', '=', address),
          ),
        ),
      )
      .execute()
    const challenged = await open
      .innerJoin('escrows', 'escrows.escrow', 'claims.escrow')
      .where('escrows.arbiter', '=', address)
      .where('challengedAt', '>', 0)
      .where('ruledAt', '=', 0)
      .execute()
    const terms = await termsOfAll(
      context,
      [...unobserved, ...challenged].map(({ escrow }) => escrow),
    )
    const waiting = (claims: readonly ClaimsTable[], needed: 'Observing' | 'Arbitrating') =>
      claims.flatMap((claim) => {
        const { phase, until } = phaseOf(claim, terms(claim.escrow), now)
        const waitsFor = needed === 'Observing' ? ('observation' as const) : ('ruling' as const)
        return phase === needed && until !== undefined ? [{ claim, waitsFor, until: Number(until) }] : []
      })
    const rows = [...waiting(unobserved, 'Observing'), ...waiting(challenged, 'Arbitrating')]
      .map((row) => ({ ...row, at: [row.until, row.claim.escrow, row.claim.claim] as const }))
      .filter(({ at }) => after === undefined || compare(at, after) > 0)
      .sort((a, b) => compare(a.at, b.at))
    return pageOf(
      rows.slice(0, limit + 1),
      limit,
      'desk',
      ({ claim, waitsFor }) => ({ waitsFor, claim: showClaim(context, claim, terms(claim.escrow)) }),
      ({ at }) => at,
    )
  },
})

type Place = readonly [until: number, escrow: string, claim: string]

function compare([time, ...one]: Place, [otherTime, ...other]: Place): number {
  if (time !== otherTime) return time - otherTime
  return one.join() < other.join() ? -1 : Number(one.join() > other.join())
}
