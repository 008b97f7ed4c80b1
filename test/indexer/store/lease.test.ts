/** One process writes to an index; another takes over when the first has gone. */
import { expect } from 'chai'
import { LEASE, MARGIN, releaseLease, takeLease } from '../../../indexer/store/lease.ts'
import { requireOwner } from '../../../indexer/store/meta.ts'
import { openIndex } from '../../../indexer/store/openIndex.ts'
import { playHistory } from '../../audit/histories/play.ts'
import { openStage, type Stage } from '../../audit/histories/stage.ts'
import { DATABASES, sqliteDatabase, type Database } from '../support/databases.ts'
import { catchUp, contentOf, deploymentOf, fromZero, openFollower } from '../support/follow.ts'

/** What `work` throws. */
async function errorOf(work: Promise<unknown>): Promise<Error> {
  const result = await work.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!(result instanceof Error)) throw new Error('nothing was thrown')
  return result
}

describe('who writes to an index', () => {
  let stage: Stage
  before(async function () {
    this.timeout(60_000)
    stage = await openStage()
    await playHistory(12, { stage, blocks: 6 })
  })
  after(() => stage.close())

  for (const { name, open } of DATABASES) {
    describe(`in ${name}`, () => {
      let database: Database
      beforeEach(async () => {
        database = await open()
      })
      afterEach(() => database.stop())

      it('should be one process, until its lease has run out', async () => {
        let time = 1_000_000
        const now = (): number => time
        const [one, other] = [await database.connect(), await database.connect()]
        const first = await openFollower(one, stage, { now })
        expect(await takeLease({ index: other, holder: 'other', now }), 'taken').to.equal(false)
        const second = await openFollower(other, stage, { now })
        expect((await errorOf(second.follower.step())).name).to.equal('LeaseLost')
        expect((await contentOf(one))['logs'], 'nothing was written').to.deep.equal([])
        time += LEASE + MARGIN
        expect(await takeLease({ ...second.source }), 'run out').to.equal(true)
        expect((await errorOf(first.follower.step())).name, 'who slept past it').to.equal('LeaseLost')
        await catchUp(second.follower)
        expect(await contentOf(other)).to.deep.equal(await fromZero(stage))
      })

      it('should need no wait where the first gave it up', async () => {
        const [one, other] = [await database.connect(), await database.connect()]
        const { source } = await openFollower(one, stage)
        await releaseLease(source)
        expect(await takeLease({ index: other, holder: 'other', now: () => Date.now() })).to.equal(true)
      })

      it('should refuse an index of another chain or deployment', async () => {
        const index = await database.connect()
        const deployment = deploymentOf(stage)
        await requireOwner(index, deployment)
        await requireOwner(index, deployment)
        for (const change of [{ chainId: 5 }, { factory: stage.router }, { block: 3 }]) {
          const error = await errorOf(requireOwner(index, { ...deployment, ...change }))
          expect(error.name).to.equal('InputError')
        }
      })
    })
  }

  it('should refuse an index of a later version', async () => {
    const database = await sqliteDatabase()
    const index = await database.connect()
    await index
      .insertInto('kysely_migration' as never)
      .values({ name: '9999-later', timestamp: 'now' } as never)
      .execute()
    expect((await errorOf(openIndex(database.path))).name).to.equal('LaterIndex')
    await database.stop()
  })
})
