/** Plays and audits many histories, one after the other. */
import { auditHistory, auditWhole } from './audit.ts'
import { Kinds } from './kinds.ts'
import { playHistory, type Options } from './play.ts'
import { openStage } from './stage.ts'

/** Sums over histories; those of several processes add up. */
export interface Tally {
  histories: number
  /** Those that were audited as a whole too. */
  whole: number
  escrows: number
  transactions: number
  blocks: number
  entries: number
  payments: number
  kinds: [string, number][]
  /** A line each, with the seed that shows it again. */
  faults: string[]
}

/** Where to play, and how much. */
export interface Settings extends Omit<Options, 'stage'> {
  /** An anvil or hardhat node of one's own; default: an embedded chain. */
  url?: string
  /** Every so many histories are audited a second time, as a whole: collected, rebuilt, judged and proved. Default: 10. */
  wholeEvery?: number
}

/** Histories of these seeds, on one stage. What breaks off is a fault too; those that follow are played all the same. */
export async function runHistories(seeds: Iterable<number>, settings: Settings = {}): Promise<Tally> {
  const { url, wholeEvery = 10, ...options } = settings
  const stage = await openStage(url)
  const kinds = new Kinds()
  const tally: Tally = {
    histories: 0,
    whole: 0,
    escrows: 0,
    transactions: 0,
    blocks: 0,
    entries: 0,
    payments: 0,
    kinds: [],
    faults: [],
  }
  try {
    for (const seed of seeds) {
      try {
        const history = await playHistory(seed, { ...options, stage })
        const verdict = await auditHistory(history)
        const { entries, payments, faults } = verdict
        if (seed % wholeEvery === 0) {
          tally.whole += 1
          faults.push(...(await auditWhole(history, verdict)))
        }
        tally.histories += 1
        tally.escrows += history.escrows.length
        tally.transactions += history.transactions
        tally.blocks += Number(history.blocks.last - history.blocks.first) + 1
        tally.entries += entries
        tally.payments += payments
        tally.faults.push(...faults.map((fault) => `seed ${seed}: ${fault}`))
        kinds.add(history.kinds.counts)
      } catch (error) {
        tally.faults.push(`seed ${seed}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
      }
    }
  } finally {
    await stage.close()
  }
  return { ...tally, kinds: [...kinds.counts] }
}

/** The sum of both. */
export function addTallies(a: Tally, b: Tally): Tally {
  const kinds = new Map(a.kinds)
  for (const [kind, times] of b.kinds) kinds.set(kind, (kinds.get(kind) ?? 0) + times)
  return {
    histories: a.histories + b.histories,
    whole: a.whole + b.whole,
    escrows: a.escrows + b.escrows,
    transactions: a.transactions + b.transactions,
    blocks: a.blocks + b.blocks,
    entries: a.entries + b.entries,
    payments: a.payments + b.payments,
    kinds: [...kinds],
    faults: [...a.faults, ...b.faults],
  }
}

/** What was run, in lines. */
export function tallyInWords(tally: Tally): string {
  const { histories, whole, escrows, transactions, blocks, entries, payments } = tally
  const head = `${histories} histories (${whole} proved as a whole): ${escrows} escrows, ${transactions} transactions in ${blocks} blocks, ${entries} logs, ${payments} payments`
  return `${head}\n${kindsOf(tally).table()}`
}

/** The counts, which must be of kinds that exist. */
export function kindsOf({ kinds }: Tally): Kinds {
  const all = new Kinds()
  for (const [kind, times] of kinds) all.countNamed(kind, times)
  return all
}
