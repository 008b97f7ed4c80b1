import { expect } from 'chai'
import { spendableOf, waysOf, type WayFacts } from '../../../web/views/pledge/ways.ts'

const facts: WayFacts = {
  balance: 100n,
  native: 50n,
  gas: 10n,
  wraps: false,
  permit: true,
  allowed: { escrow: 0n, router: 0n },
}
const first = (change: Partial<WayFacts>, amount = 20n) => waysOf({ ...facts, ...change }, amount)[0]

describe('The way of a pledge', () => {
  it('is the permit where approving would be a second transaction', () => {
    expect(waysOf(facts, 20n)).to.deep.equal([
      { way: 'permit', prompts: ['signature', 'pledge'] },
      { way: 'approve', prompts: ['approval', 'pledge'] },
    ])
  })

  it('is the approval without a permit, with a reset where a smaller one is left', () => {
    expect(first({ permit: false })).to.deep.equal({ way: 'approve', prompts: ['approval', 'pledge'] })
    expect(first({ permit: false, allowed: { escrow: 19n, router: 0n } })?.prompts).to.deep.equal([
      'reset',
      'approval',
      'pledge',
    ])
  })

  it('is one transaction alone where the escrow, or the router, may take it already', () => {
    expect(first({ allowed: { escrow: 20n, router: 0n } })).to.deep.equal({ way: 'approve', prompts: ['pledge'] })
    expect(first({ allowed: { escrow: 19n, router: 20n } })).to.deep.equal({ way: 'permit', prompts: ['pledge'] })
  })

  it('is native currency where the token wraps it and gas is left', () => {
    expect(first({ wraps: true }, 40n)).to.deep.equal({ way: 'native', prompts: ['pledge'] })
    expect(first({ wraps: true }, 41n)?.way).to.equal('permit')
  })

  it('is none where nothing has enough', () => {
    expect(waysOf({ ...facts, wraps: true }, 101n)).to.deep.equal([])
    expect(waysOf(facts, 100n)).to.have.length(2)
  })

  it('spends at most what one of balances has', () => {
    expect(spendableOf(facts)).to.equal(100n)
    expect(spendableOf({ ...facts, wraps: true, balance: 5n })).to.equal(40n)
    expect(spendableOf({ ...facts, wraps: true, balance: 5n, native: 9n })).to.equal(5n)
  })
})
