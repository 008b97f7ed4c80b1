/** `deposit` and `mint`: the same action under two names, each with its own refusals. */
import { expect } from 'chai'
import { ethers, loadFixture, networkHelpers, time } from '../support/escrow.ts'
import { expectSolvent } from '../support/solvency.ts'
import { each, escrowOf, money, prove, worldOf } from './env.ts'
import type { VaultEnv } from './env.ts'

const ACTIONS = {
  deposit: { max: 'maxDeposit', preview: 'previewDeposit', exceeded: 'ERC4626ExceededMaxDeposit' },
  mint: { max: 'maxMint', preview: 'previewMint', exceeded: 'ERC4626ExceededMaxMint' },
} as const

export function shouldPledge(env: VaultEnv, action: keyof typeof ACTIONS): void {
  const { max, preview, exceeded } = ACTIONS[action]
  async function fixture() {
    const w = await worldOf(env)
    const escrow = await escrowOf(w, env)
    const [a, b] = [w.funders[0]!, w.funders[1]!]
    return { w, escrow, address: await escrow.getAddress(), a, b, pledgeBy: (await escrow.terms()).pledgeBy }
  }

  describe(action, () => {
    describe('given pledges are open', () => {
      it('should take the assets and give one share a unit', async () => {
        const { w, escrow, address, a, b } = await loadFixture(fixture)
        const amount = money(env).threshold - 3n
        const before = await w.token.balanceOf(a.address)
        expect(await escrow[preview](amount), 'preview').to.equal(amount)
        expect(await escrow.connect(a)[action].staticCall(amount, b.address), 'returned').to.equal(amount)
        const tx = await escrow.connect(a)[action](amount, b.address)
        await expect(tx).to.emit(escrow, 'Deposit').withArgs(a.address, b.address, amount, amount)
        await expect(tx).to.emit(escrow, 'Transfer').withArgs(ethers.ZeroAddress, b.address, amount)
        expect(before - (await w.token.balanceOf(a.address)), 'taken from the caller').to.equal(amount)
        expect(await w.token.balanceOf(address), 'held by the escrow').to.equal(amount)
        expect(await escrow.balanceOf(b.address), 'shares of the receiver').to.equal(amount)
        expect(await escrow.balanceOf(a.address), 'shares of the caller').to.equal(0n)
        expect(await escrow.pledged(), 'P').to.equal(amount)
        await expectSolvent(escrow, 'after a pledge', 0n)
      })

      it('should take nothing for nothing', async () => {
        const { escrow, a } = await loadFixture(fixture)
        await escrow.connect(a)[action](0n, a.address)
        expect(await escrow.totalSupply(), 'shares').to.equal(0n)
      })

      it('should not count tokens that were only sent', async () => {
        const { w, escrow, address, a } = await loadFixture(fixture)
        await w.token.connect(a).transfer(address, 5n)
        await escrow.connect(a)[action](2n, a.address)
        expect(await escrow.pledged(), 'P').to.equal(2n)
        expect(await escrow.totalAssets(), 'totalAssets').to.equal(2n)
        expect(await escrow[max](a.address), 'what still fits').to.equal(money(env).cap - 2n)
      })

      it('should revert to the zero address', async () => {
        const { escrow, a } = await loadFixture(fixture)
        await expect(escrow.connect(a)[action](1n, ethers.ZeroAddress))
          .to.be.revertedWithCustomError(escrow, 'ERC20InvalidReceiver')
          .withArgs(ethers.ZeroAddress)
      })
    })

    describe('when the cap is near', () => {
      it('should take exactly what fits', async () => {
        const { escrow, a, b } = await loadFixture(fixture)
        await escrow.connect(a)[action](7n, a.address)
        const room = money(env).cap - 7n
        expect(await escrow[max](b.address), max).to.equal(room)
        await escrow.connect(b)[action](room, b.address)
        expect(await escrow[max](b.address), `${max} at the cap`).to.equal(0n)
        expect(await escrow.pledged(), 'P').to.equal(money(env).cap)
      })

      it('should revert for one unit more', async () => {
        const { escrow, a, b } = await loadFixture(fixture)
        await escrow.connect(a)[action](7n, a.address)
        const room = money(env).cap - 7n
        await expect(escrow.connect(b)[action](room + 1n, b.address))
          .to.be.revertedWithCustomError(escrow, exceeded)
          .withArgs(b.address, room + 1n, room)
        await expect(escrow.connect(b)[action](ethers.MaxUint256, b.address)).to.be.revertedWithCustomError(
          escrow,
          exceeded,
        )
      })
    })

    describe('when the deadline is near', () => {
      it('should take pledges one second before', async () => {
        const { escrow, a, pledgeBy } = await loadFixture(fixture)
        await time.setNextBlockTimestamp(pledgeBy - 1n)
        await escrow.connect(a)[action](1n, a.address)
        expect(await escrow.pledged(), 'P').to.equal(1n)
      })

      it('should take pledges in the last second', async () => {
        const { escrow, a, pledgeBy } = await loadFixture(fixture)
        await time.setNextBlockTimestamp(pledgeBy)
        await escrow.connect(a)[action](1n, a.address)
        expect(await escrow.pledged(), 'P').to.equal(1n)
        expect(await escrow[max](a.address), max).to.equal(money(env).cap - 1n)
      })

      it('should revert one second after', async () => {
        const { escrow, a, pledgeBy } = await loadFixture(fixture)
        await time.setNextBlockTimestamp(pledgeBy + 1n)
        await expect(escrow.connect(a)[action](1n, a.address))
          .to.be.revertedWithCustomError(escrow, exceeded)
          .withArgs(a.address, 1n, 0n)
        await networkHelpers.mine()
        expect(await escrow[max](a.address), max).to.equal(0n)
      })
    })

    describe('given a verdict on record', () => {
      it('should still take pledges where it does not pass', async () => {
        const { w, escrow, a } = await loadFixture(fixture)
        await each(w, escrow, [money(env).threshold])
        await prove(w, escrow, 0n)
        await escrow.connect(a)[action](1n, a.address)
        expect(await escrow.pledged(), 'P').to.equal(money(env).threshold + 1n)
      })

      it('should revert where it passes, before it is settled and after', async () => {
        const { w, escrow, a } = await loadFixture(fixture)
        await each(w, escrow, [money(env).threshold])
        await prove(w, escrow, 1n)
        for (const when of ['before', 'after']) {
          expect(await escrow[max](a.address), `${max} ${when}`).to.equal(0n)
          await expect(escrow.connect(a)[action](1n, a.address))
            .to.be.revertedWithCustomError(escrow, exceeded)
            .withArgs(a.address, 1n, 0n)
          await escrow.settle(1)
        }
      })
    })
  })
}
