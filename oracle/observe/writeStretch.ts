import { getAddress } from 'viem'
import type { Operator } from '../operator.ts'
import type { Stage } from '../store/tables.ts'
import { byDuty, keyOf, termsOf, updateClaim, writeRecord, type EventOf } from './claimRows.ts'
import { plain, type Stretch } from './readStretch.ts'
import { GONE } from './rewind.ts'
import { writeObservation } from './writeObservation.ts'

/** Stages in which an observation may still come. */
const OPEN: readonly Stage[] = ['filed', 'proved', 'review', 'measured', 'signed']

/** What is said once it is in the store. */
export type News = (() => void)[]

/**
 * Writes what was read into the store of `operator`, a transaction.
 * @returns what to say after it.
 */
export async function writeStretch(operator: Operator, { end, escrows, events, times }: Stretch): Promise<News> {
  const { store, log } = operator
  const news: News = []
  for (const escrow of escrows) {
    const { createdBlock } = escrow
    await store
      .insertInto('escrows')
      .values(escrow)
      .onConflict((conflict) => conflict.column('escrow').doUpdateSet({ createdBlock }))
      .execute()
    news.push(() => {
      log.info({ escrow: escrow.escrow, seat: escrow.seat }, 'member of a panel')
    })
  }
  for (const event of events) {
    const time = times.get(event.blockNumber)
    if (time === undefined) throw new TypeError(`The time of block ${event.blockNumber} was not read.`)
    if (event.eventName === 'Filed') news.push(...(await writeFiling(operator, event, time)))
    else if (event.eventName === 'Observed') news.push(...(await writeObservation(operator, event, time)))
    else await writeSettlement(operator, event, time)
  }
  return [...news, ...(await writeMissed(operator, Number(end.timestamp)))]
}

async function writeFiling(operator: Operator, event: EventOf<'Filed'>, time: number): Promise<News> {
  const { store, log } = operator
  const { escrow, claim } = keyOf(event)
  const { target, solver, commitment, uri, index } = event.args
  const { verifyWithin } = await termsOf(operator, event)
  const filing = {
    target,
    solver: getAddress(solver),
    commitment,
    uri: plain(uri),
    place: Number(index),
    filedAt: time,
    filedBlock: Number(event.blockNumber),
    filedHash: event.blockHash,
    observeUntil: time + Number(verifyWithin),
  }
  const fresh = { measurement: null, report: null, tries: 0, nextAt: 0, settledAt: 0 }
  const before = await store
    .selectFrom('claims')
    .select('note')
    .where('escrow', '=', escrow)
    .where('claim', '=', claim)
    .executeTakeFirst()
  if (before === undefined) {
    await store
      .insertInto('claims')
      .values({ escrow, claim, ...filing, stage: 'filed', note: '', ...fresh })
      .execute()
    return [
      () => {
        log.info({ escrow, claim, place: filing.place, observeUntil: filing.observeUntil }, 'claim filed')
      },
    ]
  }
  // Filed again after a reorganisation, with a duty: what was committed to stays.
  const duty = await byDuty(operator, escrow, claim)
  await updateClaim(
    operator,
    event,
    before.note === GONE ? { ...filing, ...duty, note: '', tries: 0, nextAt: 0 } : filing,
  )
  return [
    () => {
      log.warn({ escrow, claim }, 'claim is filed in another block than before')
    },
  ]
}

async function writeSettlement(
  operator: Operator,
  event: EventOf<'Settled' | 'BreakSettled'>,
  time: number,
): Promise<void> {
  await updateClaim(operator, event, { settledAt: time })
  await writeRecord(operator, event, 'settled')
}

/** Claims whose time is over by a block: all that was recorded in time has been read. */
async function writeMissed(operator: Operator, now: number): Promise<News> {
  const { store, log } = operator
  const late = await store
    .selectFrom('claims')
    .select(['escrow', 'claim', 'stage'])
    .where('stage', 'in', OPEN)
    .where('observeUntil', '<', now)
    .execute()
  for (const { escrow, claim, stage } of late) {
    await store
      .updateTable('claims')
      .set({ stage: 'missed', note: `the time for observations ended while it was ${stage}`, tries: 0, nextAt: 0 })
      .where('escrow', '=', escrow)
      .where('claim', '=', claim)
      .execute()
  }
  return late.map((one) => () => {
    log.warn(one, 'claim missed: its time is over')
  })
}
