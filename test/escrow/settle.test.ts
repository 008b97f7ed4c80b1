import { expect } from 'chai'
import { DAY, Phase, Rule, UNIT, arbitrated, ethers, file, observe } from '../support/escrow.ts'
import { now, observed, open, pass, single } from '../support/claims.ts'

describe('settle', () => {
  describe('given nothing to settle', () => {
    it('should settle nothing on an empty docket', async () => {
      const { escrow } = await open()
      expect(await escrow.settle.staticCall(ethers.MaxUint256)).to.equal(0n)
      await expect(escrow.settle(1)).not.to.emit(escrow, 'Settled')
    })
    it('should settle nothing while the first claim is open', async () => {
      const o = await open()
      await file(o.w, o.escrow)
      expect(await o.escrow.settle.staticCall(10)).to.equal(0n)
    })
    it('should settle nothing of 0', async () => {
      const o = await open()
      await observed(o, 5n)
      expect(await o.escrow.settle.staticCall(0)).to.equal(0n)
    })
    it('should settle nothing in any phase before Decided', async () => {
      const o = await open(arbitrated)
      const key = await file(o.w, o.escrow)
      const phases = [Phase.Observing, Phase.Challenging, Phase.Arbitrating]
      const steps = [
        async () => {},
        async () => observe(o.w, o.escrow, key, [5n, 5n, 5n, 5n, 5n]),
        async () => o.escrow.connect(o.w.stranger).challenge(key, ''),
      ]
      for (const [i, step] of steps.entries()) {
        await step()
        expect((await o.escrow.claimOf(key)).phase, 'phase').to.equal(phases[i])
        expect(await o.escrow.settle.staticCall(1), `in phase ${phases[i]}`).to.equal(0n)
      }
    })
    it('should settle a claim once only', async () => {
      const o = await open()
      await observed(o, 5n)
      await o.escrow.settle(9)
      await expect(o.escrow.settle(9)).not.to.emit(o.escrow, 'Settled')
      expect(await o.escrow.owed(o.w.payee), 'owed').to.equal(50n * UNIT)
    })
  })

  describe('given several claims', () => {
    it('should settle decided claims in filing order, though they were decided out of order', async () => {
      const o = await open({ minStep: 1n, rule: Rule.Record })
      const keys = [await file(o.w, o.escrow), await file(o.w, o.escrow), await file(o.w, o.escrow)]
      await observe(o.w, o.escrow, keys[2]!, [90n, 90n, 90n, 90n, 90n])
      await observe(o.w, o.escrow, keys[1]!, [40n, 40n, 40n, 40n, 40n])
      await expect(o.escrow.settle(9), 'the first is open').not.to.emit(o.escrow, 'Settled')
      await observe(o.w, o.escrow, keys[0]!, [60n, 60n, 60n, 60n, 60n])
      const settling = o.escrow.settle(9)
      const payee = o.w.payee.address
      await expect(settling, 'first')
        .to.emit(o.escrow, 'Settled')
        .withArgs(keys[0], payee, 60, 60, 600n * UNIT, 0)
      await expect(settling, 'second').to.emit(o.escrow, 'Settled').withArgs(keys[1], payee, 40, 60, 0, 0)
      await expect(settling, 'third')
        .to.emit(o.escrow, 'Settled')
        .withArgs(keys[2], payee, 90, 90, 300n * UNIT, 0)
      const logs = (await (await settling).wait())!.logs.map((log) => log.topics[1])
      expect(logs, 'order').to.deep.equal(keys)
    })
    it('should settle at most as many as asked, and stop at the first undecided', async () => {
      const o = await open()
      for (let i = 0; i < 3; i++) await observed(o, 1n)
      await file(o.w, o.escrow)
      await observed(o, 1n)
      expect(await o.escrow.settle.staticCall(2), 'two').to.equal(2n)
      await o.escrow.settle(2)
      expect(await o.escrow.docket(), 'docket').to.deep.equal([5n, 2n])
      expect(await o.escrow.settle.staticCall(ethers.MaxUint256), 'one more').to.equal(1n)
    })
    it('should be open to anybody', async () => {
      const o = await open()
      await observed(o, 1n)
      await expect(o.escrow.connect(o.w.stranger).settle(1)).to.emit(o.escrow, 'Settled')
    })
  })

  describe('given k - 1 observations', () => {
    it('should settle at 0 without a ruling', async () => {
      const o = await open()
      const key = await file(o.w, o.escrow)
      await observe(o.w, o.escrow, key, [50n, 50n])
      await pass((await now()) + BigInt(o.t.verifyWithin))
      await expect(o.escrow.settle(1)).to.emit(o.escrow, 'Settled').withArgs(key, o.w.payee.address, 0, 0, 0, 0)
    })
  })

  describe('given a challenge that the arbiter left alone', () => {
    it('should settle at the verdict of the panel', async () => {
      const o = await open(arbitrated)
      const key = await observed(o, 10n)
      await o.escrow.connect(o.w.stranger).challenge(key, '')
      await pass((await now()) + 5n * DAY)
      await expect(o.escrow.settle(1))
        .to.emit(o.escrow, 'Settled')
        .withArgs(key, o.w.payee.address, 10, 10, 100n * UNIT, 0)
    })
  })

  describe('given a holdback', () => {
    for (const [m, price, holdback, held] of [
      [1n, 3n, 1n, 1n],
      [1n, 10_001n, 3333n, 3334n],
      [1n, 10_000n, 3333n, 3333n],
      [1n, 999n, 10_000n, 999n],
      [1n, 1n, 5000n, 1n],
    ] as const) {
      it(`should hold ${held} of ${price} at ${holdback} basis points, rounded up`, async () => {
        const curve = [{ measurement: 1n, price }]
        const o = await open({ rule: Rule.Record, curve, cap: price, threshold: 1n, holdback, warranty: 1n })
        expect((price * holdback + 9_999n) / 10_000n, 'recomputed').to.equal(held)
        const key = await observed(o, m)
        await expect(o.escrow.settle(1))
          .to.emit(o.escrow, 'Settled')
          .withArgs(key, o.w.payee.address, 1, 1, price, held)
        expect(await o.escrow.owed(o.w.payee), 'owed').to.equal(price - held)
        const view = await o.escrow.claimOf(key)
        expect([view.held, view.paidAt, await o.escrow.held()], 'held').to.deep.equal([held, await now(), held])
      })
    }
  })

  describe('given claims that run on after the escrow closed', () => {
    it('should pay them nothing and share their fees', async () => {
      const o = await open((w) => ({ ...single(w), claimFee: 11n }))
      await observed(o, 100n)
      await observed(o, 100n)
      await o.escrow.settle(1)
      await o.escrow.connect(o.w.funders[0]).redeem(o.t.cap, o.w.funders[0]!, o.w.funders[0]!)
      await expect(o.escrow.settle(1))
        .to.emit(o.escrow, 'Settled')
        .withArgs(await o.escrow.keyAt(ethers.ZeroHash, 1), o.w.payee.address, 100, 100, 0, 0)
      expect(await o.escrow.owed(o.w.members[0]!), 'both fees').to.equal(22n)
      expect(await o.escrow.owed(o.w.payee), 'one payment').to.equal(1000n * UNIT)
    })
  })

  describe('given a contest', () => {
    it('should rank and pay nothing yet', async () => {
      const o = await open({ rule: Rule.Contest, curve: [{ measurement: 1n, price: 1000n * UNIT }], minStep: 10n })
      const key = await observed(o, 10n)
      await expect(o.escrow.settle(1)).to.emit(o.escrow, 'Settled').withArgs(key, o.w.payee.address, 10, 0, 0, 0)
      expect(await o.escrow.ranking(), 'ranking').to.deep.equal([[10n, 0n]])
    })
    for (const [what, lastCall, ahead] of [
      ['lastCall seconds later', 1000n, 1000n],
      ['with claimBy at the latest', 365n * DAY, undefined],
    ] as const) {
      it(`should make the last call once, ${what}`, async () => {
        const o = await open({
          rule: Rule.Contest,
          curve: [{ measurement: 1n, price: 1000n * UNIT }],
          minStep: 10n,
          lastCall,
        })
        await observed(o, 9n)
        await o.escrow.settle(1)
        expect(await o.escrow.claimsEnd(), 'not for one that does not rank').to.equal(o.t.claimBy)
        await observed(o, 10n)
        await o.escrow.settle(1)
        const end = ahead === undefined ? BigInt(o.t.claimBy) : (await now()) + ahead
        expect(await o.escrow.claimsEnd(), 'claims end').to.equal(end)
        await observed(o, 11n)
        await o.escrow.settle(1)
        expect(await o.escrow.claimsEnd(), 'not again').to.equal(end)
      })
    }
    it('should make no last call where there is none', async () => {
      const o = await open({ rule: Rule.Contest, curve: [{ measurement: 1n, price: 1000n * UNIT }] })
      await observed(o, 9n)
      await o.escrow.settle(1)
      expect(await o.escrow.claimsEnd()).to.equal(o.t.claimBy)
    })
  })
})
