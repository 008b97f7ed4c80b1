import { expect } from 'chai'
import { DAY, Rule, Status, UNIT, ethers, file, observe, time } from '../support/escrow.ts'
import type { World } from '../support/escrow.ts'
import { eachAt, now, observed, open, pass, settled, single } from '../support/claims.ts'

/** Outcome C: prizes of 2,000,000, 1,000,000 and 500,000, floor 9,400. */
const monitors = (w: World) => ({
  ...single(w),
  rule: Rule.Contest,
  curve: [
    { measurement: 1n, price: 2_000_000n * UNIT },
    { measurement: 2n, price: 3_000_000n * UNIT },
    { measurement: 3n, price: 3_500_000n * UNIT },
  ],
  minStep: 9_400n,
  threshold: 1n,
  cap: 3_500_000n * UNIT,
})

describe('award', () => {
  describe('given all of the contest is settled and claims have ended', () => {
    it('should pay the prizes by rank, ties to the earlier', async () => {
      const o = await open(monitors)
      const scores = [9_500n, 9_399n, 9_700n, 9_500n, 9_400n, 9_500n]
      const keys: string[] = []
      for (const score of scores) keys.push(await settled(o, score))
      expect(await o.escrow.ranking(), 'ranking').to.deep.equal([
        [9_700n, 2n],
        [9_500n, 0n],
        [9_500n, 3n],
      ])
      await pass(BigInt(o.t.claimBy))
      const awarding = o.escrow.connect(o.w.stranger).award()
      const payee = o.w.payee.address
      await expect(awarding)
        .to.emit(o.escrow, 'Awarded')
        .withArgs(keys[2], payee, 1, 2_000_000n * UNIT, 0)
      await expect(awarding)
        .to.emit(o.escrow, 'Awarded')
        .withArgs(keys[0], payee, 2, 1_000_000n * UNIT, 0)
      await expect(awarding)
        .to.emit(o.escrow, 'Awarded')
        .withArgs(keys[3], payee, 3, 500_000n * UNIT, 0)
      expect([await o.escrow.progress(), await o.escrow.paid()], 'x and G').to.deep.equal([3n, o.t.cap])
      expect(await o.escrow.owed(payee), 'owed').to.equal(o.t.cap)
      expect(await o.escrow.status(), 'status').to.equal(Status.Closed)
    })
    it('should leave unfilled ranks to the funders', async () => {
      const o = await open(monitors)
      await settled(o, 9_400n)
      await pass(BigInt(o.t.claimBy))
      await o.escrow.award()
      expect([await o.escrow.progress(), await o.escrow.paid()], 'x and G').to.deep.equal([1n, 2_000_000n * UNIT])
      expect(await o.escrow.refundable(), 'refundable').to.equal(1_500_000n * UNIT)
      expect(await o.escrow.status(), 'status').to.equal(Status.Closed)
    })
    it('should cap prizes by what was pledged', async () => {
      const o = await open(monitors, 2_400_000n * UNIT)
      const keys = [await settled(o, 9_500n), await settled(o, 9_600n), await settled(o, 9_700n)]
      await pass(BigInt(o.t.claimBy))
      const awarding = o.escrow.award()
      const payee = o.w.payee.address
      await expect(awarding)
        .to.emit(o.escrow, 'Awarded')
        .withArgs(keys[2], payee, 1, 2_000_000n * UNIT, 0)
      await expect(awarding)
        .to.emit(o.escrow, 'Awarded')
        .withArgs(keys[1], payee, 2, 400_000n * UNIT, 0)
      await expect(awarding).to.emit(o.escrow, 'Awarded').withArgs(keys[0], payee, 3, 0, 0)
    })
    it('should rank 18 claims for 16 prizes as a stable sort does', async () => {
      const curve = [
        { measurement: 0n, price: 0n },
        { measurement: 16n, price: 1_600n },
      ]
      const o = await open((w) => ({
        ...single(w),
        rule: Rule.Contest,
        curve,
        threshold: 1n,
        cap: 1_600n,
        minStep: 2n,
      }))
      const scores = [5, 9, 2, 9, 7, 1, 12, 5, 5, 30, 8, 2, 7, 11, 3, 9, 40, 6].map(BigInt)
      const keys: string[] = []
      for (const score of scores) keys.push(await observed(o, score))
      await o.escrow.settle(18)
      const best = scores
        .map((score, index) => ({ score, index }))
        .filter(({ score }) => score >= 2n)
        .sort((a, b) => Number(b.score - a.score) || a.index - b.index)
        .slice(0, 16)
      expect(await o.escrow.ranking(), 'ranking').to.deep.equal(best.map((r) => [r.score, BigInt(r.index)]))
      await pass(BigInt(o.t.claimBy))
      const logs = (await (await o.escrow.award()).wait())!.logs
      expect(
        logs.map((log) => log.topics[1]),
        'winners in order',
      ).to.deep.equal(best.map((r) => keys[r.index]))
      expect(await o.escrow.owed(o.w.payee), 'owed').to.equal(1_600n)
    })
    it('should hold the holdback of each prize, and award it all when released', async () => {
      const o = await open((w) => ({ ...monitors(w), holdback: 3333n, warranty: 30n * DAY }))
      const keys = [await settled(o, 9_600n), await settled(o, 9_500n)]
      await pass(BigInt(o.t.claimBy))
      const awarding = o.escrow.award()
      const payee = o.w.payee.address
      await expect(awarding)
        .to.emit(o.escrow, 'Awarded')
        .withArgs(keys[0], payee, 1, 2_000_000n * UNIT, 666_600n * UNIT)
      await expect(awarding)
        .to.emit(o.escrow, 'Awarded')
        .withArgs(keys[1], payee, 2, 1_000_000n * UNIT, 333_300n * UNIT)
      expect((await o.escrow.claimOf(keys[0]!)).paidAt, 'warranty from the award').to.equal(await now())
      expect(await o.escrow.status(), 'status').to.equal(Status.Binding)
      await pass((await now()) + 30n * DAY)
      await o.escrow.release(keys)
      expect([await o.escrow.owed(payee), await o.escrow.status()], 'released').to.deep.equal([
        3_000_000n * UNIT,
        Status.Closed,
      ])
    })
    it('should pay whom a claim was assigned to in the meantime', async () => {
      const o = await open(monitors)
      const key = await settled(o, 9_600n)
      await o.escrow.connect(o.w.payee).assign(key, o.w.stranger)
      await pass(BigInt(o.t.claimBy))
      await expect(o.escrow.award())
        .to.emit(o.escrow, 'Awarded')
        .withArgs(key, o.w.stranger.address, 1, 2_000_000n * UNIT, 0)
    })
  })
  for (const [what, lastCall] of [
    ['the end of claims', 0n],
    ['the last call', 1000n],
  ] as const) {
    describe(`given ${what}`, () => {
      for (const [word, offset] of [
        ['a second before', -1n],
        ['at', 0n],
        ['a second after', 1n],
      ] as const) {
        it(`should either file or award ${word} ${what}, never both`, async () => {
          const o = await open((w) => ({ ...monitors(w), lastCall }))
          const key = await settled(o, 9_600n)
          const end = lastCall > 0n ? (await now()) + lastCall : BigInt(o.t.claimBy)
          expect(await o.escrow.claimsEnd(), 'claims end').to.equal(end)
          await time.increaseTo(end - 9n)
          await eachAt(
            end + offset,
            async () => {
              const filing = o.escrow.file(ethers.id('late'), o.w.payee, '')
              if (offset <= 0n) await expect(filing, 'file').to.emit(o.escrow, 'Filed')
              else await expect(filing, 'file').to.be.revertedWithCustomError(o.escrow, 'ClaimsEnded').withArgs(end)
            },
            async () => {
              const awarding = o.escrow.award()
              if (offset > 0n)
                await expect(awarding, 'award')
                  .to.emit(o.escrow, 'Awarded')
                  .withArgs(key, o.w.payee.address, 1, 2_000_000n * UNIT, 0)
              else await expect(awarding, 'award').to.be.revertedWithCustomError(o.escrow, 'NothingToAward')
            },
          )
        })
      }
    })
  }
  describe('given a claim filed before the end is unsettled', () => {
    it('should revert with NothingToAward until it is settled, and rank it', async () => {
      const o = await open(monitors)
      await settled(o, 9_500n)
      await time.increaseTo(BigInt(o.t.claimBy) - 9n)
      const key = await file(o.w, o.escrow)
      await pass(BigInt(o.t.claimBy))
      await expect(o.escrow.award(), 'open').to.be.revertedWithCustomError(o.escrow, 'NothingToAward')
      await observe(o.w, o.escrow, key, [9_900n])
      await expect(o.escrow.award(), 'decided').to.be.revertedWithCustomError(o.escrow, 'NothingToAward')
      await o.escrow.settle(1)
      await expect(o.escrow.award())
        .to.emit(o.escrow, 'Awarded')
        .withArgs(key, o.w.payee.address, 1, 2_000_000n * UNIT, 0)
    })
  })
  describe('given nothing to award', () => {
    it('should revert with NothingToAward the second time', async () => {
      const o = await open(monitors)
      await settled(o, 9_500n)
      await pass(BigInt(o.t.claimBy))
      await o.escrow.award()
      await expect(o.escrow.award()).to.be.revertedWithCustomError(o.escrow, 'NothingToAward')
    })
    it('should revert with NothingToAward where none is ranked', async () => {
      const o = await open(monitors)
      await settled(o, 9_399n)
      await pass(BigInt(o.t.claimBy))
      await expect(o.escrow.award()).to.be.revertedWithCustomError(o.escrow, 'NothingToAward')
      expect(await o.escrow.status(), 'closed without').to.equal(Status.Closed)
    })
    it('should revert with NothingToAward where it is no contest', async () => {
      const o = await open()
      await settled(o, 10n)
      await pass(BigInt(o.t.claimBy))
      await expect(o.escrow.award()).to.be.revertedWithCustomError(o.escrow, 'NothingToAward')
    })
  })
})
