import { expect } from 'chai'
import { escrowIn, questionOf, viewOf } from '../../../web/app/ahead.ts'

const ESCROW = '0x5FbDB2315678afecb367f032d93F642f64180aa3'

describe('what the page asks ahead', () => {
  it('should be the first page of all outcomes for the first view', () => {
    for (const hash of ['', '#', '#/']) {
      expect(viewOf(hash), hash).to.equal('explore')
      expect(questionOf(hash), hash).to.equal('/v1/escrows?limit=24')
    }
  })

  it('should be the escrow for its view and for pledging', () => {
    expect(viewOf(`#/escrow/${ESCROW}`)).to.equal('outcome')
    expect(viewOf(`#/escrow/${ESCROW}/pledge`)).to.equal('pledge')
    for (const end of ['', '/pledge']) {
      expect(questionOf(`#/escrow/${ESCROW}${end}`)).to.equal(`/v1/escrows/${ESCROW}`)
      expect(escrowIn(`#/escrow/${ESCROW}${end}`)).to.equal(ESCROW)
    }
    for (const hash of ['', '#/', '#/portfolio']) expect(escrowIn(hash), hash).to.equal(undefined)
  })

  it('should be nothing for other addresses, a search among them', () => {
    for (const hash of [
      '#/portfolio',
      '#/?search=a',
      `#/escrow/${ESCROW}/claim`,
      '#/escrow/0x12',
      `#/escrow/${ESCROW}x`,
    ]) {
      expect(viewOf(hash), hash).to.equal(undefined)
      expect(questionOf(hash), hash).to.equal(undefined)
    }
  })
})
