import { expect } from 'chai'
import { Rule, type Terms } from '../../../sdk/model/terms.ts'
import { paymentFor, winningOf } from '../../../web/views/outcome/payment.ts'
import { TERMS } from './samples.ts'

const RECORD: Terms = { ...TERMS, rule: Rule.Record }

describe('what a result would be paid', () => {
  it('is the price of its units, on top of what was reached', () => {
    const { fault, payout, full } = paymentFor(TERMS, { progress: 3n, pledged: 1_000n }, 4n)
    expect(fault).to.equal(undefined)
    expect(payout.progress).to.equal(7n)
    expect(payout.earned).to.equal(400n)
    expect(full).to.equal(400n)
  })

  it('is less than the curve says where less is pledged', () => {
    const { payout, full } = paymentFor(TERMS, { progress: 3n, pledged: 500n }, 4n)
    expect(payout.earned).to.equal(200n)
    expect(full).to.equal(400n)
  })

  it('is held in part under a warranty', () => {
    const held = { ...TERMS, holdback: 2_500n, warranty: 10n }
    const { payout } = paymentFor(held, { progress: 0n, pledged: 1_000n }, 3n)
    expect([payout.earned, payout.held, payout.direct]).to.deep.equal([300n, 75n, 225n])
  })

  it('says why it is nothing', () => {
    const faultAt = (terms: Terms, progress: bigint, m: bigint) =>
      paymentFor(terms, { progress, pledged: 1_000n }, m).fault
    expect(faultAt(TERMS, 0n, 1n), 'one unit').to.equal('belowStep')
    expect(faultAt(TERMS, 10n, 5n), 'all is paid').to.equal('exhausted')
    expect(faultAt(RECORD, 5n, 5n), 'as good').to.equal('noAdvance')
    expect(faultAt(RECORD, 5n, 4n), 'worse').to.equal('noAdvance')
    expect(faultAt(RECORD, 5n, 6n), 'a little better').to.equal('belowStep')
    expect(faultAt(RECORD, 10n, 99n), 'the end').to.equal('exhausted')
    expect(faultAt(RECORD, 9n, 10n), 'a short step to the end counts').to.equal(undefined)
  })
})

describe('what a score would win', () => {
  const contest: Terms = {
    ...TERMS,
    rule: Rule.Contest,
    minStep: 50n,
    curve: [
      { measurement: 1n, price: 700n },
      { measurement: 2n, price: 1_000n },
    ],
  }

  it('is the prize of its rank; of equal scores the earlier is better', () => {
    expect(winningOf(contest, 1_000n, [], 50n)).to.deep.include({ rank: 1 })
    expect(winningOf(contest, 1_000n, [80n], 90n).prize!.earned).to.equal(700n)
    expect(winningOf(contest, 1_000n, [80n], 80n)).to.deep.include({ rank: 2 })
    expect(winningOf(contest, 1_000n, [80n], 80n).prize!.earned).to.equal(300n)
  })

  it('is nothing below the lowest score, or beyond the last prize', () => {
    expect(winningOf(contest, 1_000n, [], 49n)).to.deep.equal({ rank: 0, prize: undefined })
    expect(winningOf(contest, 1_000n, [80n, 70n], 60n)).to.deep.equal({ rank: 3, prize: undefined })
  })

  it('ends at what is pledged', () => {
    expect(winningOf(contest, 800n, [80n], 60n).prize!.earned).to.equal(100n)
  })
})
