/** The statement of an account: everything that went in or out, in order. */
import { isAddressEqual, type Address, type Hex } from 'viem'
import { formatAmount } from '../../../sdk/model/amount.ts'
import { formatDecimal } from '../../../sdk/model/decimal.ts'
import type { AssetToken } from '../../data/answers/basics.ts'
import type { FeeRow, PaymentRow, PledgeRow, TransferRow } from '../../data/answers/money.ts'
import { tokenOf } from '../../data/terms.ts'

/** One line. `kind` is `pledge`, `shares received`, `shares sent`, or the kind of a fee or payment as the index names it. */
export interface Line {
  at: number
  kind: string
  /** `in` to the account, `out` of it; `credit` is owed to it from then on, and comes in when it is collected. */
  way: 'in' | 'out' | 'credit'
  escrow: Address
  /** Base units. None where only shares moved. */
  amount: bigint
  asset: AssetToken
  /** What it changed of the shares that the account holds, in base units; together, what it holds now. */
  shares: bigint
  /** Of a pledge who sent it, of money that left the escrow where it went, of shares who had or has them. */
  other: Address | null
  claim: Hex | null
  transaction: Hex
  block: number
  /** Undefined where the index does not say. */
  logIndex: number | undefined
  finality: 'final' | 'not yet'
}

/** Whether only shares moved. */
export function isOfShares({ kind }: Line): boolean {
  return kind === 'shares received' || kind === 'shares sent'
}

/** The shares of a line in words: one is one base unit of the token that was pledged. */
export function sharesIn({ shares, asset }: Line): string {
  return formatAmount(shares < 0n ? -shares : shares, tokenOf(asset))
}

const OUT_OF_ESCROW = new Set(['collected', 'refund'])

/** Rows of the index. */
export interface StatementRows {
  pledges?: readonly PledgeRow[]
  payments?: readonly PaymentRow[]
  fees?: readonly FeeRow[]
  transfers?: readonly TransferRow[]
}

/** All lines of an account, the oldest first. Where nothing was asked for filing or challenging, there is none. */
export function statementOf(account: Address, rows: StatementRows): Line[] {
  const { pledges = [], payments = [], fees = [], transfers = [] } = rows
  const lines: Line[] = [
    // Each unit that is pledged gives one share.
    ...pledges.map((row) => {
      const [way, other] = ['out' as const, row.sender]
      return { ...row, kind: 'pledge', way, other, shares: row.amount, claim: null }
    }),
    ...payments.map((row) => ({
      ...row,
      way: OUT_OF_ESCROW.has(row.kind) ? ('in' as const) : ('credit' as const),
      shares: -(row.shares ?? 0n),
      other: row.to,
    })),
    ...fees
      .filter(({ amount }) => amount > 0n)
      .map((row) => ({ ...row, way: 'out' as const, shares: 0n, other: null, logIndex: undefined })),
    ...transfers.map(({ from, to, shares, ...row }) => {
      const moved = { ...row, amount: 0n, claim: null }
      return isAddressEqual(to, account)
        ? { ...moved, kind: 'shares received', way: 'in' as const, shares, other: from }
        : { ...moved, kind: 'shares sent', way: 'out' as const, shares: -shares, other: to }
    }),
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

/** Sums of money by token, in the order in which the tokens come. Credits are not money yet: what was collected of them is under `in`. */
export function totalsOf(lines: readonly Line[]): Total[] {
  const totals = new Map<Address, Total>()
  for (const { asset, way, amount } of lines.filter((line) => !isOfShares(line))) {
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
  'shares',
  'outcome',
  'escrow',
  'from or to',
  'claim',
  'transaction',
  'finality',
]

/** The statement as CSV (RFC 4180). Amounts without commas; texts that a spreadsheet would run have an apostrophe before them. */
export function csvOf(lines: readonly Line[], titleOf: (escrow: Address) => string): string {
  const rows = lines.map(({ at, kind, way, amount, asset, shares, escrow, other, claim, transaction, finality }) => {
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
      String(shares),
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
