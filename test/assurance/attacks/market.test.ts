/** Attacks by trade in shares: whoever knows or makes the verdict sells before it, or buys before it is overturned. */
import { expect } from 'chai'
import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types'
import { Phase, UNIT, file, observe } from '../../support/escrow.ts'
import { now, observed, open, pass, settled } from '../../support/claims.ts'
import type { Opened } from '../../support/claims.ts'
import { gains, judged, worth } from './support.ts'

/** `seller` sells all its shares for `price` tokens. */
async function sell(o: Opened, seller: HardhatEthersSigner, buyer: HardhatEthersSigner, price: bigint): Promise<void> {
  await o.escrow.connect(seller).transfer(buyer, await o.escrow.balanceOf(seller))
  await o.w.token.connect(buyer).transfer(seller, price)
}

/** Redeems all shares of `holder` when claims are over. */
async function redeem(o: Opened, holder: HardhatEthersSigner): Promise<void> {
  if ((await now()) <= BigInt(o.t.claimBy)) await pass(BigInt(o.t.claimBy))
  await o.escrow.connect(holder).redeem(await o.escrow.balanceOf(holder), holder, holder)
}

describe('attack: shares sold before the verdict', () => {
  it('should gain the whole price for a solver who fills the threshold and sells its shares before it files', async () => {
    const o = await open({ threshold: 1000n * UNIT }, 100n * UNIT)
    const { payee, stranger } = o.w
    const [solver, buyer] = await gains(o, [payee, stranger], async () => {
      await o.escrow.connect(payee).deposit(900n * UNIT, payee)
      await sell(o, payee, stranger, 900n * UNIT) // at the price of a pledge, which the views still name
      await settled(o, 100n)
    })
    expect(solver, 'F, though the others pledged a tenth of it').to.equal(1000n * UNIT)
    expect(buyer, 'which the buyer pays as the funders do').to.equal(-900n * UNIT)
  })

  it('should leave shares at one unit each in all views until the verdict on record is settled: no collateral', async () => {
    const o = await open(judged)
    await observed(o, 100n)
    expect(await o.escrow.passed(), 'a verdict that takes everything is on record').to.equal(true)
    const views = () =>
      Promise.all([o.escrow.convertToAssets(UNIT), o.escrow.previewRedeem(UNIT), o.escrow.convertToShares(UNIT)])
    expect(await views()).to.deep.equal([UNIT, UNIT, UNIT])
    await pass((await now()) + BigInt(o.t.challengeWithin))
    expect((await views())[0], 'decided').to.equal(UNIT)
    await o.escrow.settle(1)
    expect((await views())[0], 'settled').to.equal(0n)
  })
})

describe('attack: shares bought before a verdict falls', () => {
  it('should gain the arbiter up to P: it buys when all believe in the verdict, challenges, and rules 0', async () => {
    const o = await open(judged)
    const [funder] = o.w.funders
    const { arbiter, payee } = o.w
    const key = await observed(o, 100n)
    const [gain] = await gains(o, [arbiter], async () => {
      await sell(o, funder!, arbiter, 10n * UNIT) // worth nothing if the verdict stands
      await o.escrow.connect(arbiter).challenge(key, '')
      await o.escrow.connect(arbiter).rule(key, 0n, '')
      await o.escrow.settle(1)
      await redeem(o, arbiter)
    })
    expect(gain).to.equal(990n * UNIT)
    expect(await o.escrow.owed(payee), 'of the honest solver').to.equal(0n)
  })

  it('should gain n - k + 1 members the same, who buy while the others have vouched, and then deny', async () => {
    const o = await open()
    const [funder] = o.w.funders
    const [, , , , denier] = o.w.members
    const key = await file(o.w, o.escrow)
    await observe(o.w, o.escrow, key, [100n, 100n])
    const before = await worth(o, denier!)
    await sell(o, funder!, denier!, 10n * UNIT)
    await observe(o.w, o.escrow, key, [undefined, undefined, 0n, 0n, 0n])
    expect((await o.escrow.claimOf(key)).phase).to.equal(Phase.Decided)
    await o.escrow.settle(1)
    await redeem(o, denier!)
    expect((await worth(o, denier!)) - before).to.equal(990n * UNIT)
  })
})
