import { expect } from 'chai'
import { fundingOf, percentInWords, percentOf } from '../../../web/parts/funding.ts'

describe('the funding bar', () => {
  it('is as long as the cap, and its parts are what was pledged', () => {
    const bar = fundingOf({ pledged: 80n, held: 12n, refundable: 38n, threshold: 50n, cap: 100n })
    expect(bar).to.deep.equal({ paid: 30, held: 12, free: 38, threshold: 50 })
  })

  it('does not count what a broken claim gave back as paid', () => {
    // 40 paid, of which 20 were held; broken: 10 to who broke it, 10 back.
    expect(fundingOf({ pledged: 100n, held: 0n, refundable: 70n, threshold: 100n, cap: 100n }).paid).to.equal(30)
  })

  it('cuts off, so that it is never full before it is', () => {
    expect(percentOf(99_999n, 100_000n)).to.equal(99.99)
    expect(percentOf(1n, 3n)).to.equal(33.33)
    expect(percentOf(2n ** 128n - 1n, 2n ** 128n)).to.equal(99.99)
    expect(percentOf(1n, 10n ** 9n)).to.equal(0)
  })

  it('stays in its bounds', () => {
    expect(percentOf(0n, 0n)).to.equal(0)
    expect(percentOf(-1n, 5n)).to.equal(0)
    expect(percentOf(7n, 5n)).to.equal(100)
  })

  it('is read with a sign where it was cut off', () => {
    expect(percentInWords(1n, 4n)).to.equal('25 %')
    expect(percentInWords(1n, 3n)).to.equal('≈ 33.33 %')
    expect(percentInWords(1n, 10n ** 9n)).to.equal('≈ 0 %')
    expect(percentInWords(7n, 5n)).to.equal('100 %')
    expect(percentInWords(0n, 0n)).to.equal('0 %')
  })
})
