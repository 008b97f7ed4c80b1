/** What an account paid for filing claims and for challenging verdicts: money that left it without a pledge. */
import type { Address, Hex } from 'viem'
import * as z from 'zod'
import type { ClaimsTable } from '../../store/tables.ts'
import { feeRow } from '../answers.ts'
import { finalityOf, termsOfAll, tokensOfAll, type Context } from '../context.ts'
import { address, addressPath, hex, listQuery } from '../fields.ts'
import { limitOf, pageOf, valuesOf } from '../page.ts'
import { listRoute } from '../route.ts'

/** In the order of the list: of one claim at one time, the filing comes last. */
const KINDS = ['filing fee', 'challenge fee'] as const
type Kind = (typeof KINDS)[number]

/** When a fee of each kind was paid, by whom, and in which transaction. */
const COLUMNS = {
  'filing fee': { at: 'filedAt', by: 'solver', transaction: 'transaction' },
  'challenge fee': { at: 'challengedAt', by: 'challenger', transaction: 'challengeTransaction' },
} as const

/** Where a fee stands in the list. */
type Place = readonly [at: number, escrow: Address, claim: Hex, kind: Kind]

interface Paid {
  place: Place
  transaction: Hex
  claim: ClaimsTable
}

export const feesRoute = listRoute({
  path: '/v1/accounts/{address}/fees',
  summary:
    'What an account paid for filing claims and for challenging verdicts, the newest first; 0 where the terms ask nothing.',
  params: addressPath,
  query: z.strictObject(listQuery),
  row: feeRow,
  get: async (context, { params, query: asked }) => {
    const limit = limitOf(asked)
    const after = valuesOf(asked.cursor, 'fees', z.tuple([z.int(), address, hex, z.enum(KINDS)]))
    const lists = await Promise.all(KINDS.map((kind) => paid(context, kind, params.address, limit + 1, after)))
    const rows = lists.flat().sort(newestFirst)
    const terms = await termsOfAll(
      context,
      rows.map(({ claim }) => claim.escrow),
    )
    const tokens = await tokensOfAll(context)
    return pageOf(
      rows,
      limit,
      'fees',
      ({ place: [at, escrow, key, kind], transaction, claim }) => {
        const { asset, claimFee, challengeFee } = terms(escrow)
        return {
          escrow,
          kind,
          account: params.address,
          amount: String(kind === 'filing fee' ? claimFee : challengeFee),
          asset: tokens(asset),
          claim: key,
          at,
          transaction,
          ...finalityOf(context, kind === 'filing fee' ? claim.block : claim.changedBlock),
        }
      },
      ({ place }) => place,
    )
  },
})

/** Fees of a kind that an account paid, the newest first, after a place of the list. */
async function paid(
  { index }: Context,
  kind: Kind,
  account: Address,
  most: number,
  after: readonly [number, string, string, Kind] | undefined,
): Promise<Paid[]> {
  const { at, by, transaction } = COLUMNS[kind]
  let rows = index.selectFrom('claims').selectAll().where(by, '=', account)
  if (after !== undefined) {
    const [then, escrow, claim, last] = after
    // Of the same claim and time, only what comes later in the order of kinds.
    const includes = KINDS.indexOf(kind) < KINDS.indexOf(last)
    rows = rows.where((row) =>
      row(row.refTuple(at, 'escrow', 'claim'), includes ? '<=' : '<', row.tuple(then, escrow as Address, claim as Hex)),
    )
  }
  const found = await rows.orderBy(at, 'desc').orderBy('escrow', 'desc').orderBy('claim', 'desc').limit(most).execute()
  return found.map((claim) => {
    const paidIn = claim[transaction]
    if (paidIn === null)
      throw new TypeError(`Nothing says in which transaction the ${kind} of claim ${claim.claim} was paid.`)
    return { place: [claim[at], claim.escrow, claim.claim, kind], transaction: paidIn, claim }
  })
}

function newestFirst({ place: a }: Paid, { place: b }: Paid): number {
  return b[0] - a[0] || compared(b[1], a[1]) || compared(b[2], a[2]) || KINDS.indexOf(b[3]) - KINDS.indexOf(a[3])
}

/** By their bytes, as the database sorts. */
function compared(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
