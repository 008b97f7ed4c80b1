import { expect } from 'chai'
import type { Hex, TestClient } from 'viem'
import { finishTransactions } from '../../../oracle/submit/finishTransactions.ts'
import { reopen, usedNonces } from '../../../oracle/submit/reopen.ts'
import { readSends } from '../../../oracle/submit/sends.ts'
import { transact, type Wanted } from '../../../oracle/submit/transactions.ts'
import type { TestOperator } from '../world.ts'
import { inProcess, onAnvil, sendTo, type Place } from './places.ts'

for (const [name, open] of [
  ['a chain in this process', inProcess],
  ['anvil', onAnvil],
] as const) {
  describe(`oracle: gaps of nonces on ${name}`, () => {
    let place: Place
    let operator: TestOperator
    let node: TestClient
    let made = 0

    before(async () => {
      place = await open()
      node = place.node
      await node.setAutomine(true)
      // The first allowance costs more gas than those after it.
      await transact(await place.operator(), wanted('first'))
    })
    after(async () => place.stop())
    beforeEach(async () => {
      operator = await place.operator()
      await node.setAutomine(true)
      await node.mine({ blocks: 1 })
    })

    /** Approving an amount of tokens: a transaction whose effects can be counted. */
    const wanted = (purpose: string): Wanted => ({ purpose, ...sendTo(place.token, BigInt(++made)) })
    const rows = async () => operator.store.selectFrom('transactions').selectAll().orderBy('nonce').execute()
    const states = async () => (await rows()).map(({ state }) => state)
    const nonce = async () => place.client.getTransactionCount({ address: operator.gas.address })
    const mined = async (hash: Hex) =>
      place.client.getTransactionReceipt({ hash }).then(
        ({ status }) => status,
        () => undefined,
      )
    const pass = (seconds: number): void => {
      operator.clock.at += seconds * 1000
    }

    it('fills a nonce that nothing has', async () => {
      await node.setAutomine(false)
      const start = await nonce()
      await transact(operator, wanted('k'))
      // As after a store was restored without it.
      const [lost] = await rows()
      await transact(operator, wanted('l'))
      await operator.store.deleteFrom('transactions').where('purpose', '=', 'k').execute()
      await node.dropTransaction({ hash: readSends(lost!.sends)[0]!.hash })
      await finishTransactions(operator)
      pass(60)
      await finishTransactions(operator)
      expect(await rows(), 'an endpoint may lag').to.have.length(1)
      pass(61)
      await finishTransactions(operator)
      expect(
        (await rows()).map((row) => [row.purpose, row.nonce]),
        'filled',
      ).to.deep.equal([
        [`fill ${start}`, start],
        ['l', start + 1],
      ])
      await node.mine({ blocks: 1 })
      pass(61)
      await finishTransactions(operator)
      await node.mine({ blocks: 1 })
      await finishTransactions(operator)
      expect(await states(), 'end').to.deep.equal(['included', 'included'])
    })

    it('fills a nonce that was used in a block that is gone, below others that have ended', async () => {
      await node.setAutomine(false)
      const start = await nonce()
      await transact(operator, wanted('n'))
      const [gone] = await rows()
      await transact(operator, wanted('o'))
      await operator.store.updateTable('transactions').set({ state: 'replaced' }).where('purpose', '=', 'n').execute()
      await node.dropTransaction({ hash: readSends(gone!.sends)[0]!.hash })
      for (let i = 0; i < 2; i++) {
        await finishTransactions(operator)
        pass(121)
      }
      await finishTransactions(operator)
      const filled = (await rows()).find(({ purpose }) => purpose === `fill ${start}`)
      expect(filled?.nonce, 'nonce').to.equal(start)
      await node.mine({ blocks: 1 })
      pass(61)
      await finishTransactions(operator)
      await node.mine({ blocks: 1 })
      await finishTransactions(operator)
      expect(await states(), 'end').to.deep.equal(['replaced', 'included', 'included'])
    })

    it('sends what was included again where blocks that counted are gone', async () => {
      const start = await nonce()
      const before = await place.client.getBlockNumber()
      await node.setAutomine(false)
      const snapshot = await node.snapshot()
      await transact(operator, wanted('p'))
      await node.mine({ blocks: 1 })
      await finishTransactions(operator)
      expect(await states(), 'before').to.deep.equal(['included'])
      await node.revert({ id: snapshot })
      const used = await usedNonces(operator, before)
      expect([...used], 'used').to.deep.equal([[operator.gas.address, start]])
      await reopen(operator.store, used)
      expect(await states(), 'reopened').to.deep.equal(['signed'])
      pass(61)
      await finishTransactions(operator)
      await node.mine({ blocks: 1 })
      await finishTransactions(operator)
      const [row] = await rows()
      expect([row?.state, await mined(row!.hash!)], 'end').to.deep.equal(['included', 'success'])
    })
  })
}
