import { expect } from 'chai'
import { DAY, Status, UNIT, file } from '../support/escrow.ts'
import { NOBODY, now, observed, open, pass, settled } from '../support/claims.ts'

const terms = { holdback: 4000n, warranty: 30n * DAY }

describe('release', () => {
  describe('given the warranty is over', () => {
    it('should credit what is held to the payee and emit Released', async () => {
      const o = await open(terms)
      const key = await settled(o, 10n)
      await pass((await now()) + 30n * DAY)
      await expect(o.escrow.connect(o.w.stranger).release([key]))
        .to.emit(o.escrow, 'Released')
        .withArgs(key, o.w.payee.address, 40n * UNIT)
      expect(await o.escrow.owed(o.w.payee), 'owed').to.equal(100n * UNIT)
      expect([await o.escrow.held(), (await o.escrow.claimOf(key)).held], 'held').to.deep.equal([0n, 0n])
    })
    it('should release many keys and tell how many', async () => {
      const o = await open(terms)
      const keys = [await settled(o, 10n), await settled(o, 10n), await settled(o, 10n)]
      await pass((await now()) + 30n * DAY)
      expect(await o.escrow.release.staticCall(keys), 'three').to.equal(3n)
      await o.escrow.release(keys)
      expect(await o.escrow.owed(o.w.payee), 'owed').to.equal(300n * UNIT)
    })
    it('should release each once, in one call or in two', async () => {
      const o = await open(terms)
      const key = await settled(o, 10n)
      await pass((await now()) + 30n * DAY)
      expect(await o.escrow.release.staticCall([key, key]), 'in one call').to.equal(1n)
      await o.escrow.release([key, key])
      await expect(o.escrow.release([key]), 'again').not.to.emit(o.escrow, 'Released')
      expect(await o.escrow.owed(o.w.payee), 'owed').to.equal(100n * UNIT)
    })
    it('should skip what is not due, what holds nothing and what is no claim', async () => {
      const o = await open(terms)
      const due = await settled(o, 10n)
      const end = (await now()) + 30n * DAY
      const unpaid = await settled(o, 0n)
      await pass(end - 9n * DAY)
      const later = await settled(o, 10n)
      const unsettled = await file(o.w, o.escrow)
      await pass(end)
      expect(await o.escrow.release.staticCall([later, unpaid, unsettled, NOBODY, due]), 'one is due').to.equal(1n)
      await expect(o.escrow.release([later, unpaid, unsettled, NOBODY, due]))
        .to.emit(o.escrow, 'Released')
        .withArgs(due, o.w.payee.address, 40n * UNIT)
      expect(await o.escrow.held(), 'the later is held').to.equal(40n * UNIT)
    })
    it('should do nothing for no keys', async () => {
      const { escrow } = await open(terms)
      expect(await escrow.release.staticCall([])).to.equal(0n)
    })
    it('should close an escrow in which nothing else can change', async () => {
      const o = await open(terms)
      const key = await settled(o, 100n)
      await pass((await now()) + 30n * DAY)
      expect(await o.escrow.status(), 'before').to.equal(Status.Binding)
      await o.escrow.release([key])
      expect(await o.escrow.status(), 'after').to.equal(Status.Closed)
    })
  })
  describe('given the warranty runs', () => {
    it('should release nothing', async () => {
      const o = await open(terms)
      const key = await settled(o, 10n)
      await expect(o.escrow.release([key])).not.to.emit(o.escrow, 'Released')
    })
  })
  describe('given a break claim is unsettled', () => {
    it('should wait for it, and release when it failed', async () => {
      const o = await open(terms)
      const key = await settled(o, 10n)
      const end = (await now()) + 30n * DAY
      await observed(o, 0n, key)
      await file(o.w, o.escrow, key)
      await pass(end)
      await expect(o.escrow.release([key]), 'two unsettled').not.to.emit(o.escrow, 'Released')
      await o.escrow.settleBreaks(key, 1)
      await expect(o.escrow.release([key]), 'one unsettled').not.to.emit(o.escrow, 'Released')
      await o.escrow.settleBreaks(key, 1)
      await expect(o.escrow.release([key]), 'none')
        .to.emit(o.escrow, 'Released')
        .withArgs(key, o.w.payee.address, 40n * UNIT)
    })
    it('should release nothing when it succeeded', async () => {
      const o = await open(terms)
      const key = await settled(o, 10n)
      await observed(o, 1n, key)
      await o.escrow.settleBreaks(key, 1)
      await pass((await now()) + 30n * DAY)
      await expect(o.escrow.release([key])).not.to.emit(o.escrow, 'Released')
    })
    it('should not wait for break claims against another', async () => {
      const o = await open(terms)
      const [key, other] = [await settled(o, 10n), await settled(o, 10n)]
      await file(o.w, o.escrow, other)
      await pass((await now()) + 30n * DAY)
      await expect(o.escrow.release([other, key]))
        .to.emit(o.escrow, 'Released')
        .withArgs(key, o.w.payee.address, 40n * UNIT)
      expect((await o.escrow.claimOf(other)).held, 'the other').to.equal(40n * UNIT)
    })
  })
  describe('given nothing was ever held back', () => {
    it('should release nothing', async () => {
      const o = await open()
      const key = await settled(o, 10n)
      await pass(await now())
      await expect(o.escrow.release([key])).not.to.emit(o.escrow, 'Released')
    })
  })
})
