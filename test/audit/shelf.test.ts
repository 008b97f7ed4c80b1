/** Escrows that were put away come back as they were. */
import { expect } from 'chai'
import type { AuditedEscrow } from '../../audit/result.ts'
import { Shelf } from '../../audit/shelf.ts'
import { everything } from './report/fixture.ts'

const plainOf = ({ subject, token, status, state, pledges, payments, entries }: AuditedEscrow) => {
  return { subject, token, status, state, pledges, payments, entries }
}

describe('audit: shelf', function () {
  const escrows = everything().escrows

  for (const [name, kept] of Object.entries({ 'all on the disk': 0, 'some on the disk': 60, 'all in memory': 1e9 })) {
    it(`${name}: gives back every escrow as it was, again and again`, () => {
      expect(escrows.length).to.be.greaterThan(2)
      const shelf = new Shelf(kept)
      const put = escrows.map((one) => shelf.put(one))
      for (const order of [put, put.toReversed(), put]) {
        for (const one of order) {
          const original = escrows[put.indexOf(one)]!
          expect(plainOf(one)).to.deep.equal(plainOf(original))
          const isSame = one.state === original.state
          if (kept === 1e9) expect(isSame, 'is still in memory').to.equal(true)
        }
      }
      if (kept === 0) expect(put[0]!.state === escrows[0]!.state, 'is read from the disk').to.equal(false)
    })
  }
})
