/** The tables of one escrow. Each shows at most `most` rows, and says what the others are. */
import { largest } from '../caps.ts'
import type { Figures } from '../figures/figures.ts'
import type { FlowPart } from '../figures/flow.ts'
import { shareOf, type FunderStatement } from '../figures/funders.ts'
import { counted } from '../figures/verdict.ts'
import { GROUPS, whoIs } from '../groups.ts'
import { moment } from '../moment.ts'
import { code, foreign, html, type Markup, type Part } from './markup.ts'
import { proof } from './proof.ts'
import { table, type Row } from './table.ts'

/** How many payments the statement of one funder lists. */
const BOUGHT = 25

/** Money in, out and inside: every figure of the picture. */
export function flowTable({ flow, money }: Figures): Markup {
  const rows = (side: string, parts: readonly FlowPart[], total: bigint): Row[] => [
    ...parts.map((part): Row => {
      const name = whoIs(part)
      return {
        cells: [side, GROUPS[part.group], part.account === undefined ? name : code(name), money.number(part.amount)],
      }
    }),
    { cells: [side, 'in all', '', money.number(total)], total: true },
  ]
  return table(
    `Money in, out and inside, in ${money.symbol}`,
    [{ name: 'side' }, { name: 'what' }, { name: 'account', kind: 'acc' }, { name: 'amount', kind: 'r' }],
    [
      ...rows('in', flow.in, flow.totalIn),
      ...rows('out', flow.out, flow.totalOut),
      ...rows('inside', flow.inside, flow.totalInside),
    ],
  )
}

/** Every payment for a result, each with what proves it. */
export function paidTable(figures: Figures, most: number): Markup {
  const { paid, money } = figures
  if (paid.length === 0) return html`<p>Nothing has been paid for results.</p>`
  const { some, rest, restAmount } = largest(paid, most)
  const rows = some.map((one): Row => {
    const { claim, amount, at, kind } = one
    const names = { claim: `claim ${claim.index}`, prize: `prize, claim ${claim.index}`, break: 'break' }
    const cells: Part[] = [
      names[kind],
      code(claim.payee),
      moment(at.timestamp),
      money.number(claim.held),
      money.number(amount),
    ]
    return { cells, more: proof(one, figures) }
  })
  const total = paid.reduce((sum, { amount, kind }) => (kind === 'break' ? sum : sum + amount), 0n)
  const others: Row[] =
    rest === 0
      ? []
      : [{ cells: [`${counted(rest, 'smaller payment')}, in the JSON report`, '', '', '', money.number(restAmount)] }]
  return table(
    `Payments for results in ${money.symbol}, gross of what is held; what a break took was held before, and is not added again`,
    [
      { name: 'for' },
      { name: 'payee', kind: 'acc' },
      { name: 'when', kind: 't' },
      { name: 'still held', kind: 'r' },
      { name: 'paid', kind: 'r' },
    ],
    [
      ...rows,
      ...others,
      {
        cells: [counted(paid.length, 'payment'), '', '', money.number(figures.escrow.state.held), money.number(total)],
        total: true,
      },
    ],
  )
}

/** What each funder put in, what it bought, what it can take out. */
export function funderTable(figures: Figures, most: number): Markup {
  const { funders, money, escrow, closing } = figures
  if (funders.length === 0) return html`<p>Nobody has pledged.</p>`
  const some = funders.slice(0, most)
  const open = closing.waitsUntil === undefined
  const row = (cells: readonly Part[], amounts: readonly bigint[]): Part[] => [
    ...cells,
    ...amounts.map((one) => money.number(one)),
  ]
  const rows = some.map((one): Row => {
    const amounts = [one.pledged, one.spent, one.shares, one.refunded, one.now, one.expected, one.worst]
    return { cells: row([code(one.account)], amounts), more: bought(figures, one) }
  })
  const sum = (of: (one: (typeof funders)[number]) => bigint): bigint =>
    funders.reduce((total, one) => total + of(one), 0n)
  const totals = [
    sum((one) => one.pledged),
    sum((one) => one.spent),
    sum((one) => one.shares),
    sum((one) => one.refunded),
    sum((one) => one.now),
    sum((one) => one.expected),
    sum((one) => one.worst),
  ]
  const others: Row[] =
    funders.length > some.length
      ? [
          {
            cells: [
              `${counted(funders.length - some.length, 'more account')}, in the JSON report`,
              ...Array<Part>(8).fill(''),
            ],
          },
        ]
      : []
  return html`${table(
    `Funders in ${money.symbol}; each share is an exact fraction rounded down, so sums may lie below the whole by less than one unit a funder`,
    [
      { name: 'account', kind: 'acc' },
      ...['put in', 'spent on results', 'shares now', 'refunded', 'to take out now'].map((name) => ({
        name,
        kind: 'r' as const,
      })),
      { name: open ? 'worth' : 'worth if nothing more is paid', kind: 'r' },
      { name: 'at worst', kind: 'r' },
    ],
    [...rows, ...others, { cells: row([counted(funders.length, 'funder')], totals), total: true }],
  )}
  ${escrow.state.frozen !== undefined && html`<p class="soft">The ratio is frozen since the first refund: ${money.amount(escrow.state.frozen.refundable)} for ${money.number(escrow.state.frozen.pledged)} shares.</p>`}`
}

