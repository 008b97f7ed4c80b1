import { expect } from 'chai'
import { DAY, UNIT, ethers, file } from '../support/escrow.ts'
import { NOBODY, contractCaller, now, observed, open, pass, settled } from '../support/claims.ts'

const guarded = { holdback: 4000n, warranty: 30n * DAY, claimFee: 11n }

describe('assign', () => {
  describe('given a claim before settlement', () => {
    it('should emit Assigned and show the new payee', async () => {
      const o = await open()
      const key = await file(o.w, o.escrow)
      await expect(o.escrow.connect(o.w.payee).assign(key, o.w.stranger))
        .to.emit(o.escrow, 'Assigned')
        .withArgs(key, o.w.payee.address, o.w.stranger.address)
      expect((await o.escrow.claimOf(key)).payee, 'payee').to.equal(o.w.stranger.address)
    })
    it('should hand over the payment, the rest of the fee and the held part', async () => {
      const o = await open(guarded)
      const key = await observed(o, 10n)
      await o.escrow.connect(o.w.payee).assign(key, o.w.stranger)
      await expect(o.escrow.settle(1))
        .to.emit(o.escrow, 'Settled')
        .withArgs(key, o.w.stranger.address, 10, 10, 100n * UNIT, 40n * UNIT)
      // 5 members get 11 / 5 = 2 each, 1 is left
      expect(await o.escrow.owed(o.w.stranger), 'assignee').to.equal(60n * UNIT + 1n)
      expect(await o.escrow.owed(o.w.payee), 'former payee').to.equal(0n)
      await pass((await now()) + 30n * DAY)
      await o.escrow.release([key])
      expect(await o.escrow.owed(o.w.stranger), 'with the held part').to.equal(100n * UNIT + 1n)
    })
    it('should let a payee that is a contract assign it, and no other contract', async () => {
      const o = await open()
      const key = await file(o.w, o.escrow)
      const [payee, other] = [await contractCaller(o), await contractCaller(o)]
      await o.escrow.connect(o.w.payee).assign(key, payee.address)
      const data = o.escrow.interface.encodeFunctionData('assign', [key, o.w.funders[1]!.address])
      await expect(other.call(data), 'another')
        .to.be.revertedWithCustomError(o.escrow, 'NotPayee')
        .withArgs(other.address, payee.address)
      await expect(payee.call(data), 'the payee')
        .to.emit(o.escrow, 'Assigned')
        .withArgs(key, payee.address, o.w.funders[1]!.address)
    })
    it('should let the new payee assign it on, and the former no more', async () => {
      const o = await open()
      const key = await file(o.w, o.escrow)
      await o.escrow.connect(o.w.payee).assign(key, o.w.stranger)
      await expect(o.escrow.connect(o.w.payee).assign(key, o.w.payee))
        .to.be.revertedWithCustomError(o.escrow, 'NotPayee')
        .withArgs(o.w.payee.address, o.w.stranger.address)
      await expect(o.escrow.connect(o.w.stranger).assign(key, o.w.payee)).to.emit(o.escrow, 'Assigned')
    })
  })
  describe('given a settled claim', () => {
    it('should hand over the held part and leave what was credited', async () => {
      const o = await open(guarded)
      const key = await settled(o, 10n)
      await o.escrow.connect(o.w.payee).assign(key, o.w.stranger)
      await pass((await now()) + 30n * DAY)
      await o.escrow.release([key])
      expect(await o.escrow.owed(o.w.payee), 'former payee').to.equal(60n * UNIT + 1n)
      expect(await o.escrow.owed(o.w.stranger), 'assignee').to.equal(40n * UNIT)
    })
  })
  describe('given a break claim', () => {
    it('should hand over what it takes', async () => {
      const o = await open({ ...guarded, claimFee: 0n })
      const target = await settled(o, 10n)
      const key = await observed(o, 1n, target, o.w.stranger)
      await o.escrow.connect(o.w.payee).assign(key, o.w.stranger)
      await o.escrow.settleBreaks(target, 1)
      expect(await o.escrow.owed(o.w.stranger), 'assignee').to.equal(20n * UNIT)
    })
  })
  describe('when the new payee is zero', () => {
    it('should revert with PayeeZero', async () => {
      const o = await open()
      const key = await file(o.w, o.escrow)
      await expect(o.escrow.connect(o.w.payee).assign(key, ethers.ZeroAddress)).to.be.revertedWithCustomError(
        o.escrow,
        'PayeeZero',
      )
    })
  })
  describe('when the caller is not the payee', () => {
    it('should revert with NotPayee for the solver', async () => {
      const o = await open()
      const key = await file(o.w, o.escrow)
      await expect(o.escrow.connect(o.w.solver).assign(key, o.w.solver))
        .to.be.revertedWithCustomError(o.escrow, 'NotPayee')
        .withArgs(o.w.solver.address, o.w.payee.address)
    })
    it('should revert with NotPayee for a claim that does not exist', async () => {
      const o = await open()
      await expect(o.escrow.connect(o.w.solver).assign(NOBODY, o.w.solver))
        .to.be.revertedWithCustomError(o.escrow, 'NotPayee')
        .withArgs(o.w.solver.address, ethers.ZeroAddress)
    })
  })
})
