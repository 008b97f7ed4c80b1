/** The index of random histories beside the auditor's books, which have arithmetic of their own. */
import { expect } from 'chai'
import type { Subject } from '../../audit/history.ts'
import { STATUSES } from '../../sdk/model/status.ts'
import { escrowAbi } from '../../sdk/abi/escrow.ts'
import { playHistory, type History } from '../audit/histories/play.ts'
import { openStage, type Stage } from '../audit/histories/stage.ts'
import { keep } from '../audit/support/keep.ts'
import { latest, readHistory } from '../audit/support/readHistory.ts'
import type { Index } from '../../indexer/store/openIndex.ts'
import { compareBooks } from './support/compareBooks.ts'
import { DATABASES, type Database } from './support/databases.ts'
import { catchUp, openFollower } from './support/follow.ts'

/** Fails where the index of a history has anything else than the auditor. @returns how many events were looked at. */
async function compareHistory(history: History, index: Index): Promise<number> {
  const end = await latest(history.client)
  let events = 0
  for (const { escrow, terms, document } of history.escrows) {
    const subject: Subject = {
      chainId: history.stage.chainId,
      ...history.origin,
      ...{ escrow, terms, document, created: undefined },
    }
    const entries = await readHistory(history.client, subject)
    await compareBooks(index, subject, keep(subject, entries, end), entries)
    await compareStatus(history, index, escrow, Number(end.timestamp))
    events += entries.length
  }
  return events
}

async function compareStatus({ client }: History, index: Index, escrow: `0x${string}`, now: number): Promise<void> {
  const row = await index.selectFrom('escrows').selectAll().where('escrow', '=', escrow).executeTakeFirstOrThrow()
  const status = await client.readContract({ address: escrow, abi: escrowAbi, functionName: 'status' })
  expect(now <= row.turnsAt ? row.statusUntil : row.statusAfter, `status of ${escrow}`).to.equal(STATUSES[status])
}

describe('figures of the index', () => {
  let stage: Stage
  before(async function () {
    this.timeout(60_000)
    stage = await openStage()
  })
  after(() => stage.close())

  for (const { name, open } of DATABASES) {
    describe(`in ${name}`, () => {
      let database: Database
      beforeEach(async () => {
        database = await open()
      })
      afterEach(() => database.stop())

      it('should be those of the auditor, to the last unit, for random histories', async function () {
        this.timeout(240_000)
        let events = 0
        for (let seed = 1; seed <= (name === 'SQLite' ? 24 : 5); seed++) {
          const history = await playHistory(seed, { stage, blocks: 12 })
          await database.stop()
          database = await open()
          const index = await database.connect()
          const { follower } = await openFollower(index, stage)
          await catchUp(follower)
          events += await compareHistory(history, index)
        }
        expect(events, 'events compared').to.be.above(name === 'SQLite' ? 2_000 : 400)
      })

      it('should tell when one unit is missing', async function () {
        this.timeout(60_000)
        const history = await playHistory(3, { stage })
        const index = await database.connect()
        const { follower } = await openFollower(index, stage)
        await catchUp(follower)
        const [payment] = await index.selectFrom('payments').selectAll().limit(1).execute()
        const amount = `${BigInt(payment!.amount) + 1n}`.padStart(78, '0')
        await index
          .updateTable('payments')
          .set({ amount })
          .where('block', '=', payment!.block)
          .where('logIndex', '=', payment!.logIndex)
          .where('part', '=', payment!.part)
          .execute()
        let failed = false
        await compareHistory(history, index).catch(() => (failed = true))
        expect(failed, 'the difference is found').to.equal(true)
      })
    })
  }
})
