import { sql, type SelectQueryBuilder } from 'kysely'
import { isAddress, isHash, getAddress, type Address } from 'viem'
import * as z from 'zod'
import { Rule } from '../../../sdk/model/terms.ts'
import type { EscrowsTable, Tables } from '../../store/tables.ts'
import { escrowRow } from '../answers.ts'
import { tokensOfAll, type Context } from '../context.ts'
import { address, amount, listQuery, optionalAddress, RULES, search, status, token } from '../fields.ts'
import { limitOf, pageOf, valuesOf } from '../page.ts'
import { listOf, nothing, route } from '../route.ts'
import { showEscrow, statusOf } from '../show.ts'

/** What escrows can be sorted by; amounts are base units, of whatever token. */
const SORTS = ['createdAt', 'pledged', 'paid', 'refundable', 'pledgeBy', 'claimsEnd'] as const
const ORDERS = SORTS.flatMap((name) => [name, `-${name}`] as const)

const query = z.strictObject({
  search,
  status: status.optional(),
  theme: z.string().min(1, 'write a theme').max(300, 'write at most 300 characters').optional(),
  asset: optionalAddress,
  rule: z.enum(RULES, `write ${RULES.join(', ')}`).optional(),
  creator: optionalAddress,
  sort: z
    .enum(ORDERS, `write one of ${SORTS.join(', ')}, with - before it for the largest first`)
    .optional()
    .describe('-createdAt by default: the newest first.'),
  ...listQuery,
})
type Query = z.output<typeof query>

/** Sums over all escrows that match. */
export const totals = z.object({
  escrows: z.int(),
  byStatus: z.record(status, z.int()),
  byAsset: z.array(
    z.object({ asset: token, escrows: z.int(), pledged: amount, paid: amount, held: amount, refundable: amount }),
  ),
})

export const escrowsRoute = route({
  path: '/v1/escrows',
  summary: 'Escrows, searched, filtered and sorted, with totals of all that match.',
  params: nothing,
  query,
  row: escrowRow,
  answer: { ...listOf(escrowRow), totals: totals.describe('Over all pages.') },
  get: async (context, { query: asked }) => {
    const { sort = '-createdAt' } = asked
    const [limit, isDown] = [limitOf(asked), sort.startsWith('-')]
    const column = sort.replace('-', '') as (typeof SORTS)[number]
    const [isAfter, direction] = isDown ? (['<', 'desc'] as const) : (['>', 'asc'] as const)
    const value = column === 'pledged' || column === 'paid' || column === 'refundable' ? z.string() : z.int()
    const after = valuesOf(asked.cursor, `escrows ${sort}`, z.tuple([value, address]))
    let page = matching(context, asked).selectAll()
    if (after !== undefined) {
      const [last, escrow] = [after[0], after[1] as Address]
      page = page.where((row) =>
        row.or([row(column, isAfter, last), row.and([row(column, '=', last), row('escrow', isAfter, escrow)])]),
      )
    }
    const rows = await page
      .orderBy(column, direction)
      .orderBy('escrow', direction)
      .limit(limit + 1)
      .execute()
    const tokens = await tokensOfAll(context)
    const shown = pageOf(
      rows,
      limit,
      `escrows ${sort}`,
      (row) => showEscrow(context, row, tokens),
      (row) => [row[column], row.escrow],
    )
    return { ...shown, totals: await totalsOf(context, asked, tokens) }
  },
})

/** Which escrows are asked for. */
function matching({ index, now }: Context, asked: Query): SelectQueryBuilder<Tables, 'escrows', object> {
  const { search: text = '', theme, asset, rule, creator } = asked
  let rows = index.selectFrom('escrows')
  if (asked.status !== undefined) {
    const current = sql<string>`case when ${sql.ref('turnsAt')} >= ${now} then ${sql.ref('statusUntil')} else ${sql.ref('statusAfter')} end`
    rows = rows.where(current, '=', asked.status)
  }
  if (theme !== undefined) rows = rows.where('theme', '=', theme)
  if (asset !== undefined) rows = rows.where('asset', '=', asset)
  if (rule !== undefined) rows = rows.where('rule', '=', Rule[rule])
  if (creator !== undefined) rows = rows.where('creator', '=', creator)
  const wanted = text.trim().toLowerCase()
  if (wanted === '') return rows
  if (isAddress(wanted, { strict: false })) {
    const account = getAddress(wanted)
    return rows.where((row) => row.or([row('escrow', '=', account), row('creator', '=', account)]))
  }
  if (isHash(wanted)) return rows.where('outcome', '=', wanted)
  const pattern = `%${wanted.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`).replaceAll('\0', '\uFFFD')}%`
  return rows.where(sql<boolean>`${sql.ref('searched')} like ${pattern} escape '\\'`)
}

const ADDED = ['pledged', 'paid', 'held', 'refundable'] as const

async function totalsOf(
  context: Context,
  asked: Query,
  tokens: Awaited<ReturnType<typeof tokensOfAll>>,
): Promise<z.input<typeof totals>> {
  const rows = await matching(context, asked)
    .select(['asset', 'statusUntil', 'turnsAt', 'statusAfter', ...ADDED])
    .execute()
  const byStatus: Record<string, number> = { Pledging: 0, Binding: 0, Closed: 0, Void: 0 }
  const byAsset = new Map<Address, { escrows: number; sums: bigint[] }>()
  for (const row of rows) {
    const current = statusOf(row as EscrowsTable, context.now)
    byStatus[current] = (byStatus[current] ?? 0) + 1
    const sum = byAsset.get(row.asset) ?? { escrows: 0, sums: ADDED.map(() => 0n) }
    sum.escrows++
    sum.sums = sum.sums.map((before, i) => before + BigInt(row[ADDED[i] ?? 'pledged']))
    byAsset.set(row.asset, sum)
  }
  const sorted = [...byAsset].sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    escrows: rows.length,
    byStatus: byStatus,
    byAsset: sorted.map(([asset, { escrows, sums }]) => {
      const [pledged = 0n, paid = 0n, held = 0n, refundable = 0n] = sums
      const money = { pledged: `${pledged}`, paid: `${paid}`, held: `${held}`, refundable: `${refundable}` }
      return { asset: tokens(asset), escrows, ...money }
    }),
  }
}
