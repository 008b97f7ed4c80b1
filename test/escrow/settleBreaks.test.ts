import { expect } from 'chai'
import { DAY, Status, UNIT, arbitrated, ethers, file, observe, time } from '../support/escrow.ts'
import type { TermsValues } from '../support/escrow.ts'
import { NOBODY, eachAt, now, observed, open, pass, settled } from '../support/claims.ts'

/** An escrow on which `target` was paid `price`, of which 40 % are held for 30 days. */
async function guarded(price = 100n * UNIT, override: Partial<TermsValues> = {}, pledged?: bigint) {
  const curve = [
    { measurement: 1n, price },
    { measurement: 2n, price: 2n * price },
  ]
  const terms = { curve, cap: 2n * price, threshold: 1n, holdback: 4000n, warranty: 30n * DAY, ...override }
  const o = await open(terms, pledged)
  const target = await settled(o, 1n)
  const paidAt = await now()
  return { ...o, target, paidAt }
}

describe('settleBreaks', () => {
  describe('given nothing to settle', () => {
    it('should settle nothing for a target without break claims, for no claim and for the docket', async () => {
      const o = await guarded()
      await observed(o, 1n)
      for (const target of [o.target, NOBODY, ethers.ZeroHash]) {
        expect(await o.escrow.settleBreaks.staticCall(target, 9), target).to.equal(0n)
        await expect(o.escrow.settleBreaks(target, 9), target).not.to.emit(o.escrow, 'BreakSettled')
      }
    })
    it('should settle nothing of 0', async () => {
      const o = await guarded()
      await observed(o, 1n, o.target)
      expect(await o.escrow.settleBreaks.staticCall(o.target, 0)).to.equal(0n)
    })
    it('should settle each once', async () => {
      const o = await guarded()
      await observed(o, 1n, o.target)
      await o.escrow.settleBreaks(o.target, 9)
      await expect(o.escrow.settleBreaks(o.target, 9)).not.to.emit(o.escrow, 'BreakSettled')
    })
  })

  describe('given a break claim with a verdict above 0', () => {
    for (const [price, held, taken, returned] of [
      [100n * UNIT, 40n * UNIT, 20n * UNIT, 20n * UNIT],
      [10n, 4n, 2n, 2n],
      [12n, 5n, 2n, 3n],
      [5n, 2n, 1n, 1n],
      [1n, 1n, 0n, 1n],
    ] as const) {
      it(`should give ${taken} of ${held} to the breaker, half rounded down, and the rest to the funders`, async () => {
        const o = await guarded(price)
        expect((await o.escrow.claimOf(o.target)).held, 'held').to.equal(held)
        const [before, refundable] = [await o.escrow.owed(o.w.stranger), await o.escrow.refundable()]
        const key = await observed(o, 1n, o.target)
        await o.escrow.connect(o.w.payee).assign(key, o.w.stranger)
        await expect(o.escrow.settleBreaks(o.target, 1))
          .to.emit(o.escrow, 'BreakSettled')
          .withArgs(key, o.target, o.w.stranger.address, 1, taken, returned)
        expect((await o.escrow.owed(o.w.stranger)) - before, 'breaker').to.equal(taken)
        expect((await o.escrow.refundable()) - refundable, 'funders').to.equal(returned)
        expect([(await o.escrow.claimOf(o.target)).held, await o.escrow.held()], 'held after').to.deep.equal([0n, 0n])
      })
    }
    it('should give nothing to the second', async () => {
      const o = await guarded()
      const first = await observed(o, 1n, o.target)
      const second = await observed(o, 99n, o.target)
      const settling = o.escrow.settleBreaks(o.target, 9)
      const payee = o.w.payee.address
      await expect(settling)
        .to.emit(o.escrow, 'BreakSettled')
        .withArgs(first, o.target, payee, 1, 20n * UNIT, 20n * UNIT)
      await expect(settling).to.emit(o.escrow, 'BreakSettled').withArgs(second, o.target, payee, 99, 0, 0)
    })
    it('should add up what two broken claims give back', async () => {
      const o = await guarded()
      const second = await settled(o, 1n)
      for (const target of [o.target, second]) {
        await observed(o, 1n, target)
        await o.escrow.settleBreaks(target, 1)
      }
      expect(await o.escrow.refundable()).to.equal(40n * UNIT)
    })
    it('should never pay later claims with what returns', async () => {
      const o = await guarded()
      await observed(o, 1n, o.target)
      await o.escrow.settleBreaks(o.target, 1)
      await settled(o, 2n)
      expect(await o.escrow.paid(), 'G(x) is gross of breaks').to.equal(200n * UNIT)
      expect(await o.escrow.progress(), 'progress never goes back').to.equal(2n)
      expect(await o.escrow.refundable(), 'what the break gave back').to.equal(20n * UNIT)
    })
    it('should leave what returns to the funders when the result costs more than was pledged', async () => {
      const o = await guarded(100n * UNIT, {}, 60n * UNIT)
      await observed(o, 1n, o.target)
      await o.escrow.settleBreaks(o.target, 1)
      expect(await o.escrow.paid(), 'G(x) = P').to.equal(60n * UNIT)
      expect(await o.escrow.refundable(), 'half of the 24 that were held').to.equal(12n * UNIT)
    })
    it('should close an escrow whose claims have ended, and refund what returned', async () => {
      const o = await guarded(100n * UNIT, { warranty: 730n * DAY })
      await pass(BigInt(o.t.claimBy))
      expect(await o.escrow.status(), 'held').to.equal(Status.Binding)
      await observed(o, 1n, o.target)
      await o.escrow.settleBreaks(o.target, 1)
      expect(await o.escrow.status(), 'broken').to.equal(Status.Closed)
      await expect(
        o.escrow.connect(o.w.funders[0]).redeem(o.t.cap, o.w.funders[0]!, o.w.funders[0]!),
      ).to.changeTokenBalances(ethers, o.w.token, [o.w.funders[0]!], [120n * UNIT])
    })
  })

  describe('given a break claim with verdict 0', () => {
    it('should not break, and leave it to the next', async () => {
      const o = await guarded()
      const first = await observed(o, 0n, o.target)
      const second = await observed(o, 1n, o.target)
      const settling = o.escrow.settleBreaks(o.target, 9)
      const payee = o.w.payee.address
      await expect(settling).to.emit(o.escrow, 'BreakSettled').withArgs(first, o.target, payee, 0, 0, 0)
      await expect(settling)
        .to.emit(o.escrow, 'BreakSettled')
        .withArgs(second, o.target, payee, 1, 20n * UNIT, 20n * UNIT)
    })
    it('should not break with k - 1 observations', async () => {
      const o = await guarded()
      const key = await file(o.w, o.escrow, o.target)
      await observe(o.w, o.escrow, key, [9n, 9n])
      await pass((await now()) + BigInt(o.t.verifyWithin))
      await o.escrow.settleBreaks(o.target, 1)
      expect((await o.escrow.claimOf(o.target)).held, 'held').to.equal(40n * UNIT)
    })
    it('should not break when the arbiter rules it down', async () => {
      const base = await open((w) =>
        Promise.resolve({ ...arbitrated(w), claimFee: 0n, holdback: 4000n, warranty: 30n * DAY }),
      )
      const target = await observed(base, 10n)
      await pass((await now()) + 3n * DAY)
      await base.escrow.settle(1)
      const key = await observed(base, 10n, target)
      await base.escrow.connect(base.w.payee).challenge(key, 'it holds')
      await base.escrow.connect(base.w.arbiter).rule(key, 0, 'it does')
      await expect(base.escrow.settleBreaks(target, 1))
        .to.emit(base.escrow, 'BreakSettled')
        .withArgs(key, target, base.w.payee.address, 0, 0, 0)
      expect(await base.escrow.held(), 'held').to.equal(40n * UNIT)
    })
  })

  describe('given break claims decided out of order', () => {
    it('should settle them in filing order: the earliest filed takes the half', async () => {
      const o = await guarded()
      const first = await file(o.w, o.escrow, o.target)
      const second = await observed(o, 9n, o.target)
      expect(await o.escrow.settleBreaks.staticCall(o.target, 9), 'the first is open').to.equal(0n)
      await observe(o.w, o.escrow, first, [1n, 1n, 1n, 1n, 1n])
      const settling = o.escrow.settleBreaks(o.target, 9)
      await expect(settling)
        .to.emit(o.escrow, 'BreakSettled')
        .withArgs(first, o.target, o.w.payee.address, 1, 20n * UNIT, 20n * UNIT)
      await expect(settling).to.emit(o.escrow, 'BreakSettled').withArgs(second, o.target, o.w.payee.address, 9, 0, 0)
    })
    it('should not wait for the docket, nor the docket for them', async () => {
      const o = await guarded()
      await file(o.w, o.escrow)
      await observed(o, 1n, o.target)
      await expect(o.escrow.settleBreaks(o.target, 1), 'docket open').to.emit(o.escrow, 'BreakSettled')
    })
    it('should settle at most as many as asked', async () => {
      const o = await guarded()
      for (let i = 0; i < 3; i++) await observed(o, 0n, o.target)
      expect(await o.escrow.settleBreaks.staticCall(o.target, 2)).to.equal(2n)
    })
  })

  describe('given a break claim filed in the last second of the warranty', () => {
    for (const [word, offset] of [
      ['a second before', -1n],
      ['at', 0n],
      ['a second after', 1n],
    ] as const) {
      it(`should either observe or settle and release ${word} the end of its clocks, never both`, async () => {
        const o = await guarded()
        await time.setNextBlockTimestamp(o.paidAt + 30n * DAY)
        const key = await file(o.w, o.escrow, o.target)
        const end = (await now()) + BigInt(o.t.verifyWithin)
        await time.increaseTo(end - 9n)
        await eachAt(
          end + offset,
          async () => {
            if (offset > 0n)
              await expect(o.escrow.observe(key, []), 'observe').to.be.revertedWithCustomError(o.escrow, 'WrongPhase')
            else await expect(o.escrow.observe(key, []), 'observe').not.to.revert(ethers)
          },
          async () => {
            const settling = o.escrow.settleBreaks(o.target, 1)
            if (offset > 0n) await expect(settling, 'settle').to.emit(o.escrow, 'BreakSettled')
            else await expect(settling, 'settle').not.to.emit(o.escrow, 'BreakSettled')
            const releasing = o.escrow.release([o.target])
            if (offset > 0n) await expect(releasing, 'release').to.emit(o.escrow, 'Released')
            else await expect(releasing, 'release').not.to.emit(o.escrow, 'Released')
          },
        )
      })
    }
  })
})
