/** Attacks on measuring itself: trying until noise passes, and making others pay for attempts. */
import { expect } from 'chai'
import { lowerBound } from '../../../oracle/verifiers/binomial.ts'
import { UNIT, ethers, file, observe } from '../../support/escrow.ts'
import { open } from '../../support/claims.ts'
import { gasOf, junk } from './support.ts'

/** The error level of the j-th claim: alpha / (j (j + 1)). */
const level = (j: bigint) => ({ numerator: 5n, denominator: 100n * j * (j + 1n) })

/** What the j-th claim earns on a ramp from 0.90 to 1.00, 1,000 tokens in all, with 960 successes of 1,000. */
const earned = (j: bigint): bigint => {
  const bound = lowerBound({ successes: 960, trials: 1000 }, level(j))
  return bound <= 900_000n ? 0n : ((bound - 900_000n) * 1000n) / 100_000n
}

describe('attack: trying until noise passes', () => {
  it('should not gain by many attempts: the levels of all of them together stay below alpha', () => {
    let sum = 0
    for (let j = 1n; j <= 10_000n; ++j) sum += Number(level(j).numerator) / Number(level(j).denominator)
    expect(sum).to.be.lessThan(0.05)
    expect(sum, 'and hardly less').to.be.greaterThan(0.0499)
  })

  it('should cost the honest solver when others file junk first: 100 claims of gas take a third of its pay', async () => {
    const [first, after] = [earned(1n), earned(101n)]
    expect(first > 0n && after * 3n < first * 2n, `first ${first}, after 100 junk claims ${after}`).to.equal(true)
    const o = await open()
    const gas = await gasOf(o.escrow.connect(o.w.stranger).file(junk(1), o.w.stranger.address, ''))
    expect(100n * gas < 12_000_000n, `100 junk claims cost ${100n * gas} gas`).to.equal(true)
  }).timeout(20_000)

  it('should let a solver throw away the draws it does not like, and get the fee back, unless members answer 0', async () => {
    const o = await open({ claimFee: 10n * UNIT })
    const key = await file(o.w, o.escrow)
    await observe(o.w, o.escrow, key, [0n, 0n, 0n, 0n, 0n])
    await o.escrow.settle(1)
    expect(await o.escrow.owed(o.w.payee), 'answered: the fee is spent').to.equal(0n)
    expect(await o.escrow.owed(o.w.members[0]!)).to.equal(2n * UNIT)
    expect(await o.escrow.docket(), 'and the attempt counts').to.deep.equal([1n, 1n])
    expect(ethers.isHexString(key, 32)).to.equal(true)
  })
})
