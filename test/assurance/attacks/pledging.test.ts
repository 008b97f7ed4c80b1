/** Attacks with money and inside knowledge: filling thresholds and caps, pledging at the right moment, shares. */
import { expect } from 'chai'
import { DAY, Status, UNIT, ethers, file, observation, observe } from '../../support/escrow.ts'
import { now, open, pass, settled } from '../../support/claims.ts'
import type { Opened } from '../../support/claims.ts'
import { expectSolvent } from '../../support/solvency.ts'
import { worth } from './support.ts'

/** What `account` has in the end: once claims are over it redeems all its shares and collects. */
async function cashedOut(o: Opened, account: { address: string }): Promise<bigint> {
  const shares = await o.escrow.balanceOf(account.address)
  const signer = await ethers.getSigner(account.address)
  if (shares > 0n) await o.escrow.connect(signer).redeem(shares, account.address, account.address)
  return worth(o, account)
}

describe('attack: pledging with a result in the drawer', () => {
  for (const [others, price] of [
    [100n, 1000n],
    [100n, 500n],
    [400n, 500n],
    [900n, 10n],
  ] as const) {
    it(`should gain F O / (S + O), at most what the others pledged and at most the price: others ${others}, price ${price}`, async () => {
      const o = await open({ threshold: 1000n * UNIT }, others * UNIT)
      const { payee, funders } = o.w
      const before = await worth(o, payee)
      const filled = 1000n - others
      await o.escrow.connect(payee).deposit(filled * UNIT, payee) // the solver itself reaches the threshold
      await settled(o, price / 10n)
      await pass(BigInt(o.t.claimBy))
      const gain = (await cashedOut(o, payee)) - before
      expect(gain, 'F - S F / (S + O)').to.equal((price * others * UNIT) / 1000n)
      const loss = others * UNIT - (await o.escrow.previewRedeem(await o.escrow.balanceOf(funders[0]!)))
      expect(loss, 'which is what the others pay for the result').to.equal(gain)
    })
  }

  it('should gain nothing by filling the cap once the threshold is reached', async () => {
    const gain = async (fill: bigint) => {
      const o = await open({}, 500n * UNIT)
      const before = await worth(o, o.w.payee)
      if (fill > 0n) await o.escrow.connect(o.w.payee).deposit(fill, o.w.payee)
      await settled(o, 100n)
      await pass(BigInt(o.t.claimBy))
      return (await cashedOut(o, o.w.payee)) - before
    }
    expect(await gain(500n * UNIT)).to.equal(await gain(0n))
  })

  it('should lose nothing for funders who stay below the threshold: no claim, all of it back', async () => {
    const o = await open({ threshold: 1000n * UNIT }, 999n * UNIT)
    await expect(file(o.w, o.escrow)).to.be.revertedWithCustomError(o.escrow, 'NotBinding')
    await pass(BigInt(o.t.pledgeBy))
    expect(await o.escrow.status()).to.equal(Status.Void)
    await o.escrow.connect(o.w.funders[0]!).redeem(999n * UNIT, o.w.funders[0]!, o.w.funders[0]!)
  })
})

describe('attack: ordering pledges and verdicts', () => {
  it('should make a pledge that comes after a passing observation fail, and one that is put before it pay', async () => {
    const o = await open({}, 500n * UNIT)
    const key = await file(o.w, o.escrow)
    const all = await Promise.all([0, 1, 2, 3, 4].map((seat) => observation(o.w, o.escrow, key, seat, 100n)))
    const { stranger } = o.w
    await o.escrow.connect(stranger).deposit(200n * UNIT, stranger) // the builder puts it first
    await o.escrow.observe(key, all)
    await expect(o.escrow.connect(stranger).deposit(200n * UNIT, stranger)).to.be.revertedWithCustomError(
      o.escrow,
      'ERC4626ExceededMaxDeposit',
    )
    await o.escrow.settle(1)
    expect(await o.escrow.previewRedeem(200n * UNIT), 'paid for a result that was on its way').to.equal(0n)
    expect(await o.escrow.owed(o.w.payee)).to.equal(700n * UNIT)
  })

  it('should keep pledging open while a filed claim is not observed, for V at most: the docket shows it', async () => {
    const o = await open({}, 500n * UNIT)
    const key = await file(o.w, o.escrow)
    expect(await o.escrow.docket(), 'to be seen before a pledge').to.deep.equal([1n, 0n])
    await pass((await now()) + 7n * DAY - 3n)
    await o.escrow.connect(o.w.stranger).deposit(300n * UNIT, o.w.stranger)
    await observe(o.w, o.escrow, key, [100n, 100n, 100n])
    expect(await o.escrow.maxDeposit(o.w.stranger)).to.equal(0n)
  })

  it('should let a small true claim end pledging at the threshold: the pool stays, nobody loses', async () => {
    const o = await open({}, 100n * UNIT)
    await settled(o, 1n)
    expect(await o.escrow.maxDeposit(o.w.stranger)).to.equal(0n)
    expect(await o.escrow.refundable()).to.equal(90n * UNIT)
  })
})

describe('attack: shares', () => {
  it('should gain nothing by redeeming in the smallest parts: each is rounded down', async () => {
    const p = await open({
      curve: [
        { measurement: 0n, price: 0n },
        { measurement: 3n, price: 100n },
      ],
      cap: 100n,
      threshold: 1n,
    })
    await settled(p, 1n) // 33 of 100
    await pass(BigInt(p.t.claimBy))
    const funder = p.w.funders[0]!
    let sum = 0n
    for (let i = 0; i < 10; ++i) {
      sum += await p.escrow.connect(funder).redeem.staticCall(7n, funder, funder)
      await p.escrow.connect(funder).redeem(7n, funder, funder)
    }
    expect(sum, '10 x floor(4.69)').to.equal(40n)
    expect(await p.escrow.previewRedeem(30n), 'the rest is worth what it was').to.equal(20n)
    await expectSolvent(p.escrow, 'after small parts', 10n)
  })

  it('should gain nothing by sending tokens: they count for nobody', async () => {
    const o = await open({}, 500n * UNIT)
    await o.w.token.connect(o.w.stranger).transfer(await o.escrow.getAddress(), 999n * UNIT)
    expect([await o.escrow.pledged(), await o.escrow.refundable()]).to.deep.equal([500n * UNIT, 500n * UNIT])
    expect(await o.escrow.previewDeposit(7n)).to.equal(7n)
  })

  it('should cost nobody but the solver when the escrow itself is the payee', async () => {
    const o = await open()
    const self = await o.escrow.getAddress()
    await o.escrow.connect(o.w.solver).file(ethers.id('to itself'), self, '')
    await observe(o.w, o.escrow, await o.escrow.keyAt(ethers.ZeroHash, 0), [40n, 40n, 40n, 40n, 40n])
    await o.escrow.settle(1)
    await o.escrow.collect(self, self)
    await pass(BigInt(o.t.claimBy))
    const funder = o.w.funders[0]!
    await expect(o.escrow.connect(funder).redeem(1000n * UNIT, funder, funder)).to.changeTokenBalance(
      ethers,
      o.w.token,
      funder,
      600n * UNIT,
    )
  })
})
