import { accountsLeftOut, largest } from '../caps.ts'
import type { Figures } from '../figures/figures.ts'
import type { FlowPart } from '../figures/flow.ts'
import type { PaidClaim } from '../figures/paid.ts'
import { counted } from '../figures/verdict.ts'
import { GROUPS } from '../groups.ts'
import { moment } from '../moment.ts'
import { balanceSentence, claimsSentence, refundSentence, STATUSES } from '../sentences.ts'
import { shown } from '../shown.ts'
import { columns, wrapped, type Paint } from './lines.ts'

/** How many payments of an escrow, and how many of its funders, a terminal shows. */
const PAYMENTS = 12
const FUNDERS = 8

/** One escrow: status, money in and out, payments, funders. Findings come apart. */
export function escrowLines(figures: Figures, number: string, paint: Paint, width: number | undefined): string[] {
  const { escrow, told } = figures
  const text = (lead: string, sentence: string): string[] => wrapped(lead, sentence, width)
  return [
    paint('bold', `${number}  ${told.title ?? '(no outcome document that belongs to the terms)'}`),
    `   ${escrow.subject.escrow}`,
    ...text('   ', `${escrow.status}: ${STATUSES[escrow.status]}. ${claimsSentence(figures)}.`),
    ...text('   ', refundSentence(figures)),
    '',
    ...moneyLines(figures, paint),
    ...text('   ', balanceSentence(figures)),
    ...strayLines(figures, width),
    '',
    ...paidLines(figures, paint, width),
    ...funderLines(figures, paint, width),
  ]
}

function moneyLines({ flow, money }: Figures, paint: Paint): string[] {
  const sums = (parts: readonly FlowPart[]): [string, bigint][] => {
    const groups = new Map<string, bigint>()
    for (const { group, amount } of parts) groups.set(GROUPS[group], (groups.get(GROUPS[group]) ?? 0n) + amount)
    return [...groups]
  }
  const side = (name: string, parts: readonly FlowPart[], total: bigint): string[][] => [
    ...sums(parts).map(([label, amount], i) => [i === 0 ? name : '', label, money.number(amount)]),
    [parts.length === 0 ? name : '', 'in all', money.number(total)],
  ]
  const rows = [
    ...side('in', flow.in, flow.totalIn),
    ...side('out', flow.out, flow.totalOut),
    ...side('inside', flow.inside, flow.totalInside),
  ]
  const lines = columns(rows, [2]).map((line) => `   ${line}`)
  return [paint('bold', `   Money in ${money.symbol}`), ...lines]
}

function strayLines({ escrow, money }: Figures, width: number | undefined): string[] {
  if (escrow.state.stray === 0n) return []
  const what = `Besides, ${money.amount(escrow.state.stray)} came without a pledge or a fee. It is not counted, and nobody can take it out.`
  return wrapped('   ', what, width)
}

function paidLines({ paid, money, told }: Figures, paint: Paint, width: number | undefined): string[] {
  if (paid.length === 0) return ['   Nothing has been paid for results.', '']
  const { some, rest, restAmount } = largest(paid, PAYMENTS)
  const lines = some.flatMap((one) => {
    const { claim, amount, at, progress } = one
    const moved = progress === undefined ? '' : `, progress ${progress.from} to ${progress.to}`
    const value = told.value(claim.settled?.verdict ?? 0n)
    const meaning = one.kind === 'break' || value === '' ? '' : ` (${value})`
    const held = claim.held > 0n ? `, of which ${money.amount(claim.held)} is held` : ''
    return [
      ...wrapped(
        '   ',
        `${money.amount(amount)} ${reasonOf(one)}${held}; verdict ${claim.settled?.verdict ?? 0n}${meaning}${moved}`,
        width,
      ),
      ...wrapped('     ', `to ${claim.payee}, ${moment(at.timestamp)}`, width),
      ...wrapped('     ', `claim ${claim.key}`, width),
      ...(at.place === undefined ? [] : wrapped('     ', `transaction ${at.place.transactionHash}`, width)),
    ]
  })
  const more =
    rest === 0
      ? []
      : wrapped(
          '   ',
          `${counted(rest, 'smaller payment')} of ${money.amount(restAmount)} in all: in the JSON report.`,
          width,
        )
  return [paint('bold', `   Paid for results: ${counted(paid.length, 'payment')}`), ...lines, ...more, '']
}

/** What a payment is for: "for claim 3 of the docket". */
function reasonOf({ kind, claim }: PaidClaim): string {
  if (kind === 'break') return `for breaking claim ${claim.target}`
  return `${kind === 'prize' ? 'as prize of' : 'for'} claim ${claim.index} of the docket`
}

function funderLines({ funders, money, closing }: Figures, paint: Paint, width: number | undefined): string[] {
  if (funders.length === 0) return []
  const some = funders.slice(0, FUNDERS)
  const rows = [
    ['', 'put in', 'spent', 'refunded', closing.waitsUntil === undefined ? 'to take out' : 'worth now', 'at worst'],
    ...some.map(({ account, pledged, spent, refunded, expected, worst }) => [
      account,
      ...[pledged, spent, refunded, expected, worst].map((amount) => money.number(amount)),
    ]),
  ]
  const lines = columns(rows, [1, 2, 3, 4, 5])
  const fits = width === undefined || lines.every((line) => line.length + 3 <= width)
  const listed = fits ? lines.map((line) => `   ${line}`) : some.flatMap((one) => narrow(one))
  const more = accountsLeftOut(funders.length - some.length)
  return [
    paint('bold', `   Funders in ${money.symbol}`),
    ...listed,
    ...(more === '' ? [] : wrapped('   ', more, width)),
    '',
  ]

  function narrow({ account, pledged, spent, refunded, expected, worst }: Figures['funders'][number]): string[] {
    const values = `put in ${money.number(pledged)}, spent ${money.number(spent)}, refunded ${money.number(refunded)}, worth ${money.number(expected)}, at worst ${money.number(worst)}`
    return [`   ${shown(account)}`, ...wrapped('     ', values, width)]
  }
}
