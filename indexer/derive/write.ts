import { sql } from 'kysely'
import type { Address } from 'viem'
import { keysInChunks, rowsInChunks } from '../store/inChunks.ts'
import type { Index } from '../store/openIndex.ts'
import { padded, type ClaimsTable } from '../store/tables.ts'
import type { Accounts } from './accounts.ts'
import type { Book } from './book.ts'
import { rowOfClaim } from './claim.ts'
import { columnsOf } from './figures.ts'

/** Writes what the events since the last time changed in a book. */
export async function writeBook(index: Index, book: Book): Promise<void> {
  const { escrow, changed, changedBlock, accounts } = book
  if (changedBlock === undefined) return
  for (const rows of rowsInChunks(book.pledges)) await index.insertInto('pledges').values(rows).execute()
  for (const rows of rowsInChunks(book.transfers)) await index.insertInto('transfers').values(rows).execute()
  for (const rows of rowsInChunks(accounts.payments)) await index.insertInto('payments').values(rows).execute()
  for (const rows of rowsInChunks(book.observations)) await index.insertInto('observations').values(rows).execute()
  await writeClaims(index, [...changed].map(rowOfClaim))
  await writeHolders(index, escrow, accounts)
  await writeOwed(index, escrow, accounts)
  await index
    .updateTable('escrows')
    .set({ ...columnsOf(book.figures, book.terms), changedBlock })
    .where('escrow', '=', escrow)
    .execute()
  book.written()
}

/** What of a claim's row never changes. */
const FIXED = new Set<keyof ClaimsTable>([
  'escrow',
  'claim',
  'target',
  'place',
  'solver',
  'commitment',
  'uri',
  'filedAt',
  'block',
  'logIndex',
  'transaction',
])

async function writeClaims(index: Index, all: readonly ClaimsTable[]): Promise<void> {
  for (const rows of rowsInChunks(all)) {
    const [first] = rows
    const columns = Object.keys(first ?? {}).filter((name) => !FIXED.has(name as keyof ClaimsTable))
    await index
      .insertInto('claims')
      .values(rows)
      .onConflict((conflict) =>
        conflict
          .columns(['escrow', 'claim'])
          .doUpdateSet(Object.fromEntries(columns.map((name) => [name, sql.ref(`excluded.${name}`)]))),
      )
      .execute()
  }
}

/** Who has no shares any more has no row. */
async function writeHolders(index: Index, escrow: Address, accounts: Accounts): Promise<void> {
  const all = [...accounts.changed.shares].map(([account, changedBlock]) => ({
    account,
    changedBlock,
    has: accounts.sharesOf(account),
  }))
  const rows = all
    .filter(({ has }) => has > 0n)
    .map(({ account, changedBlock, has }) => ({ escrow, account, shares: padded(has), changedBlock }))
  for (const some of rowsInChunks(rows)) {
    await index
      .insertInto('holders')
      .values(some)
      .onConflict((conflict) =>
        conflict
          .columns(['escrow', 'account'])
          .doUpdateSet({ shares: sql.ref('excluded.shares'), changedBlock: sql.ref('excluded.changedBlock') }),
      )
      .execute()
  }
  for (const gone of keysInChunks(all.filter(({ has }) => has === 0n).map(({ account }) => account)))
    await index.deleteFrom('holders').where('escrow', '=', escrow).where('account', 'in', gone).execute()
}

/** Who is owed nothing any more has no row. */
async function writeOwed(index: Index, escrow: Address, accounts: Accounts): Promise<void> {
  const all = [...accounts.changed.owed].map(([account, changedBlock]) => ({
    account,
    changedBlock,
    due: accounts.owedTo(account),
  }))
  const rows = all
    .filter(({ due }) => due > 0n)
    .map(({ account, changedBlock, due }) => ({ escrow, account, amount: padded(due), changedBlock }))
  for (const some of rowsInChunks(rows)) {
    await index
      .insertInto('owed')
      .values(some)
      .onConflict((conflict) =>
        conflict
          .columns(['escrow', 'account'])
          .doUpdateSet({ amount: sql.ref('excluded.amount'), changedBlock: sql.ref('excluded.changedBlock') }),
      )
      .execute()
  }
  for (const gone of keysInChunks(all.filter(({ due }) => due === 0n).map(({ account }) => account)))
    await index.deleteFrom('owed').where('escrow', '=', escrow).where('account', 'in', gone).execute()
}
