import { expect } from 'chai'
import { mostOf, readAmount } from '../../../web/views/pledge/amount.ts'

const token = { symbol: 'USDC', decimals: 6 }
const bounds = { token, spendable: 5_000_000n, room: 3_000_000n }

describe('An amount as it is typed', () => {
  it('is exact, with or without commas and symbol', () => {
    expect(readAmount('1.5', bounds).amount).to.equal(1_500_000n)
    expect(readAmount(' 1 USDC ', bounds).amount).to.equal(1_000_000n)
    expect(readAmount('1,000.000001', { ...bounds, spendable: undefined, room: 10n ** 10n }).amount).to.equal(
      1_000_000_001n,
    )
  })

  it('is nothing, and no fault, while nothing is typed', () => {
    expect(readAmount('  ', bounds)).to.deep.equal({ amount: undefined, fault: undefined })
  })

  for (const [typed, why] of [
    ['0', 'more than 0'],
    ['1.0000001', 'decimals'],
    ['1,5', 'not a'],
    ['-1', 'not a'],
    ['1 DAI', 'USDC'],
    ['3.000001', 'under the cap: at most 3 USDC'],
  ] as const) {
    it(`is refused: ${typed}`, () => {
      const { amount, fault } = readAmount(typed, bounds)
      expect(amount).to.equal(undefined)
      expect(fault).to.contain(why)
    })
  }

  it('is refused above the balance, unless no account is known', () => {
    const poor = { ...bounds, spendable: 999_999n }
    expect(readAmount('1', poor).fault).to.contain('0.999999 USDC')
    expect(readAmount('1', { ...poor, spendable: undefined }).amount).to.equal(1_000_000n)
  })

  it('should be refused at once where it is a million figures or blanks', () => {
    const long = 1_000_000
    for (const typed of ['9'.repeat(long), `1${' '.repeat(long)}x${' '.repeat(long)}y`, `${'1,'.repeat(long)}1`]) {
      const start = performance.now()
      expect(readAmount(typed, { ...bounds, spendable: undefined }).fault, typed.slice(0, 3)).to.not.equal(undefined)
      expect(performance.now() - start, 'milliseconds').to.be.below(500)
    }
    expect(readAmount(`${'0'.repeat(300)}1`, bounds).amount, 'noughts before it').to.equal(1_000_000n)
  })

  it('is at most what there is and what fits', () => {
    expect(mostOf({ spendable: 5n, room: 3n })).to.equal(3n)
    expect(mostOf({ spendable: 2n, room: 3n })).to.equal(2n)
    expect(mostOf({ spendable: undefined, room: 3n })).to.equal(3n)
  })
})
