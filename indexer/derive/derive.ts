/** All that follows from the logs, kept up to date: as new logs come, and again from the beginning where logs are gone. */
import { getAddress, isAddressEqual, keccak256, type Address } from 'viem'
import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import { unpackTerms } from '../../sdk/model/termsCode.ts'
import type { Terms } from '../../sdk/model/terms.ts'
import { rowsInChunks } from '../store/inChunks.ts'
import type { Index } from '../store/openIndex.ts'
import { padded, type EscrowsTable } from '../store/tables.ts'
import { Book } from './book.ts'
import { describe } from './describe.ts'
import { MissingEvent, placedEvent, plain, type PlacedEvent } from './events.ts'
import { columnsOf, noFigures } from './figures.ts'
import { load } from './load.ts'
import { writeBook } from './write.ts'

/** Logs that are applied together when an escrow is derived again. */
const PAGE = 5_000

/** Applies events that come after all before, in the order of the chain. `terms` and `assets` know every escrow already. */
export async function derive(index: Index, events: readonly PlacedEvent[]): Promise<void> {
  const byEscrow = new Map<Address, PlacedEvent[]>()
  for (const event of events) {
    if (event.eventName === 'Created') await createEscrow(index, event)
    else if (event.eventName === 'Published' || event.eventName === 'Accepted') await writeOperator(index, event)
    else {
      const own = byEscrow.get(event.emitter)
      if (own === undefined) byEscrow.set(event.emitter, [event])
      else own.push(event)
    }
  }
  for (const [escrow, own] of byEscrow) {
    const row = await rowOf(index, escrow)
    const terms = await termsOf(index, escrow)
    const book = new Book(escrow, terms, await load(index, row, terms, own))
    for (const event of own) book.apply(event)
    await writeBook(index, book)
  }
}

/**
 * Forgets all logs after block `last`, or all of them, and what followed from them. What they touched is derived again from the logs
 * that are left.
 */
export async function undo(index: Index, last: number, directory: Address): Promise<void> {
  const touched = await index.selectFrom('logs').select('address').distinct().where('block', '>', last).execute()
  await index.deleteFrom('logs').where('block', '>', last).execute()
  const gone = await index.selectFrom('escrows').select('escrow').where('block', '>', last).execute()
  for (const { escrow } of gone) {
    await forget(index, escrow)
    await index.deleteFrom('members').where('escrow', '=', escrow).execute()
    await index.deleteFrom('escrows').where('escrow', '=', escrow).execute()
  }
  for (const { address } of touched) {
    const row = await index
      .selectFrom('escrows')
      .selectAll()
      .where('escrow', '=', getAddress(address))
      .executeTakeFirst()
    if (row !== undefined) await deriveAgain(index, row)
  }
  if (!touched.some(({ address }) => isAddressEqual(address, directory))) return
  await index.deleteFrom('acceptances').execute()
  await index.deleteFrom('operators').execute()
  await eachPage(index, directory, async (events) => {
    for (const event of events)
      if (event.eventName === 'Published' || event.eventName === 'Accepted') await writeOperator(index, event)
  })
}

async function forget(index: Index, escrow: Address): Promise<void> {
  for (const table of ['claims', 'observations', 'pledges', 'transfers', 'payments', 'holders', 'owed'] as const)
    await index.deleteFrom(table).where('escrow', '=', escrow).execute()
}

async function deriveAgain(index: Index, { escrow, block }: EscrowsTable): Promise<void> {
  await forget(index, escrow)
  const terms = await termsOf(index, escrow)
  const none = { figures: noFigures(), claims: new Map(), shares: new Map(), owed: new Map() }
  await index
    .updateTable('escrows')
    .set({ ...columnsOf(none.figures, terms), changedBlock: block })
    .where('escrow', '=', escrow)
    .execute()
  const book = new Book(escrow, terms, none)
  await eachPage(index, escrow, async (events) => {
    for (const event of events) book.apply(event)
    await writeBook(index, book)
  })
}

/** Reads the logs of a contract in order, some at a time. */
async function eachPage(
  index: Index,
  contract: Address,
  take: (events: PlacedEvent[]) => Promise<void>,
): Promise<void> {
  for (let after = { block: -1, logIndex: -1 }; ;) {
    const { block, logIndex } = after
    const page = await index
      .selectFrom('logs')
      .innerJoin('blocks', 'blocks.number', 'logs.block')
      .selectAll('logs')
      .select('blocks.time')
      .where('address', '=', contract.toLowerCase() as Address)
      .where((row) =>
        row.or([row('block', '>', block), row.and([row('block', '=', block), row('logIndex', '>', logIndex)])]),
      )
      .orderBy('block')
      .orderBy('logIndex')
      .limit(PAGE)
      .execute()
    const end = page.at(-1)
    if (end === undefined) return
    await take(page.map(({ time, ...log }) => placedEvent(log, time)))
    after = end
  }
}

async function rowOf(index: Index, escrow: Address): Promise<EscrowsTable> {
  const row = await index.selectFrom('escrows').selectAll().where('escrow', '=', escrow).executeTakeFirst()
  if (row === undefined) throw new MissingEvent(`${escrow} was never created`)
  return row
}

async function termsOf(index: Index, escrow: Address): Promise<Terms> {
  const { code } = await index.selectFrom('terms').select('code').where('escrow', '=', escrow).executeTakeFirstOrThrow()
  return unpackTerms(code)
}

async function createEscrow(index: Index, { args, place }: PlacedEvent<'Created'>): Promise<void> {
  const { escrow, creator, outcome, document } = args
  const terms = await termsOf(index, escrow)
  if (keccak256(document) !== terms.outcome)
    throw new ConnectionError(`The endpoint gave a document of ${escrow} that is not the one of its terms.`)
  const { block, logIndex, transaction, at } = place
  await index
    .insertInto('escrows')
    .values({
      escrow,
      creator,
      createdAt: at,
      block,
      logIndex,
      transaction,
      changedBlock: block,
      ...describe(document),
      outcome,
      asset: getAddress(terms.asset),
      arbiter: getAddress(terms.arbiter),
      rule: terms.rule,
      pledgeBy: Number(terms.pledgeBy),
      claimBy: Number(terms.claimBy),
      threshold: padded(terms.threshold),
      cap: padded(terms.cap),
      ...columnsOf(noFigures(), terms),
    })
    .execute()
  const members = terms.panel.map((member, seat) => ({ escrow, seat, member: getAddress(member) }))
  for (const rows of rowsInChunks(members)) await index.insertInto('members').values(rows).execute()
}

async function writeOperator(index: Index, event: PlacedEvent<'Published' | 'Accepted'>): Promise<void> {
  const { block, at } = event.place
  if (event.eventName === 'Accepted') {
    await index
      .insertInto('acceptances')
      .values({ ...event.args, at, block })
      .execute()
    return
  }
  const { operator: account, endpoint, encryptionKey } = event.args
  const published = {
    endpoint: plain(endpoint),
    encryptionKey: plain(encryptionKey),
    publishedAt: at,
    changedBlock: block,
  }
  await index
    .insertInto('operators')
    .values({ account, ...published })
    .onConflict((conflict) => conflict.column('account').doUpdateSet(published))
    .execute()
}
