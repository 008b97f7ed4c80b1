/** The statement of an account: everything that went in or out, in order. */
import type { Address, Hex } from 'viem'
import { formatDecimal } from '../../../sdk/model/decimal.ts'
import type { AssetToken } from '../../data/answers/basics.ts'
import type { FeeRow, PaymentRow, PledgeRow } from '../../data/answers/money.ts'
import { tokenOf } from '../../data/terms.ts'

/** One line. `kind` is `pledge`, or the kind of a fee or payment as the index names it. */
export interface Line {
  at: number
  kind: string
  /** `in` to the account, `out` of it; `credit` is owed to it from then on, and comes in when it is collected. */
  way: 'in' | 'out' | 'credit'
  escrow: Address
  /** Base units. */
  amount: bigint
  asset: AssetToken
  /** Of a pledge who sent it, of money that left the escrow where it went. */
  other: Address | null
  claim: Hex | null
  transaction: Hex
  block: number
  /** Undefined where the index does not say. */
  logIndex: number | undefined
  finality: 'final' | 'not yet'
}

const OUT_OF_ESCROW = new Set(['collected', 'refund'])

/** All lines, the oldest first. Where nothing was asked for filing or challenging, there is none. */
export function statementOf(
  pledges: readonly PledgeRow[],
  payments: readonly PaymentRow[],
  fees: readonly FeeRow[] = [],
): Line[] {
  const lines: Line[] = [
    ...pledges.map((row) => ({ ...row, kind: 'pledge', way: 'out' as const, other: row.sender, claim: null })),
    ...payments.map((row) => ({
      ...row,
      way: OUT_OF_ESCROW.has(row.kind) ? ('in' as const) : ('credit' as const),
      other: row.to,
    })),
    ...fees
      .filter(({ amount }) => amount > 0n)
      .map((row) => ({ ...row, way: 'out' as const, other: null, logIndex: undefined })),
  ]
  // The block of a claim's row is the one that changed it last: time orders first.
  return lines.sort((a, b) => a.at - b.at || (a.logIndex ?? -1) - (b.logIndex ?? -1))
}

/** What an account put in and got out in one token, in base units. */
export interface Total {
  asset: AssetToken
  out: bigint
  in: bigint
  credit: bigint
}

/** Sums by token, in the order in which the tokens come. Credits are not money yet: what was collected of them is under `in`. */
export function totalsOf(lines: readonly Line[]): Total[] {
  const totals = new Map<Address, Total>()
  for (const { asset, way, amount } of lines) {
    const total = totals.get(asset.address) ?? { asset, out: 0n, in: 0n, credit: 0n }
    total[way] += amount
    totals.set(asset.address, total)
  }
  return [...totals.values()]
}

/** Cells that a spreadsheet would take for a formula begin so. */
const FORMULA = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/

const COLUMNS = [
  'time',
  'unix',
  'kind',
  'way',
  'amount',
  'symbol',
  'token',
  'base units',
  'outcome',
  'escrow',
  'from or to',
  'claim',
  'transaction',
  'finality',
]

/** The statement as CSV (RFC 4180). Amounts without commas; texts that a spreadsheet would run have an apostrophe before them. */
export function csvOf(lines: readonly Line[], titleOf: (escrow: Address) => string): string {
  const rows = lines.map(({ at, kind, way, amount, asset, escrow, other, claim, transaction, finality }) => {
    const { symbol, decimals } = tokenOf(asset)
    return [
      new Date(at * 1000).toISOString(),
      String(at),
      kind,
      way,
      formatDecimal(amount, decimals).replaceAll(',', ''),
      harmlessCell(symbol),
      asset.address,
      String(amount),
      harmlessCell(titleOf(escrow)),
      escrow,
      other ?? '',
      claim ?? '',
      transaction,
      finality,
    ]
  })
  return [COLUMNS, ...rows].map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('')
}

function harmlessCell(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
