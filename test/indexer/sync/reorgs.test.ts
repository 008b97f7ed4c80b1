/** An index that followed a chain through reorganisations has what one has that reads it from the beginning. */
import { expect } from 'chai'
import type { Index } from '../../../indexer/store/openIndex.ts'
import type { Follower } from '../../../indexer/sync/follow.ts'
import { playHistory } from '../../audit/histories/play.ts'
import { openStage, type Stage } from '../../audit/histories/stage.ts'
import { Random } from '../../assurance/evm/random.ts'
import { DATABASES, type Database } from '../support/databases.ts'
import { catchUp, contentOf, fromZero, openFollower } from '../support/follow.ts'

type Request = (call: { method: string; params: unknown[] }) => Promise<unknown>

/** What happened to a follower of a chain. */
interface Seen {
  reorgs: number
  undone: number
  deepest: number
  /** The last block that was read. */
  at: number
}

/**
 * The same chain, but before some blocks others are mined that are followed and then gone: the block's transactions one to a block, in
 * another order, and empty ones after them.
 */
function restless(stage: Stage, random: Random, follower: () => Follower, seen: Seen): Stage {
  const request = stage.client.request as Request
  const follow = async (): Promise<void> => {
    for (const { did, cursor } of await catchUp(follower())) {
      const at = cursor?.number ?? 0
      if (did === 'undone') {
        seen.undone++
        seen.deepest = Math.max(seen.deepest, seen.at - at)
      }
      seen.at = at
    }
  }
  return {
    ...stage,
    mine: async (at, calls) => {
      if (random.chance(0.4)) {
        const before = await request({ method: 'evm_snapshot', params: [] })
        const others = [...calls].reverse()
        for (const [i, call] of others.entries()) {
          await stage.mine(at + BigInt(i), [call])
          if (random.chance(0.5)) await follow()
        }
        for (let i = random.between(0, 5); i > 0; i--) await stage.mine(at + 1_000n - BigInt(i), [])
        await follow()
        seen.reorgs++
        expect(await request({ method: 'evm_revert', params: [before] })).to.equal(true)
      }
      const mined = await stage.mine(at, calls)
      if (random.chance(0.7)) await follow()
      return mined
    },
  }
}

describe('an index that follows through reorganisations', () => {
  let stage: Stage
  before(async function () {
    this.timeout(60_000)
    stage = await openStage()
  })
  after(() => stage.close())

  for (const { name, open } of DATABASES) {
    describe(`in ${name}`, () => {
      let database: Database
      let index: Index
      beforeEach(async () => {
        database = await open()
        index = await database.connect()
      })
      afterEach(() => database.stop())

      it('should have what one has that reads from the beginning', async function () {
        this.timeout(240_000)
        const { follower } = await openFollower(index, stage)
        const seen: Seen = { reorgs: 0, undone: 0, deepest: 0, at: 0 }
        let logs = 0
        // Each history replaces the whole chain of the one before: that is one more reorganisation.
        for (let seed = 101; seed <= (name === 'SQLite' ? 110 : 103); seed++) {
          const moving = restless(stage, new Random(seed, 1), () => follower, seen)
          await playHistory(seed, { stage: moving, blocks: 10 })
          await catchUp(follower)
          const [followed, fresh] = [await contentOf(index), await fromZero(stage)]
          for (const [table, rows] of Object.entries(fresh)) expect(followed[table], table).to.deep.equal(rows)
          logs += fresh['logs']!.length
        }
        expect(logs, 'logs').to.be.above(name === 'SQLite' ? 800 : 150)
        expect(seen.reorgs, 'reorganisations').to.be.above(name === 'SQLite' ? 60 : 15)
        expect(seen.undone, 'of which were noticed').to.be.above(name === 'SQLite' ? 40 : 8)
        expect(seen.deepest, 'blocks of the deepest').to.be.above(20)
      })

      it('should undo all of it where no block is left', async function () {
        this.timeout(120_000)
        await playHistory(7, { stage, blocks: 8 })
        const { follower } = await openFollower(index, stage)
        await catchUp(follower)
        expect((await contentOf(index))['logs']).not.to.have.length(0)
        // Another chain altogether, with the same contracts at the same addresses.
        await index
          .updateTable('blocks')
          .set({ hash: `0x${'11'.repeat(32)}` })
          .execute()
        const steps = await catchUp(follower)
        expect(steps[0]).to.deep.include({ did: 'undone', cursor: undefined })
        expect(await contentOf(index)).to.deep.equal(await fromZero(stage))
      })

      it('should wait where the chain became shorter and is the same', async function () {
        this.timeout(120_000)
        await playHistory(8, { stage, blocks: 4 })
        const { follower } = await openFollower(index, stage)
        const request = stage.client.request as Request
        const before = await request({ method: 'evm_snapshot', params: [] })
        const { timestamp } = await stage.client.getBlock()
        for (let i = 1n; i <= 3n; i++) await stage.mine(timestamp + i, [])
        await catchUp(follower)
        const content = await contentOf(index)
        await request({ method: 'evm_revert', params: [before] })
        expect((await follower.step()).did).to.equal('behind')
        expect(await contentOf(index)).to.deep.equal(content)
        for (let i = 1n; i <= 4n; i++) await stage.mine(timestamp + 10n * i, [])
        expect((await catchUp(follower)).map(({ did }) => did)).to.deep.equal(['undone', 'read', 'nothing'])
      })
    })
  }
})
