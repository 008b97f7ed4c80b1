/** An index of an earlier version that is opened by this one. */
import { expect } from 'chai'
import { sql } from 'kysely'
import { playHistory } from '../../audit/histories/play.ts'
import { openStage, type Stage } from '../../audit/histories/stage.ts'
import { DATABASES } from '../support/databases.ts'
import { catchUp, contentOf, openFollower } from '../support/follow.ts'

describe('an index of an earlier version', () => {
  let stage: Stage
  before(async function () {
    this.timeout(60_000)
    stage = await openStage()
  })
  after(() => stage.close())

  for (const { name, open } of DATABASES) {
    it(`should find in its logs what it did not keep apart, in ${name}`, async function () {
      this.timeout(60_000)
      await playHistory(3, { stage, blocks: 20 })
      const database = await open()
      try {
        const index = await database.connect()
        await catchUp((await openFollower(index, stage)).follower)
        const content = await contentOf(index)
        expect(content['transfers'], 'transfers').to.have.length.above(0)

        // As the version before left it.
        await sql`drop table transfers`.execute(index)
        await sql`delete from kysely_migration where name >= '0003'`.execute(index)
        const opened = await database.connect()
        expect(await contentOf(opened)).to.deep.equal(content)
      } finally {
        await database.stop()
      }
    })
  }
})