/** The part of each payment that a pledge bought. */
function bought({ paid, money, escrow }: Figures, { pledged, moved, returned }: FunderStatement): Markup | undefined {
  const claims = paid.filter(({ kind }) => kind !== 'break')
  const { some, rest } = largest(claims, BOUGHT)
  if (moved === 0n && (pledged === 0n || claims.length === 0)) return undefined
  const line = ({ claim, amount }: (typeof claims)[number]): Markup =>
    html`<li>
      ${money.amount(shareOf(amount, pledged, escrow.state.pledged))} of the ${money.number(amount)} for claim
      ${claim.index}
    </li>`
  const shares =
    moved > 0n ? `${money.number(moved)} shares came from others.` : `${money.number(-moved)} shares went to others.`
  return html`<details>
    <summary>What it bought</summary>
    <div>
      ${moved !== 0n && html`<p>${shares} A pledge buys results for who made it; the refund belongs to who has the shares.</p>`}
      ${
        pledged > 0n &&
        claims.length > 0 &&
        html`<ul>
          ${some.map(line)}${rest > 0 && html`<li>and of ${counted(rest, 'smaller payment')}</li>`}
        </ul>`
      }
      ${returned > 0n && html`<p>Of that ${money.amount(returned)} came back from results that were broken.</p>`}
    </div>
  </details>`
}

/** What each account paid in, was credited, drew and is owed. */
export function accountTable({ accounts, money }: Figures, most: number): Markup {
  const some = accounts.slice(0, most)
  const amounts = (one: (typeof accounts)[number]): bigint[] => {
    const { pledged, claimFees, challengeFees, credited } = one
    const results = credited.claim + credited.prize + credited.release + credited.broken
    const fees = one.creditedInAll - results
    return [pledged, claimFees + challengeFees, results, fees, one.collected, one.refunded, one.owed]
  }
  const totals = accounts
    .map(amounts)
    .reduce((sum, row) => sum.map((one, i) => one + (row[i] ?? 0n)), Array<bigint>(7).fill(0n))
  const rows = some.map((one): Row => ({
    cells: [code(one.account), one.roles.join(', '), ...amounts(one).map((value) => money.number(value))],
  }))
  const others: Row[] =
    accounts.length > some.length
      ? [
          {
            cells: [
              `${counted(accounts.length - some.length, 'more account')}, in the JSON report`,
              ...Array<Part>(8).fill(''),
            ],
          },
        ]
      : []
  return table(
    `Accounts in ${money.symbol}: what each paid, was credited, drew and is owed`,
    [
      { name: 'account', kind: 'acc' },
      { name: 'role' },
      ...['pledged', 'fees paid', 'for results', 'fees earned', 'collected', 'refunded', 'owed'].map((name) => ({
        name,
        kind: 'r' as const,
      })),
    ],
    [
      ...rows,
      ...others,
      { cells: [counted(accounts.length, 'account'), '', ...totals.map((one) => money.number(one))], total: true },
    ],
  )
}

/** The life of an escrow, moment by moment: the first and the last ones where there are too many. */
export function momentTable({ moments, escrow }: Figures, most: number, now: bigint): Markup {
  const half = Math.floor(most / 2)
  const hidden = moments.length > most ? moments.length - 2 * half : 0
  const rows = moments.map(({ at, what, claim, place, said, isDeadline }): Row => {
    const claimState = claim === undefined ? undefined : escrow.state.claims.get(claim)
    const number = claimState === undefined ? '' : ` (${claimState.index})`
    const late = isDeadline ? (at < now ? 'deadline, passed' : 'deadline') : code(place?.transactionHash ?? '')
    return { cells: [moment(at), html`${what}${number}${said !== undefined && html`: ${foreign(said)}`}`, late] }
  })
  const gap: Row = { cells: ['…', `${counted(hidden, 'moment')} between, in the JSON report`, ''] }
  return table(
    'Moments in order of time (UTC)',
    [{ name: 'when', kind: 't' }, { name: 'what' }, { name: 'transaction', kind: 'acc' }],
    hidden === 0 ? rows : [...rows.slice(0, half), gap, ...rows.slice(-half)],
  )
}
