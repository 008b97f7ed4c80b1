import { expect } from 'chai'
import { momentsOf, type Moment } from '../../../web/views/outcome/life.ts'
import { claimRow, escrowView, TERMS } from './samples.ts'

const brief = (moments: Moment[]) => moments.map(({ id, at, state }) => [id, at, state])

describe('the life line of an escrow', () => {
  it('has every clock of the terms in the order of time, worst case included', () => {
    const held = { ...TERMS, holdback: 1_000n, warranty: 400n }
    expect(brief(momentsOf(held, escrowView(), [], 1_000))).to.deep.equal([
      ['created', 500, 'past'],
      ['pledgeBy', 1_000, 'next'],
      ['claimBy', 2_000, 'ahead'],
      ['settledAfter', 2_150, 'ahead'],
      ['freeAfter', 2_700, 'ahead'],
    ])
  })

  it('has nothing to wait for in pledging that has ended before its time', () => {
    for (const change of [{ passed: true }, { pledged: 1_000n }]) {
      const moments = momentsOf(TERMS, escrowView(change), [], 900)
      expect(brief(moments).slice(1, 3)).to.deep.equal([
        ['pledgeBy', 1_000, 'moot'],
        ['claimBy', 2_000, 'next'],
      ])
    }
  })

  it('ends claims with the last call, and the worst case with it', () => {
    const moments = momentsOf(TERMS, escrowView({ lastCallEnd: 1_500, claimsEnd: 1_500 }), [], 1_400)
    expect(brief(moments).slice(2)).to.deep.equal([
      ['lastCall', 1_500, 'next'],
      ['settledAfter', 1_650, 'ahead'],
      ['claimBy', 2_000, 'moot'],
    ])
  })

  it('waits for nothing once it is over', () => {
    const states = momentsOf(TERMS, escrowView({ status: 'Void', pledged: 10n }), [], 1_001).map(({ state }) => state)
    expect(states).to.deep.equal(['past', 'past', 'moot', 'moot'])
  })

  it('has what each claim waits for, and warranties that run', () => {
    const held = { ...TERMS, holdback: 1_000n, warranty: 400n }
    const paid = claimRow({ settledAt: 1_150, observedAt: 1_110, highest: 3n, held: 2n, warrantyUntil: 1_550 })
    const open = claimRow({ key: `0x${'2'.repeat(64)}`, place: 1, filedAt: 1_140 })
    const moments = momentsOf(held, escrowView({ pledged: 1_000n }), [paid, open], 1_200)
    const ofClaims = moments.filter(({ claim }) => claim !== undefined)
    expect(ofClaims.map(({ id, at, claim }) => [id, at, claim!.place, claim!.phase])).to.deep.equal([
      ['phase', 1_240, 1, 'Observing'],
      ['warranty', 1_550, 0, 'Settled'],
    ])
    expect(moments.find(({ state }) => state === 'next')!.at).to.equal(1_240)
    const later = momentsOf(held, escrowView({ pledged: 1_000n }), [paid, open], 1_551)
    expect(
      later.filter(({ id }) => id === 'warranty'),
      'over',
    ).to.deep.equal([])
  })
})
