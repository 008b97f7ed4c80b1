/** A report that is written escrow by escrow is the same text as the whole. */
import { expect } from 'chai'
import { reportJson } from '../../../audit/report/reportJson.ts'
import { jsonPieces } from '../../../scripts/support/audit/jsonPieces.ts'
import { toJson } from '../../../scripts/support/toJson.ts'
import { everything, passing, plain, resultOf } from './fixture.ts'

describe('audit report: JSON in pieces', function () {
  const results = { everything: everything(), plain: plain(), passing: passing(), 'no escrow': resultOf([]) }

  for (const [name, result] of Object.entries(results)) {
    it(`${name}: is what the whole is`, () => {
      const pieces = [...jsonPieces(result)]
      expect(pieces.join('')).to.equal(toJson(reportJson(result)))
      const escrows = result.escrows.length
      expect(pieces.length, 'pieces').to.equal(escrows === 0 ? 1 : escrows + 2)
    })
  }
})
