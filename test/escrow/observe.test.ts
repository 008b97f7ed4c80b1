import { expect } from 'chai'
import { DAY, Phase, Rule, UNIT, arbitrated, ethers, file, observation, observe, time } from '../support/escrow.ts'
import { NOBODY, eachAt, now, observed, open, pass } from '../support/claims.ts'

const record = (minStep: bigint, ...curve: [bigint, bigint][]) => ({
  rule: Rule.Record,
  minStep,
  curve: curve.map(([measurement, price]) => ({ measurement, price })),
  threshold: 1n,
  cap: curve.at(-1)![1],
})

describe('observe', () => {
  describe('given the claim is observed', () => {
    it('should record members in any order and emit Observed for each', async () => {
      const { w, escrow } = await open()
      const key = await file(w, escrow)
      const third = await observation(w, escrow, key, 3, 30n)
      const first = await observation(w, escrow, key, 1, 10n)
      const observing = escrow.observe(key, [third, first])
      for (const o of [third, first]) {
        await expect(observing)
          .to.emit(escrow, 'Observed')
          .withArgs(key, w.members[o.seat]!.address, o.measurement, o.report, o.signature)
      }
      const view = await escrow.claimOf(key)
      expect([view.seats, view.highest, view.verdict], 'on record').to.deep.equal([0b01010n, 30n, 0n])
    })
    it('should tell how many were recorded', async () => {
      const { w, escrow } = await open()
      const key = await file(w, escrow)
      const good = [await observation(w, escrow, key, 0, 1n), await observation(w, escrow, key, 4, 2n)]
      expect(await escrow.observe.staticCall(key, [...good, good[0]!]), 'two of three').to.equal(2n)
      expect(await escrow.observe.staticCall(key, []), 'none').to.equal(0n)
    })
    it('should take the k-th highest for the verdict, whatever the order and the batches', async () => {
      const values = [50n, 10n, 40n, 20n, 1n]
      const order = [4, 0, 3, 1, 2]
      for (const batches of [[5], [1, 1, 1, 1, 1], [2, 3], [3, 2]]) {
        const { w, escrow } = await open()
        const key = await file(w, escrow)
        const seats = [...order]
        const seen: bigint[] = []
        for (const size of batches) {
          const batch = seats.splice(0, size)
          seen.push(...batch.map((seat) => values[seat]!))
          await escrow.observe(
            key,
            await Promise.all(batch.map((seat) => observation(w, escrow, key, seat, values[seat]!))),
          )
          const sorted = [...seen].sort((a, b) => Number(b - a))
          const view = await escrow.claimOf(key)
          expect(view.verdict, `verdict of ${seen.join()}`).to.equal(sorted[2] ?? 0n)
          expect(view.highest, `highest of ${seen.join()}`).to.equal(sorted[0])
        }
      }
    })
    it('should count the first observation of a member and skip the second without a trace', async () => {
      const { w, escrow } = await open()
      const key = await file(w, escrow)
      await escrow.observe(key, [await observation(w, escrow, key, 2, 5n)])
      await expect(escrow.observe(key, [await observation(w, escrow, key, 2, 99n)])).not.to.emit(escrow, 'Observed')
      expect((await escrow.claimOf(key)).highest, 'highest').to.equal(5n)
    })
    it('should count the first of two observations of one member in one call', async () => {
      const { w, escrow } = await open()
      const key = await file(w, escrow)
      const twice = [await observation(w, escrow, key, 2, 5n), await observation(w, escrow, key, 2, 99n)]
      expect(await escrow.observe.staticCall(key, twice), 'recorded').to.equal(1n)
      await escrow.observe(key, twice)
      const view = await escrow.claimOf(key)
      expect([view.seats, view.highest], 'on record').to.deep.equal([0b00100n, 5n])
    })
    it('should record an observation of 0, and the largest one', async () => {
      const { w, escrow } = await open()
      const key = await file(w, escrow)
      await observe(w, escrow, key, [0n, 2n ** 64n - 1n])
      const view = await escrow.claimOf(key)
      expect([view.seats, view.highest], 'on record').to.deep.equal([0b00011n, 2n ** 64n - 1n])
    })
    it('should skip a seat that does not exist', async () => {
      const { w, escrow } = await open()
      const key = await file(w, escrow)
      const good = await observation(w, escrow, key, 0, 7n)
      const beyond = [5n, 32n, 64n, 256n, 2n ** 64n, 2n ** 256n - 1n].map((seat) => ({ ...good, seat }))
      await escrow.observe(key, [...beyond, good])
      expect((await escrow.claimOf(key)).seats, 'seats').to.equal(1n)
    })
    it('should record all of 32 members', async () => {
      const wallets = Array.from({ length: 32 }, () => ethers.Wallet.createRandom()).sort((a, b) =>
        BigInt(a.address) < BigInt(b.address) ? -1 : 1,
      )
      const { w, escrow } = await open({ panel: wallets.map((x) => x.address), quorum: 31n })
      const key = await file(w, escrow)
      const all = await Promise.all(
        wallets.map((_, seat) => observation({ members: wallets }, escrow, key, seat, BigInt(seat) + 1n)),
      )
      await escrow.observe(key, all.slice(0, 31))
      expect((await escrow.claimOf(key)).phase, 'one is missing').to.equal(Phase.Observing)
      await escrow.observe(key, all.slice(31))
      const view = await escrow.claimOf(key)
      expect([view.seats, view.highest, view.verdict], 'on record').to.deep.equal([2n ** 32n - 1n, 32n, 2n])
      expect(view.phase, 'decided at once').to.equal(Phase.Decided)
    })
  })

  describe('given the end of verifyWithin', () => {
    for (const [word, offset] of [
      ['a second before', -1n],
      ['at', 0n],
      ['a second after', 1n],
    ] as const) {
      it(`should either observe or settle ${word} it, never both`, async () => {
        const { w, escrow, t } = await open()
        const key = await file(w, escrow)
        const end = (await now()) + BigInt(t.verifyWithin)
        const good = await observation(w, escrow, key, 0, 7n)
        await time.increaseTo(end - 9n)
        await eachAt(
          end + offset,
          async () => {
            if (offset <= 0n) await expect(escrow.observe(key, [good]), 'observe').to.emit(escrow, 'Observed')
            else
              await expect(escrow.observe(key, [good]), 'observe')
                .to.be.revertedWithCustomError(escrow, 'WrongPhase')
                .withArgs(key, Phase.Decided, Phase.Observing)
          },
          async () => {
            if (offset > 0n) await expect(escrow.settle(1), 'settle').to.emit(escrow, 'Settled')
            else await expect(escrow.settle(1), 'settle').not.to.emit(escrow, 'Settled')
          },
        )
      })
    }
  })

  describe('when the last member observes', () => {
    it('should end the phase in that transaction', async () => {
      const { w, escrow } = await open()
      const key = await file(w, escrow)
      await observe(w, escrow, key, [1n, 1n, 1n, 1n])
      expect((await escrow.claimOf(key)).observedAt, 'not before').to.equal(0n)
      await observe(w, escrow, key, [undefined, undefined, undefined, undefined, 1n])
      const view = await escrow.claimOf(key)
      expect([view.observedAt, view.phase], 'after').to.deep.equal([await now(), Phase.Decided])
      await expect(escrow.observe(key, []))
        .to.be.revertedWithCustomError(escrow, 'WrongPhase')
        .withArgs(key, Phase.Decided, Phase.Observing)
    })
    it('should start the challenge from then, although it was the last second', async () => {
      const { w, escrow, t } = await open(arbitrated)
      const key = await file(w, escrow)
      const end = (await now()) + BigInt(t.verifyWithin)
      const all = await Promise.all([0, 1, 2, 3, 4].map((seat) => observation(w, escrow, key, seat, 9n)))
      await time.setNextBlockTimestamp(end)
      await escrow.observe(key, all)
      expect((await escrow.claimOf(key)).phase, 'phase').to.equal(Phase.Challenging)
      await eachAt(end + 3n * DAY, () =>
        expect(escrow.connect(w.stranger).challenge(key, ''), 'last second').to.emit(escrow, 'Challenged'),
      )
    })
  })

  describe('when the verdict passes', () => {
    it('should emit Passed once and end pledging in that transaction', async () => {
      const { w, escrow } = await open({}, 500n * UNIT)
      const key = await file(w, escrow)
      await observe(w, escrow, key, [9n, 9n])
      expect([await escrow.passed(), await escrow.maxDeposit(w.stranger)], 'without quorum').to.deep.equal([
        false,
        500n * UNIT,
      ])
      const third = await observation(w, escrow, key, 2, 1n)
      await expect(escrow.observe(key, [third]))
        .to.emit(escrow, 'Passed')
        .withArgs(key)
      expect([await escrow.passed(), await escrow.maxDeposit(w.stranger)], 'with quorum').to.deep.equal([true, 0n])
      await expect(escrow.observe(key, [await observation(w, escrow, key, 3, 9n)])).not.to.emit(escrow, 'Passed')
    })
    it('should not emit Passed again for another claim', async () => {
      const o = await open()
      await observed(o, 1n)
      const key = await file(o.w, o.escrow)
      const all = await Promise.all([0, 1, 2].map((seat) => observation(o.w, o.escrow, key, seat, 9n)))
      await expect(o.escrow.observe(key, all)).not.to.emit(o.escrow, 'Passed')
    })
    for (const rule of ['Units', 'Contest'] as const) {
      it(`should pass at minStep and not one below, for ${rule}`, async () => {
        const o = await open({ rule: Rule[rule], minStep: 10n, curve: [{ measurement: 2n, price: 1000n * UNIT }] })
        await observed(o, 9n)
        expect(await o.escrow.passed(), 'below').to.equal(false)
        await observed(o, 10n)
        expect(await o.escrow.passed(), 'at').to.equal(true)
      })
    }
    it('should pass a record from the first measurement that pays a unit', async () => {
      const o = await open(record(5n, [0n, 0n], [10n, 0n], [20n, 5n]))
      for (const m of [4n, 5n, 10n, 11n]) {
        await observed(o, m)
        expect(await o.escrow.passed(), `at ${m}, which pays nothing`).to.equal(false)
      }
      await observed(o, 12n)
      expect(await o.escrow.passed(), 'at 12, which pays 1').to.equal(true)
    })
    it('should pass a record at the last measurement where minStep is above it', async () => {
      const o = await open(record(1000n, [0n, 0n], [20n, 5n]))
      await observed(o, 19n)
      expect(await o.escrow.passed(), 'one below').to.equal(false)
      await observed(o, 20n)
      expect(await o.escrow.passed(), 'at').to.equal(true)
    })
    it('should pass a record below minStep that reaches the first point', async () => {
      const o = await open(record(5n, [0n, 0n], [1n, 5n], [20n, 9n]))
      await observed(o, 1n)
      expect(await o.escrow.passed()).to.equal(true)
    })
    it('should go on pledging after a record advance that pays nothing is settled', async () => {
      const o = await open(record(1n, [0n, 0n], [10n, 0n], [20n, 500n]), 100n)
      await observed(o, 5n)
      await o.escrow.settle(1)
      expect([await o.escrow.progress(), await o.escrow.paid()], 'moved, unpaid').to.deep.equal([5n, 0n])
      expect(await o.escrow.maxDeposit(o.w.stranger), 'room').to.equal(400n)
      await expect(o.escrow.connect(o.w.stranger).deposit(400n, o.w.stranger), 'pledge').to.emit(o.escrow, 'Deposit')
    })
  })

  describe('given no such claim', () => {
    it('should revert with WrongPhase', async () => {
      const { escrow } = await open()
      await expect(escrow.observe(NOBODY, []))
        .to.be.revertedWithCustomError(escrow, 'WrongPhase')
        .withArgs(NOBODY, Phase.None, Phase.Observing)
    })
  })
  describe('given a settled claim', () => {
    it('should revert with WrongPhase', async () => {
      const { w, escrow, t } = await open()
      const key = await file(w, escrow)
      await pass((await now()) + BigInt(t.verifyWithin))
      await escrow.settle(1)
      await expect(escrow.observe(key, []))
        .to.be.revertedWithCustomError(escrow, 'WrongPhase')
        .withArgs(key, Phase.Settled, Phase.Observing)
    })
  })
})
