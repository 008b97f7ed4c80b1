/** Attacks by the terms themselves: what a creator can write that looks safe and is not, and clones of its own. */
import { expect } from 'chai'
import {
  DAY,
  Rule,
  Status,
  UNIT,
  arbitrated,
  ethers,
  file,
  networkHelpers,
  observe,
  time,
} from '../../support/escrow.ts'
import { now, observed, open, pass, refuse, settled } from '../../support/claims.ts'
import { pack } from '../../support/terms.ts'
import { judged } from './support.ts'

const BOAST = 2n ** 64n - 1n

describe('attack: an arbiter for show', () => {
  it('should be refused by nothing where the challenge fee is beyond everybody: k members are free', async () => {
    const o = await open((w) => ({ ...arbitrated(w), challengeFee: 2n ** 127n }))
    const key = await observed(o, BOAST)
    await expect(o.escrow.connect(o.w.stranger).challenge(key, 'false')).to.revert(ethers)
    await pass((await now()) + BigInt(o.t.challengeWithin))
    await o.escrow.settle(1)
    expect(await o.escrow.paid()).to.equal(1000n * UNIT)
  })

  it('should be refused by nothing where C is shorter than the time between two blocks', async () => {
    const o = await open((w) => ({ ...judged(w), challengeWithin: 1n, arbitrateWithin: 1n }))
    const key = await observed(o, BOAST)
    await time.increase(12)
    await expect(o.escrow.connect(o.w.stranger).challenge(key, 'false')).to.be.revertedWithCustomError(
      o.escrow,
      'WrongPhase',
    )
  })
})

describe('attack: money locked by terms', () => {
  it('should lock pledges below the threshold until pledgeBy, and binding ones until claimBy, where no claim can pass', async () => {
    const o = await open({ minStep: BOAST, claimFee: 2n ** 127n })
    const funder = o.w.funders[0]!
    await expect(file(o.w, o.escrow), 'nobody can afford to file').to.revert(ethers)
    await pass(BigInt(o.t.claimBy) - 2n)
    expect(await o.escrow.maxRedeem(funder)).to.equal(0n)
    await pass(BigInt(o.t.claimBy))
    expect(await o.escrow.status()).to.equal(Status.Closed)
    await o.escrow.connect(funder).redeem(1000n * UNIT, funder, funder)
  })

  it('should pay the second best of a contest more than the best where the curve says so', async () => {
    const curve = [
      { measurement: 1n, price: 100n * UNIT },
      { measurement: 2n, price: 1000n * UNIT },
    ]
    const o = await open({ rule: Rule.Contest, curve })
    await settled(o, 9n)
    await settled(o, 5n)
    await pass(BigInt(o.t.claimBy))
    await expect(o.escrow.award())
      .to.emit(o.escrow, 'Awarded')
      .withArgs(await o.escrow.keyAt(ethers.ZeroHash, 1), o.w.payee.address, 2, 900n * UNIT, 0)
  })
})

describe('attack: escrows that are none', () => {
  it('should be told from real ones: the same code and terms, cloned by somebody else', async () => {
    const o = await open()
    const code = ethers.concat([
      '0x363d3d373d3d3d363d73',
      o.w.implementation,
      '0x5af43d82803e903d91602b57fd5bf3',
      pack(o.t),
    ])
    const init = ethers.concat(['0x61', ethers.toBeHex(ethers.dataLength(code), 2), '0x3d81600a3d39f3', code])
    const receipt = await (await o.w.stranger.sendTransaction({ data: init })).wait()
    const fake = receipt!.contractAddress!
    expect(await (await ethers.getContractAt('Escrow', fake)).terms(), 'it looks the same').to.deep.equal(
      await o.escrow.terms(),
    )
    expect(await o.w.factory.isEscrow(fake)).to.equal(false)
    expect(await o.w.factory.isEscrow(await o.escrow.getAddress())).to.equal(true)
  })
})

describe('attack: the token stops while clocks run', () => {
  it('should let nobody challenge while observing and settling go on: a pause of C lets k members through', async () => {
    const o = await open(arbitrated)
    const key = await observed(o, BOAST)
    await networkHelpers.setCode(await o.w.token.getAddress(), '0x5f5ffd') // every call reverts
    for (const challenger of [o.w.stranger, o.w.arbiter]) {
      await expect(o.escrow.connect(challenger).challenge(key, 'false')).to.revert(ethers)
    }
    await pass((await now()) + 3n * DAY)
    await o.escrow.settle(1)
    expect(await o.escrow.paid()).to.equal(1000n * UNIT)
  })

  it('should not matter to challenges where the fee is 0', async () => {
    const o = await open(judged)
    const key = await observed(o, BOAST)
    await refuse(o.w, o.w.stranger.address)
    await o.escrow.connect(o.w.stranger).challenge(key, 'false')
    await o.escrow.connect(o.w.arbiter).rule(key, 0n, '')
    await o.escrow.settle(1)
    expect(await o.escrow.paid()).to.equal(0n)
  })
})

describe('attack: the clock of a contest', () => {
  const contest = {
    rule: Rule.Contest,
    curve: [{ measurement: 1n, price: 1000n * UNIT }],
    minStep: 10n,
    lastCall: 5n * DAY,
  }

  it('should not be started by a claim below minStep', async () => {
    const o = await open(contest)
    await settled(o, 9n)
    expect(await o.escrow.claimsEnd()).to.equal(o.t.claimBy)
  })

  it('should be started by the first weak claim: better ones have lastCall to follow, then the weak one wins all', async () => {
    const o = await open(contest)
    await settled(o, 10n)
    const end = await o.escrow.claimsEnd()
    expect(end).to.equal((await now()) + 5n * DAY)
    await pass(end - 5n)
    await observed(o, 99n)
    await file(o.w, o.escrow)
    await pass(end)
    await expect(file(o.w, o.escrow)).to.be.revertedWithCustomError(o.escrow, 'ClaimsEnded')
    await observe(o.w, o.escrow, await o.escrow.keyAt(ethers.ZeroHash, 2), [0n, 0n, 0n, 0n, 0n])
    await o.escrow.settle(9)
    expect((await o.escrow.ranking())[0], 'who followed in time wins').to.deep.equal([99n, 1n])
  })

  it('should be stopped by a challenge of the first claim: rivals have up to A longer, for the challenge fee', async () => {
    const late = await open((w) => ({ ...arbitrated(w), ...contest }))
    const ends = async (isChallenged: boolean) => {
      const snapshot = await networkHelpers.takeSnapshot()
      const key = await observed(late, 50n)
      const end = (await now()) + BigInt(late.t.challengeWithin)
      await pass(end - 2n)
      if (isChallenged) await late.escrow.connect(late.w.stranger).challenge(key, '')
      await pass(end + (isChallenged ? BigInt(late.t.arbitrateWithin) - 1n : 0n))
      await late.escrow.settle(1)
      const claimsEnd = await late.escrow.claimsEnd()
      await snapshot.restore()
      return claimsEnd
    }
    expect((await ends(true)) - (await ends(false))).to.equal(5n * DAY - 1n)
  })

  it('should rank a copy behind its original, and pay it where there is a prize left: the document must measure it 0', async () => {
    const curve = [
      { measurement: 1n, price: 600n * UNIT },
      { measurement: 2n, price: 1000n * UNIT },
    ]
    const o = await open({ ...contest, curve, lastCall: 0n })
    await settled(o, 50n)
    await settled(o, 50n)
    await pass(BigInt(o.t.claimBy))
    await o.escrow.award()
    expect(await o.escrow.paid()).to.equal(1000n * UNIT)
  })
})
