import { expect } from 'chai'
import { sharedPage, sharedPages } from '../../../web/data/sharedPages.ts'

/** What two answers of an index would be: equal, and never the same objects. */
const page = (block: number, ...amounts: bigint[]) => ({
  asOf: { number: block },
  rows: amounts.map((amount, i) => ({ logIndex: i, amount })),
})

describe('pages of a list that come again', () => {
  it('should keep the rows of a page that did not change, though its block did', () => {
    const old = page(1, 5n, 6n)
    const fresh = sharedPage({ pages: [page(1), old], pageParams: [undefined, 'next'] }, 'next', page(2, 5n, 6n))
    expect(fresh, 'the block').to.deep.equal(page(2, 5n, 6n))
    expect(fresh.rows, 'the rows').to.equal(old.rows)
  })

  it('should keep those rows of a changed page that are equal', () => {
    const old = page(1, 5n, 6n)
    const { rows } = sharedPage({ pages: [old], pageParams: [undefined] }, undefined, page(1, 5n, 7n))
    expect(rows[0], 'the same').to.equal(old.rows[0])
    expect(rows[1], 'another').to.deep.equal({ logIndex: 1, amount: 7n })
  })

  it('should take a page as it comes where none is known that begins there', () => {
    const fresh = page(1, 5n)
    expect(sharedPage(undefined, 'next', fresh)).to.equal(fresh)
    expect(sharedPage({ pages: [page(1, 5n)], pageParams: [undefined] }, 'next', fresh)).to.equal(fresh)
  })

  it('should keep the list where all its pages are the same', () => {
    const one = page(1, 5n)
    const before = { pages: [one], pageParams: [undefined] }
    expect(sharedPages(before, { pages: [one], pageParams: [undefined] })).to.equal(before)
    const longer = { pages: [one, page(1, 6n)], pageParams: [undefined, 'next'] }
    expect(sharedPages(before, longer), 'longer').to.equal(longer)
    expect(sharedPages(longer, before), 'shorter').to.equal(before)
    const other = { pages: [page(2, 5n)], pageParams: [undefined] }
    expect(sharedPages(before, other), 'another page').to.equal(other)
    expect(sharedPages(undefined, other), 'the first').to.equal(other)
  })
})
