/** What accounts paid for filing and challenging, beside what escrows took in. */
import { expect } from 'chai'
import { zeroAddress } from 'viem'
import * as z from 'zod'
import { claimRow, claimView, escrowView, feeRow } from '../../../indexer/serve/answers.ts'
import { DATABASES } from '../support/databases.ts'
import { indexedHistory, type IndexedHistory } from '../support/indexedHistory.ts'

for (const { name, open } of DATABASES) {
  describe(`fees by an index in ${name}`, () => {
    let world: IndexedHistory
    before(async function () {
      this.timeout(120_000)
      world = await indexedHistory(open)
    })
    after(() => world.close())

    it('should list what each account paid for filing and challenging: together, what each escrow took in as fees', async () => {
      const { api, history } = world
      const payers = new Set<string>()
      const feesIn = new Map<string, bigint>()
      for (const { escrow } of history.escrows) {
        const { escrow: view } = await api.get(`/v1/escrows/${escrow}`, z.object({ escrow: escrowView }))
        feesIn.set(escrow, BigInt(view.feesIn))
        for (const { key, solver } of await api.all(`/v1/escrows/${escrow}/claims`, claimRow)) {
          const { claim } = await api.get(`/v1/escrows/${escrow}/claims/${key}`, z.object({ claim: claimView }))
          payers.add(solver)
          if (claim.challenge !== null) payers.add(claim.challenge.by)
        }
      }
      const paid = new Map<string, bigint>(history.escrows.map(({ escrow }) => [escrow, 0n]))
      const kinds = new Set<string>()
      for (const account of payers) {
        const rows = await api.all(`/v1/accounts/${account}/fees`, feeRow, 1)
        expect(await api.all(`/v1/accounts/${account}/fees`, feeRow, 100), 'in one page').to.deep.equal(rows)
        expect(rows.map(({ at }) => at)).to.deep.equal(rows.map(({ at }) => at).sort((a, b) => b - a))
        for (const { escrow, kind, amount, account: of } of rows) {
          expect(of).to.equal(account)
          kinds.add(kind)
          paid.set(escrow, (paid.get(escrow) ?? 0n) + BigInt(amount))
        }
      }
      expect(paid).to.deep.equal(feesIn)
      expect([...kinds].sort()).to.deep.equal(['challenge fee', 'filing fee'])
      expect(await api.all(`/v1/accounts/${zeroAddress}/fees`, feeRow), 'nobody').to.deep.equal([])
    })
  })
}
