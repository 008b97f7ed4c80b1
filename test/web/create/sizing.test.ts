import { expect } from 'chai'
import { curvePath } from '../../../web/parts/curvePath.ts'
import { oddsOf, percent, purseOf, readChance, readCost, whole } from '../../../web/views/create/sizing.ts'

describe('Chances and costs as they are typed', () => {
  it('are read as shares or fractions', () => {
    for (const [text, value] of [
      ['10 %', 0.1],
      ['.1', 0.1],
      ['0.25', 0.25],
      ['100%', 1],
      ['0', 0],
    ] as const)
      expect(readChance(text), text).to.equal(value)
    for (const text of ['', 'much', '101 %', '1.5', '-1', '1,0']) expect(readChance(text), text).to.equal(undefined)
  })

  it('are read with or without commas and unit', () => {
    expect(readCost('50,000,000')).to.equal(50_000_000)
    expect(readCost(' 12.5 USDC ')).to.equal(12.5)
    for (const text of ['', '0', '1,00', '5 0 0', '-1']) expect(readCost(text), text).to.equal(undefined)
  })
})

describe('The size of a purse', () => {
  it('is that of the example: 16 tries and 982 million', () => {
    const purse = purseOf({ chance: '10 %', cost: '50,000,000', success: '80 %' })
    expect(purse?.tries).to.equal(16)
    expect(Math.round(purse!.purse / 1e6)).to.equal(982)
  })

  it('is none without a figure, or with a chance of 0 or 1', () => {
    for (const change of [{ chance: '0' }, { chance: '1' }, { success: '100 %' }, { cost: '' }])
      expect(purseOf({ chance: '.1', cost: '1', success: '.8', ...change })).to.equal(undefined)
  })

  it('is shown rounded up', () => {
    expect(whole(1_234.01)).to.equal('1,235')
    expect(whole(1_234)).to.equal('1,234')
  })
})

describe('The odds of a panel', () => {
  it('are those of every quorum that is possible', () => {
    const odds = oddsOf(7, 0.1, 0.85)
    expect(odds.map(({ quorum }) => quorum)).to.deep.equal([4, 5, 6])
    expect(percent(odds[0]!.falseVerdict)).to.equal('0.27 %')
    expect(percent(odds[0]!.live)).to.equal('98.79 %')
    expect(oddsOf(1, 0.1, 0.85)).to.deep.equal([{ members: 1, quorum: 1, falseVerdict: 0.1, live: 0.85 }])
  })

  it('are none for panels that cannot be', () => {
    for (const members of [0, 2, 33]) expect(oddsOf(members, 0.1, 0.9)).to.deep.equal([])
  })

  it('keep two figures where they are tiny', () => {
    expect(percent(0)).to.equal('0.00 %')
    expect(percent(0.000_000_123_4)).to.equal('0.000012 %')
  })
})

describe('The drawing of a curve', () => {
  it('jumps at the first point where the curve begins there', () => {
    expect(curvePath([{ measurement: 9n, price: 10n }], 100, 50)).to.equal('M0 50L90 50L90 0L100 0')
  })

  it('is straight between points', () => {
    const points = [
      { measurement: 0n, price: 0n },
      { measurement: 9n, price: 10n },
    ]
    expect(curvePath(points, 100, 50)).to.equal('M0 50L0 50L0 50L90 0L100 0')
  })

  it('is a stair for ranks', () => {
    const points = [
      { measurement: 1n, price: 5n },
      { measurement: 2n, price: 10n },
    ]
    expect(curvePath(points, 90, 10, true)).to.equal('M0 10L30 10L30 5L60 5L60 0L90 0')
  })

  it('is none without a price', () => {
    expect(curvePath([], 10, 10)).to.equal('')
    expect(curvePath([{ measurement: 1n, price: 0n }], 10, 10)).to.equal('')
  })
})
