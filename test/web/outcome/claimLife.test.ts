import { expect } from 'chai'
import { zeroAddress } from 'viem'
import { stagesOf, type Stage } from '../../../web/views/outcome/claimLife.ts'
import { claimRow, TERMS } from './samples.ts'

const brief = (stages: Stage[]) => stages.map(({ id, state, until }) => [id, state, until])
const HELD = { ...TERMS, holdback: 4_000n, warranty: 500n }

describe('the life of a claim', () => {
  it('begins with observing, and names the latest ends of what may follow', () => {
    expect(brief(stagesOf(TERMS, claimRow(), 1_200)), 'the last second').to.deep.equal([
      ['observing', 'now', 1_200],
      ['challenging', 'ahead', 1_220],
      ['arbitrating', 'ahead', 1_250],
      ['settling', 'ahead', undefined],
    ])
  })

  it('goes by the clock alone where nobody observed: nothing is to challenge', () => {
    expect(brief(stagesOf(TERMS, claimRow(), 1_201))).to.deep.equal([
      ['observing', 'done', 1_200],
      ['challenging', 'skipped', 1_220],
      ['arbitrating', 'skipped', 1_250],
      ['settling', 'now', undefined],
    ])
  })

  it('ends observing when the last member has observed', () => {
    const claim = claimRow({ observedAt: 1_110, highest: 4n })
    expect(brief(stagesOf(TERMS, claim, 1_130))).to.deep.equal([
      ['observing', 'done', 1_110],
      ['challenging', 'now', 1_130],
      ['arbitrating', 'ahead', 1_160],
      ['settling', 'ahead', undefined],
    ])
    expect(brief(stagesOf(TERMS, claim, 1_131)).slice(1)).to.deep.equal([
      ['challenging', 'done', 1_130],
      ['arbitrating', 'skipped', 1_160],
      ['settling', 'now', undefined],
    ])
  })

  it('gives the arbiter its time from the challenge, and ends it with the ruling', () => {
    const claim = claimRow({ observedAt: 1_110, highest: 4n, challengedAt: 1_115 })
    expect(brief(stagesOf(TERMS, claim, 1_145)).slice(1)).to.deep.equal([
      ['challenging', 'done', 1_115],
      ['arbitrating', 'now', 1_145],
      ['settling', 'ahead', undefined],
    ])
    expect(brief(stagesOf(TERMS, { ...claim, ruledAt: 1_120 }, 1_121)).slice(2)).to.deep.equal([
      ['arbitrating', 'done', 1_120],
      ['settling', 'now', undefined],
    ])
  })

  it('has no dispute without an arbiter', () => {
    const alone = { ...TERMS, arbiter: zeroAddress, challengeWithin: 0n, arbitrateWithin: 0n }
    expect(stagesOf(alone, claimRow({ observedAt: 1_110, highest: 4n }), 1_111).map(({ id }) => id)).to.deep.equal([
      'observing',
      'settling',
    ])
  })

  it('ends with the warranty, while something is held', () => {
    const paid = claimRow({ observedAt: 1_110, highest: 4n, settledAt: 1_140, held: 5n, warrantyUntil: 1_640 })
    const last = (claim: typeof paid, now: number) => stagesOf(HELD, claim, now).at(-1)!
    expect(last(paid, 1_640)).to.deep.equal({ id: 'warranty', state: 'now', from: 1_140, until: 1_640, latest: true })
    expect(last(paid, 1_641).state, 'over').to.equal('done')
    expect(last({ ...paid, held: 0n }, 1_200).state, 'broken').to.equal('done')
    expect(last(claimRow({ settledAt: 1_300, warrantyUntil: null }), 1_301).state, 'nothing paid').to.equal('skipped')
    expect(last(claimRow(), 1_101).state, 'still to come').to.equal('ahead')
  })
})
