/** The versions of the index's tables, in order. One that has been released is never changed: a change is a new one at the end. */
import { sql, SqliteAdapter, type CreateTableBuilder, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import { getAddress, zeroAddress, type Address } from 'viem'
import { rowsInChunks } from './inChunks.ts'
import { padded, type LogsTable, type Tables } from './tables.ts'

type Kind = 'text' | 'text?' | 'int' | 'int?'

/** Creates a table of these columns; `key` is its primary key. Text sorts by its bytes in every database. */
async function create(
  db: Kysely<unknown>,
  name: string,
  key: readonly string[],
  columns: Readonly<Record<string, Kind>>,
): Promise<void> {
  let table: CreateTableBuilder<string, string> = db.schema.createTable(name)
  for (const [column, kind] of Object.entries(columns)) {
    const type = kind.startsWith('text') ? sql.raw(textType(db)) : 'bigint'
    table = table.addColumn(column, type, (one) => (kind.endsWith('?') ? one : one.notNull()))
  }
  await table.addPrimaryKeyConstraint(`${name}Key`, [...key]).execute()
}

/** SQLite compares bytes by itself. */
function textType(db: Kysely<unknown>): string {
  return db.getExecutor().adapter instanceof SqliteAdapter ? 'text' : 'text collate "C"'
}

async function index(db: Kysely<unknown>, table: string, columns: readonly string[]): Promise<void> {
  const name = `${table}By${columns.map((one) => one.charAt(0).toUpperCase() + one.slice(1)).join('')}`
  await db.schema
    .createIndex(name)
    .on(table)
    .columns([...columns])
    .execute()
}

const place = { block: 'int', logIndex: 'int', transaction: 'text' } as const

const first: Migration = {
  async up(db: Kysely<unknown>) {
    await create(db, 'meta', ['name'], { name: 'text', value: 'text' })
    await create(db, 'blocks', ['number'], {
      number: 'int',
      hash: 'text',
      time: 'int',
      hasLogs: 'int',
    })
    await create(db, 'leases', ['name'], { name: 'text', holder: 'text', until: 'int' })
    await create(db, 'logs', ['block', 'logIndex'], {
      ...place,
      blockHash: 'text',
      address: 'text',
      topics: 'text',
      data: 'text',
    })
    await index(db, 'logs', ['address', 'block', 'logIndex'])
    await create(db, 'terms', ['escrow'], { escrow: 'text', code: 'text' })
    await create(db, 'assets', ['asset'], { asset: 'text', symbol: 'text?', decimals: 'int?' })
    await create(db, 'escrows', ['escrow'], {
      escrow: 'text',
      creator: 'text',
      createdAt: 'int',
      ...place,
      changedBlock: 'int',
      document: 'text',
      wellFormed: 'int',
      title: 'text?',
      summary: 'text?',
      theme: 'text?',
      searched: 'text',
      outcome: 'text',
      asset: 'text',
      arbiter: 'text',
      rule: 'int',
      pledgeBy: 'int',
      claimBy: 'int',
      threshold: 'text',
      cap: 'text',
      claimsEnd: 'int',
      pledged: 'text',
      supply: 'text',
      progress: 'text',
      paid: 'text',
      held: 'text',
      returned: 'text',
      refundable: 'text',
      collected: 'text',
      refunded: 'text',
      feesIn: 'text',
      openFees: 'text',
      passed: 'int',
      lastCallEnd: 'int',
      filed: 'int',
      settled: 'int',
      ranks: 'text',
      statusUntil: 'text',
      turnsAt: 'int',
      statusAfter: 'text',
    })
    for (const column of ['createdAt', 'pledged', 'paid', 'refundable', 'pledgeBy', 'claimsEnd', 'asset'])
      await index(db, 'escrows', [column, 'escrow'])
    await index(db, 'escrows', ['arbiter'])
    await create(db, 'members', ['escrow', 'seat'], { escrow: 'text', seat: 'int', member: 'text' })
    await index(db, 'members', ['member'])
    await create(db, 'claims', ['escrow', 'claim'], {
      escrow: 'text',
      claim: 'text',
      target: 'text',
      place: 'int',
      solver: 'text',
      payee: 'text',
      commitment: 'text',
      uri: 'text',
      filedAt: 'int',
      ...place,
      changedBlock: 'int',
      observedAt: 'int',
      observed: 'int',
      highest: 'text',
      tally: 'text',
      verdict: 'text',
      challengedAt: 'int',
      challenger: 'text?',
      challengeGrounds: 'text?',
      challengeTransaction: 'text?',
      ruledAt: 'int',
      ruling: 'text?',
      rulingGrounds: 'text?',
      rulingTransaction: 'text?',
      settledAt: 'int',
      settledTransaction: 'text?',
      progressFrom: 'text?',
      progressTo: 'text?',
      paid: 'text',
      held: 'text',
      paidAt: 'int',
      taken: 'text',
      breaksFiled: 'int',
      breaksSettled: 'int',
    })
    await index(db, 'claims', ['escrow', 'target', 'place'])
    await index(db, 'claims', ['escrow', 'block', 'logIndex'])
    await index(db, 'claims', ['solver'])
    await index(db, 'claims', ['payee'])
    await create(db, 'observations', ['escrow', 'claim', 'member'], {
      escrow: 'text',
      claim: 'text',
      member: 'text',
      seat: 'int',
      measurement: 'text',
      report: 'text',
      signature: 'text',
      at: 'int',
      ...place,
    })
    await index(db, 'observations', ['member'])
    await create(db, 'pledges', ['block', 'logIndex'], {
      escrow: 'text',
      ...place,
      at: 'int',
      sender: 'text',
      account: 'text',
      amount: 'text',
    })
    await index(db, 'pledges', ['escrow', 'block', 'logIndex'])
    await index(db, 'pledges', ['account'])
    await create(db, 'payments', ['block', 'logIndex', 'part'], {
      escrow: 'text',
      ...place,
      part: 'int',
      at: 'int',
      kind: 'text',
      account: 'text',
      to: 'text?',
      amount: 'text',
      shares: 'text?',
      claim: 'text?',
    })
    await index(db, 'payments', ['escrow', 'block', 'logIndex', 'part'])
    await index(db, 'payments', ['account', 'block', 'logIndex', 'part'])
    await create(db, 'holders', ['escrow', 'account'], {
      escrow: 'text',
      account: 'text',
      shares: 'text',
      changedBlock: 'int',
    })
    await index(db, 'holders', ['escrow', 'shares', 'account'])
    await index(db, 'holders', ['account'])
    await create(db, 'owed', ['escrow', 'account'], {
      escrow: 'text',
      account: 'text',
      amount: 'text',
      changedBlock: 'int',
    })
    await index(db, 'owed', ['account'])
    await create(db, 'operators', ['account'], {
      account: 'text',
      endpoint: 'text',
      encryptionKey: 'text',
      publishedAt: 'int',
      changedBlock: 'int',
    })
    await create(db, 'acceptances', ['member', 'escrow'], { member: 'text', escrow: 'text', at: 'int', block: 'int' })
    await index(db, 'acceptances', ['escrow'])
  },
}

const challengers: Migration = {
  async up(db: Kysely<unknown>) {
    await index(db, 'claims', ['challenger'])
  },
}

/** Topic of `Transfer(address,address,uint256)` (ERC-20). */
const TRANSFER = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef'
/** Logs that are read together. */
const LOGS = 5_000

const transfers: Migration = {
  async up(db: Kysely<unknown>) {
    await create(db, 'transfers', ['block', 'logIndex'], {
      escrow: 'text',
      ...place,
      at: 'int',
      from: 'text',
      to: 'text',
      shares: 'text',
    })
    await index(db, 'transfers', ['escrow'])
    for (const side of ['from', 'to']) await index(db, 'transfers', [side, 'block', 'logIndex'])
    await findTransfers(db)
  },
}

/** What is in the logs already. The shares of an escrow are the only thing of all that moves so. */
async function findTransfers(written: Kysely<unknown>): Promise<void> {
  const db = written.$extendTables<Pick<Tables, 'logs' | 'blocks' | 'transfers'>>()
  for (let last = { block: -1, logIndex: -1 }; ;) {
    const logs = await db
      .selectFrom('logs')
      .innerJoin('blocks', 'blocks.number', 'logs.block')
      .selectAll('logs')
      .select('blocks.time')
      .where('topics', 'like', `${TRANSFER} %`)
      .where((row) => row(row.refTuple('block', 'logIndex'), '>', row.tuple(last.block, last.logIndex)))
      .orderBy('block')
      .orderBy('logIndex')
      .limit(LOGS)
      .execute()
    const end = logs.at(-1)
    if (end === undefined) return
    for (const rows of rowsInChunks(logs.flatMap(transferIn))) await db.insertInto('transfers').values(rows).execute()
    last = end
  }
}

function transferIn({ address, block, logIndex, transaction, topics, data, time }: LogsTable & { time: number }) {
  const [from = zeroAddress, to = zeroAddress] = topics.split(' ').slice(1).map(addressOf)
  const shares = BigInt(data)
  if (from === zeroAddress || to === zeroAddress || from === to || shares === 0n) return []
  return [{ escrow: getAddress(address), block, logIndex, transaction, at: time, from, to, shares: padded(shares) }]
}

/** The address in a topic. */
function addressOf(topic: string): Address {
  return getAddress(`0x${topic.slice(-40)}`)
}

export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-first': first,
  '0002-challengers': challengers,
  '0003-transfers': transfers,
}
