/** Shares that moved between accounts, beside what accounts pledged, burned and hold. */
import { expect } from 'chai'
import { zeroAddress } from 'viem'
import { holderRow, paymentRow, pledgeRow, transferRow } from '../../../indexer/serve/answers.ts'
import { DATABASES } from '../support/databases.ts'
import { indexedHistory, type IndexedHistory } from '../support/indexedHistory.ts'

for (const { name, open } of DATABASES) {
  describe(`transfers of shares by an index in ${name}`, () => {
    let world: IndexedHistory
    before(async function () {
      this.timeout(120_000)
      world = await indexedHistory(open)
    })
    after(() => world.close())

    it('should explain, with pledges and refunds, what every account holds', async () => {
      const { api, index, history } = world
      const held = new Map<string, bigint>()
      const at = (escrow: string, account: string): string => `${escrow} ${account}`
      for (const { escrow } of history.escrows)
        for (const { account, shares } of await api.all(`/v1/escrows/${escrow}/holders`, holderRow))
          held.set(at(escrow, account), BigInt(shares))
      const sides = await index.selectFrom('transfers').select(['from', 'to']).execute()
      const pledgers = await index.selectFrom('pledges').select('account').execute()
      const accounts = new Set([
        ...sides.flatMap(({ from, to }) => [from, to]),
        ...pledgers.map(({ account }) => account),
      ])
      expect(sides, 'transfers').to.have.length.above(2)
      const explained = new Map<string, bigint>()
      const add = (key: string, shares: bigint): void => {
        explained.set(key, (explained.get(key) ?? 0n) + shares)
      }
      for (const account of accounts) {
        const list = `/v1/accounts/${account}`
        const moved = await api.all(`${list}/transfers`, transferRow, 1)
        expect(await api.all(`${list}/transfers`, transferRow, 100), 'in one page').to.deep.equal(moved)
        for (const { escrow, from, to, shares } of moved) {
          expect([from, to]).to.include(account)
          add(at(escrow, account), to === account ? BigInt(shares) : -BigInt(shares))
        }
        for (const { escrow, amount } of await api.all(`${list}/pledges`, pledgeRow))
          add(at(escrow, account), BigInt(amount))
        for (const { escrow, kind, shares } of await api.all(`${list}/payments`, paymentRow))
          if (kind === 'refund') add(at(escrow, account), -BigInt(shares ?? '0'))
      }
      for (const [key, shares] of explained) if (shares === 0n) explained.delete(key)
      expect(explained).to.deep.equal(held)
      expect(await api.all(`/v1/accounts/${zeroAddress}/transfers`, transferRow), 'nobody').to.deep.equal([])
    })
  })
}
