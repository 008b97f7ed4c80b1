/** The figures of an escrow while events are applied, and as columns. Amounts in base units. */
import { paidAt } from '../../sdk/model/payout.ts'
import { statusAt, type Status } from '../../sdk/model/status.ts'
import type { Terms } from '../../sdk/model/terms.ts'
import { padded, type EscrowsTable } from '../store/tables.ts'

/** What events change. */
export interface Figures {
  pledged: bigint
  supply: bigint
  progress: bigint
  /** Everything paid for claims, what was held and what breaks gave back included. */
  paid: bigint
  held: bigint
  returned: bigint
  collected: bigint
  refunded: bigint
  feesIn: bigint
  openFees: bigint
  passed: boolean
  /** 0 = none was made. */
  lastCallEnd: number
  filed: number
  settled: number
  /** Of a contest: score and place in the docket, best first. */
  ranks: { score: bigint; place: number }[]
}

const AMOUNTS = [
  'pledged',
  'supply',
  'paid',
  'held',
  'returned',
  'collected',
  'refunded',
  'feesIn',
  'openFees',
] as const satisfies readonly (keyof Figures)[]

/** The figures of an escrow that was just created. */
export function noFigures(): Figures {
  const [zero, none] = [0n, 0]
  const money = { pledged: zero, supply: zero, progress: zero, paid: zero, held: zero, returned: zero }
  const moved = { collected: zero, refunded: zero, feesIn: zero, openFees: zero }
  return { ...money, ...moved, passed: false, lastCallEnd: none, filed: none, settled: none, ranks: [] }
}

type Columns = Pick<
  EscrowsTable,
  | (typeof AMOUNTS)[number]
  | 'progress'
  | 'refundable'
  | 'claimsEnd'
  | 'passed'
  | 'lastCallEnd'
  | 'filed'
  | 'settled'
  | 'ranks'
  | 'statusUntil'
  | 'turnsAt'
  | 'statusAfter'
>

/** The figures in a row. */
export function figuresOf(row: Columns): Figures {
  const amounts = Object.fromEntries(AMOUNTS.map((name) => [name, BigInt(row[name])])) as Pick<
    Figures,
    (typeof AMOUNTS)[number]
  >
  const { lastCallEnd, filed, settled } = row
  return {
    ...amounts,
    progress: BigInt(row.progress),
    passed: row.passed === 1,
    lastCallEnd,
    filed,
    settled,
    ranks: ranksOf(row.ranks),
  }
}

/** The ranking in a row. */
export function ranksOf(ranks: string): Figures['ranks'] {
  return (JSON.parse(ranks) as [string, number][]).map(([score, place]) => ({ score: BigInt(score), place }))
}

/** The columns of these figures, with what follows from them by the SDK's model. */
export function columnsOf(figures: Figures, terms: Terms): Columns {
  const amounts = Object.fromEntries(AMOUNTS.map((name) => [name, padded(figures[name])])) as Pick<
    Columns,
    (typeof AMOUNTS)[number]
  >
  const { pledged, paid, returned, progress, passed, lastCallEnd, filed, settled, ranks } = figures
  const claimsEnd = lastCallEnd === 0 ? Number(terms.claimBy) : lastCallEnd
  return {
    ...amounts,
    progress: String(progress),
    refundable: padded(pledged - paid + returned),
    claimsEnd,
    passed: Number(passed),
    lastCallEnd,
    filed,
    settled,
    ranks: JSON.stringify(ranks.map(({ score, place }) => [String(score), place])),
    ...statuses(figures, terms, claimsEnd),
  }
}

/** The status in two halves: time alone changes it at one moment at most, the end of pledging or that of claims. */
function statuses(
  figures: Figures,
  terms: Terms,
  claimsEnd: number,
): { statusUntil: Status; turnsAt: number; statusAfter: Status } {
  const { pledged, progress, held, filed, settled, ranks } = figures
  const facts = {
    pledged,
    progress,
    held,
    claimsEnd: BigInt(claimsEnd),
    filed: BigInt(filed),
    settled: BigInt(settled),
  }
  const turnsAt = pledged < terms.threshold ? Number(terms.pledgeBy) : claimsEnd
  const at = (time: number): Status => statusAt(terms, { ...facts, ranked: ranks.length }, BigInt(time))
  return { statusUntil: at(turnsAt), turnsAt, statusAfter: at(turnsAt + 1) }
}

/** What was paid by the curve: the same as the sum of what the events say, or events are missing. */
export function paidByCurve({ progress, pledged }: Figures, terms: Terms): bigint {
  return paidAt(terms, pledged, progress)
}
