/** `redeem` and `withdraw`. */
import { expect } from 'chai'
import { ethers, loadFixture, time } from '../support/escrow.ts'
import type { World } from '../support/escrow.ts'
import type { Escrow } from '../../typechain-types/index.ts'
import { expectSolvent } from '../support/solvency.ts'
import { close, each, escrowOf, money, prove, thirds, worldOf } from './env.ts'
import type { VaultEnv } from './env.ts'

const ACTIONS = {
  redeem: { max: 'maxRedeem', preview: 'previewRedeem', exceeded: 'ERC4626ExceededMaxRedeem' },
  withdraw: { max: 'maxWithdraw', preview: 'previewWithdraw', exceeded: 'ERC4626ExceededMaxWithdraw' },
} as const

export function shouldRefund(env: VaultEnv, action: keyof typeof ACTIONS): void {
  const { max, preview, exceeded } = ACTIONS[action]
  /** [assets, shares] of an action on `x` at refundable `r` of `p`, by the test's own arithmetic. */
  const exchanged = (x: bigint, r: bigint, p: bigint): [bigint, bigint] =>
    action === 'redeem' ? [(x * r) / p, x] : [x, (x * p + r - 1n) / r]

  async function pledgedOf(amounts: bigint[]) {
    const w = await worldOf(env)
    const escrow = await escrowOf(w, env)
    await each(w, escrow, amounts)
    const [a, b, c] = w.funders as [World['solver'], World['solver'], World['solver']]
    return { w, escrow, a, b, c }
  }
  async function pledging() {
    return pledgedOf([money(env).threshold - 1n])
  }
  async function voided() {
    const all = await pledgedOf([money(env).threshold - 1n])
    await time.increaseTo((await all.escrow.terms()).pledgeBy + 1n)
    return all
  }
  async function binding() {
    return pledgedOf(thirds(env))
  }
  /** 20 of the cap's 30 units and one base unit are paid; R does not divide by P. */
  async function closed() {
    const all = await binding()
    await prove(all.w, all.escrow, 20n)
    await close(all.escrow)
    return all
  }
  async function paidOut() {
    const all = await binding()
    await prove(all.w, all.escrow, 40n)
    await all.escrow.settle(1)
    return all
  }
  const [p, paid] = [money(env).cap, ((39n * money(env).unit + 7n) * 20n) / 39n]
  const r = p - paid

  async function refund(w: World, escrow: Escrow, who: World['solver'], x: bigint): Promise<bigint> {
    const before = await w.token.balanceOf(who.address)
    await escrow.connect(who)[action](x, who.address, who.address)
    return (await w.token.balanceOf(who.address)) - before
  }

  describe(action, () => {
    describe('given refunds are not open', () => {
      it('should revert for one unit', async () => {
        for (const state of [pledging, binding]) {
          const { escrow, a } = await loadFixture(state)
          await expect(escrow.connect(a)[action](1n, a.address, a.address), state.name)
            .to.be.revertedWithCustomError(escrow, exceeded)
            .withArgs(a.address, 1n, 0n)
        }
      })

      it('should neither open refunds nor freeze the ratio for nothing', async () => {
        for (const state of [pledging, binding]) {
          const { w, escrow, a, b } = await loadFixture(state)
          const status = await escrow.status()
          await escrow.connect(b)[action](0n, b.address, b.address)
          expect(await escrow.status(), `status, ${state.name}`).to.equal(status)
          expect(await escrow[max](a.address), `${max}, ${state.name}`).to.equal(0n)
          if (state === pledging) {
            await escrow.connect(b).deposit(5n, b.address)
            expect(await escrow.pledged(), 'P still counts').to.equal(money(env).threshold + 4n)
            continue
          }
          await prove(w, escrow, 20n)
          await close(escrow)
          expect(await escrow.refundable(), 'R follows what is paid').to.equal(r)
        }
      })
    })

    describe('given a closed escrow', () => {
      it('should pay what the preview says, rounded against the owner', async () => {
        for (const x of [1n, 2n, 3n, money(env).unit / 7n, (money(env).unit * 3n) / 2n + 1n]) {
          const { w, escrow, a, b } = await loadFixture(closed)
          const [assets, shares] = exchanged(x, r, p)
          const before = await w.token.balanceOf(b.address)
          const sharesBefore = await escrow.balanceOf(a.address)
          const other = action === 'redeem' ? assets : shares
          expect(await escrow[preview](x), `preview of ${x}`).to.equal(other)
          expect(await escrow.connect(a)[action].staticCall(x, b.address, a.address), `returned for ${x}`).to.equal(other)
          const tx = await escrow.connect(a)[action](x, b.address, a.address)
          await expect(tx).to.emit(escrow, 'Withdraw').withArgs(a.address, b.address, a.address, assets, shares)
          expect((await w.token.balanceOf(b.address)) - before, `assets for ${x}`).to.equal(assets)
          expect(sharesBefore - (await escrow.balanceOf(a.address)), `shares for ${x}`).to.equal(shares)
          expect(assets * p <= shares * r, `${x}: never more than a share's value`).to.equal(true)
        }
      })

      it('should pay exactly the maximum', async () => {
        const { w, escrow, a } = await loadFixture(closed)
        const most = await escrow[max](a.address)
        const balance = thirds(env)[0]!
        expect(most, max).to.equal(action === 'redeem' ? balance : (balance * r) / p)
        expect(await refund(w, escrow, a, most), 'paid').to.equal((balance * r) / p)
      })

      it('should revert for one unit more than the maximum', async () => {
        const { escrow, a } = await loadFixture(closed)
        const most = await escrow[max](a.address)
        await expect(escrow.connect(a)[action](most + 1n, a.address, a.address))
          .to.be.revertedWithCustomError(escrow, exceeded)
          .withArgs(a.address, most + 1n, most)
      })

      it('should pay everybody the same in any order', async () => {
        const paidBy: bigint[][] = []
        for (const order of [[0, 1, 2], [2, 1, 0], [1, 2, 0]]) {
          const { w, escrow } = await loadFixture(closed)
          const got: bigint[] = [0n, 0n, 0n]
          for (const i of order) {
            const funder = w.funders[i]!
            got[i] = await refund(w, escrow, funder, await escrow[max](funder.address))
          }
          paidBy.push(got)
        }
        const expected = thirds(env).map((pledge) => (pledge * r) / p)
        for (const got of paidBy) expect(got, 'refunds by funder').to.deep.equal(expected)
      })

      it('should keep the ratio after redemptions, donations and time', async () => {
        const { w, escrow, a, b } = await loadFixture(closed)
        await refund(w, escrow, a, (await escrow[max](a.address)) / 2n)
        await w.token.connect(b).transfer(await escrow.getAddress(), 1000n)
        await time.increase(10n ** 9n)
        expect(await escrow.refundable(), 'R').to.equal(r)
        expect(await escrow.pledged(), 'P').to.equal(p)
        expect(await escrow.convertToAssets(p), 'value of all shares').to.equal(r)
        const balance = thirds(env)[1]!
        expect(await refund(w, escrow, b, await escrow[max](b.address)), 'second refund').to.equal((balance * r) / p)
      })

      it('should leave fewer units than there were redemptions', async () => {
        const { w, escrow } = await loadFixture(closed)
        let [count, given] = [0n, 0n]
        for (const funder of w.funders) {
          for (const part of [3n, 2n, 1n]) {
            const x = (await escrow[max](funder.address)) / part
            if (x === 0n) continue
            given += await refund(w, escrow, funder, x)
            count += 1n
          }
          // What `withdraw` cannot reach any more is less than a unit's worth of shares.
          await escrow.connect(funder).redeem(await escrow.balanceOf(funder.address), funder.address, funder.address)
        }
        expect(await escrow.totalSupply(), 'shares left').to.equal(0n)
        expect(count > 2n, 'redemptions were made').to.equal(true)
        expect(r - given >= 0n && r - given < count, `${r - given} left after ${count}`).to.equal(true)
        await escrow.collect(w.payee.address, w.payee.address)
        expect(await w.token.balanceOf(await escrow.getAddress()), 'dust').to.equal(r - given)
        await expectSolvent(escrow, 'after the last refund', count)
      })
    })

    describe('when somebody else acts for the owner', () => {
      it('should spend the allowance in shares', async () => {
        const { w, escrow, a, b } = await loadFixture(closed)
        const x = money(env).unit / 3n
        const [assets, shares] = exchanged(x, r, p)
        await escrow.connect(a).approve(b.address, shares + 2n)
        const before = await w.token.balanceOf(b.address)
        await escrow.connect(b)[action](x, b.address, a.address)
        expect((await w.token.balanceOf(b.address)) - before, 'assets').to.equal(assets)
        expect(await escrow.allowance(a.address, b.address), 'allowance left').to.equal(2n)
      })

      it('should leave an infinite allowance as it is', async () => {
        const { escrow, a, b } = await loadFixture(closed)
        await escrow.connect(a).approve(b.address, ethers.MaxUint256)
        await escrow.connect(b)[action](1n, b.address, a.address)
        expect(await escrow.allowance(a.address, b.address), 'allowance').to.equal(ethers.MaxUint256)
      })

      it('should revert if the allowance is one share short', async () => {
        const { escrow, a, b } = await loadFixture(closed)
        const x = money(env).unit / 3n
        const shares = exchanged(x, r, p)[1]
        await escrow.connect(a).approve(b.address, shares - 1n)
        await expect(escrow.connect(b)[action](x, b.address, a.address))
          .to.be.revertedWithCustomError(escrow, 'ERC20InsufficientAllowance')
          .withArgs(b.address, shares - 1n, shares)
      })
    })

    describe('given nothing is refundable', () => {
      it('should pay nothing', async () => {
        const { w, escrow, a } = await loadFixture(paidOut)
        expect(await escrow.refundable(), 'R').to.equal(0n)
        expect(await escrow.maxWithdraw(a.address), 'maxWithdraw').to.equal(0n)
        if (action === 'redeem') {
          expect(await refund(w, escrow, a, await escrow.maxRedeem(a.address)), 'assets').to.equal(0n)
          expect(await escrow.balanceOf(a.address), 'shares are burned').to.equal(0n)
        } else {
          await expect(escrow.connect(a).withdraw(1n, a.address, a.address))
            .to.be.revertedWithCustomError(escrow, exceeded)
            .withArgs(a.address, 1n, 0n)
        }
        await expectSolvent(escrow, 'when all is paid', 0n)
      })
    })

    describe('given a void escrow', () => {
      it('should give back every unit', async () => {
        const { w, escrow, a } = await loadFixture(voided)
        const all = money(env).threshold - 1n
        expect(await escrow[max](a.address), max).to.equal(all)
        expect(await refund(w, escrow, a, 1n), 'one').to.equal(1n)
        expect(await refund(w, escrow, a, all - 1n), 'the rest').to.equal(all - 1n)
        expect(await escrow.totalSupply(), 'shares left').to.equal(0n)
        await expectSolvent(escrow, 'when void', 0n)
      })

      it('should revert in the last second for pledges and pay in the next', async () => {
        const { w, escrow, a } = await loadFixture(pledging)
        const { pledgeBy } = await escrow.terms()
        for (const at of [pledgeBy - 1n, pledgeBy]) {
          await time.setNextBlockTimestamp(at)
          await expect(escrow.connect(a)[action](1n, a.address, a.address)).to.be.revertedWithCustomError(escrow, exceeded)
        }
        await time.setNextBlockTimestamp(pledgeBy + 1n)
        expect(await refund(w, escrow, a, 1n), 'paid').to.equal(1n)
      })
    })
  })
}
