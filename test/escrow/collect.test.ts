import { expect } from 'chai'
import { UNIT, ethers, networkHelpers } from '../support/escrow.ts'
import { contractCaller, observed, open, refuse, settled } from '../support/claims.ts'

const paying = async () => {
  const o = await open()
  await settled(o, 3n)
  return o
}

describe('collect', () => {
  describe('given an account that is owed', () => {
    it('should send all of it to the account when a stranger calls', async () => {
      const { w, escrow } = await paying()
      expect(await escrow.owed(w.payee), 'owed before').to.equal(30n * UNIT)
      const collecting = escrow.connect(w.stranger).collect(w.payee, w.payee)
      await expect(collecting).to.changeTokenBalances(
        ethers,
        w.token,
        [escrow, w.payee, w.stranger],
        [-30n * UNIT, 30n * UNIT, 0n],
      )
      await expect(collecting)
        .to.emit(escrow, 'Collected')
        .withArgs(w.payee.address, w.payee.address, 30n * UNIT)
      expect(await escrow.owed(w.payee), 'owed after').to.equal(0n)
    })
    it('should send all of it anywhere when the account calls', async () => {
      const { w, escrow } = await paying()
      const [, other] = w.funders
      const collecting = escrow.connect(w.payee).collect(w.payee, other!)
      await expect(collecting).to.changeTokenBalances(
        ethers,
        w.token,
        [escrow, w.payee, other!],
        [-30n * UNIT, 0n, 30n * UNIT],
      )
      await expect(collecting)
        .to.emit(escrow, 'Collected')
        .withArgs(w.payee.address, other!.address, 30n * UNIT)
    })
    it('should revert with NotAccount when a stranger directs it', async () => {
      const { w, escrow } = await paying()
      await expect(escrow.connect(w.stranger).collect(w.payee, w.stranger))
        .to.be.revertedWithCustomError(escrow, 'NotAccount')
        .withArgs(w.stranger.address, w.payee.address)
    })
    it('should send what a contract is owed where it says, and revert with NotAccount for another contract', async () => {
      const o = await open()
      const [payee, other] = [await contractCaller(o), await contractCaller(o)]
      const key = await observed(o, 3n)
      await o.escrow.connect(o.w.payee).assign(key, payee.address)
      await o.escrow.settle(1)
      const [, to] = o.w.funders
      const data = o.escrow.interface.encodeFunctionData('collect', [payee.address, to!.address])
      await expect(other.call(data), 'another')
        .to.be.revertedWithCustomError(o.escrow, 'NotAccount')
        .withArgs(other.address, payee.address)
      await expect(payee.call(data), 'the payee').to.changeTokenBalances(ethers, o.w.token, [to!], [30n * UNIT])
    })
    it('should revert with RecipientZero when it would go to zero', async () => {
      const { w, escrow } = await paying()
      await expect(escrow.connect(w.payee).collect(w.payee, ethers.ZeroAddress)).to.be.revertedWithCustomError(
        escrow,
        'RecipientZero',
      )
    })
  })
  describe('given an account that is owed nothing', () => {
    it('should revert with NothingOwed', async () => {
      const { w, escrow } = await paying()
      await expect(escrow.collect(w.stranger, w.stranger))
        .to.be.revertedWithCustomError(escrow, 'NothingOwed')
        .withArgs(w.stranger.address)
    })
    it('should revert with NothingOwed the second time', async () => {
      const { w, escrow } = await paying()
      await escrow.collect(w.payee, w.payee)
      await expect(escrow.collect(w.payee, w.payee))
        .to.be.revertedWithCustomError(escrow, 'NothingOwed')
        .withArgs(w.payee.address)
    })
  })
  describe('given a token that answers no', () => {
    it('should revert with SafeERC20FailedOperation and keep what is owed', async () => {
      const { w, escrow } = await paying()
      await networkHelpers.setCode(await w.token.getAddress(), '0x5f5f5260205ff3') // returns false
      await expect(escrow.collect(w.payee, w.payee))
        .to.be.revertedWithCustomError(escrow, 'SafeERC20FailedOperation')
        .withArgs(await w.token.getAddress())
      expect(await escrow.owed(w.payee), 'kept').to.equal(30n * UNIT)
    })
  })
  describe('given a payee that the token refuses', () => {
    it('should pay another address of the payee, and keep what is owed until then', async () => {
      const { w, escrow } = await paying()
      const [, other] = w.funders
      await refuse(w, w.payee.address)
      await expect(escrow.collect(w.payee, w.payee), 'refused').to.revert(ethers)
      expect(await escrow.owed(w.payee), 'kept').to.equal(30n * UNIT)
      const before = await w.token.balanceOf(other!)
      await escrow.connect(w.payee).collect(w.payee, other!)
      expect((await w.token.balanceOf(other!)) - before, 'received').to.equal(30n * UNIT)
      expect(await escrow.owed(w.payee), 'drawn').to.equal(0n)
    })
  })
})
