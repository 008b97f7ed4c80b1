import { expect } from 'chai'
import { keccak256, parseTransaction, stringToHex, type Hex, type TestClient } from 'viem'
import { inProcess, onAnvil, sendTo, type Place } from './places.ts'
import { finishTransactions } from '../../../oracle/submit/finishTransactions.ts'
import { readSends } from '../../../oracle/submit/sends.ts'
import { transact, type Wanted } from '../../../oracle/submit/transactions.ts'
import { restarted, told } from '../panel.ts'
import { MEMBERS, type TestOperator } from '../world.ts'

for (const [name, open] of [
  ['a chain in this process', inProcess],
  ['anvil', onAnvil],
] as const) {
  describe(`oracle: transactions on ${name}`, () => {
    let place: Place
    let operator: TestOperator
    let node: TestClient
    let made = 0

    before(async () => {
      place = await open()
      node = place.node
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

    it('writes down, broadcasts, and is done once it is included; silent then', async () => {
      expect(await transact(operator, wanted('a')), 'sent').to.equal(true)
      expect(await states(), 'before it is looked at').to.deep.equal(['signed'])
      // anvil mines by itself, but on a busy machine not at once.
      await node.mine({ blocks: 1 })
      expect(await finishTransactions(operator), 'finished').to.equal(true)
      const [row] = await rows()
      expect([row?.state, await mined(row!.hash!)], 'end').to.deep.equal(['included', 'success'])
      const said = operator.entries.length
      expect(await finishTransactions(operator), 'a second time').to.equal(false)
      expect(operator.entries.length, 'what is logged the second time').to.equal(said)
      expect(told(operator, 40), 'complaints').to.deep.equal([])
    })

    it('does one purpose once, unless it may be done again', async () => {
      const one = wanted('b')
      await transact(operator, one)
      expect(await transact(operator, one), 'under way').to.equal(false)
      await node.mine({ blocks: 1 })
      await finishTransactions(operator)
      expect(await transact(operator, one), 'done').to.equal(false)
      expect(await transact(operator, { ...one, again: true }), 'again').to.equal(true)
      expect(
        (await rows()).map(({ purpose }) => purpose),
        'purposes',
      ).to.deep.equal(['b', 'b #2'])
    })

    it('takes one nonce after the other while nothing is included', async () => {
      await node.setAutomine(false)
      const first = await nonce()
      for (const purpose of ['c', 'd', 'e']) await transact(operator, wanted(purpose))
      expect(
        (await rows()).map((row) => row.nonce),
        'nonces',
      ).to.deep.equal([first, first + 1, first + 2])
      await finishTransactions(operator)
      expect(await states(), 'before a block').to.deep.equal(['signed', 'signed', 'signed'])
      await node.mine({ blocks: 1 })
      await finishTransactions(operator)
      expect(await states(), 'after it').to.deep.equal(['included', 'included', 'included'])
    })

    it('is killed at every point, and never has two transactions for one purpose', async () => {
      await node.setAutomine(false)
      const seen: string[] = []
      for (let end = 0; ; end++) {
        const start = await nonce()
        const one = wanted(`kill ${end}`)
        const dying = restarted(operator)
        let passed = 0
        dying.mark = (point) => {
          if (passed++ !== end) return
          seen.push(point)
          throw new Error('killed')
        }
        // Sent; a slot later with higher fees; included; each in a process that may die.
        const live = async (run: (as: TestOperator) => Promise<unknown>): Promise<void> => {
          await run(dying).catch(() => undefined)
          const next = restarted(operator)
          next.clock = dying.clock
          await run(next)
        }
        await live((as) => transact(as, one))
        pass(61)
        await live((as) => finishTransactions(as))
        pass(61)
        await live((as) => finishTransactions(as))
        await node.mine({ blocks: 2 })
        await live((as) => finishTransactions(as))
        const mine = (await rows()).filter(({ purpose }) => purpose.startsWith(`kill ${end}`))
        expect(
          mine.map(({ purpose, state }) => [purpose, state]),
          `killed at ${end}`,
        ).to.deep.equal([[`kill ${end}`, 'included']])
        expect(await nonce(), `transactions included, killed at ${end}`).to.equal(start + 1)
        const sends = readSends(mine[0]!.sends)
        const forms = sends.map(({ raw }) => parseTransaction(raw))
        expect(
          new Set(forms.map((form) => `${form.nonce} ${form.to} ${form.data}`)).size,
          'all forms do the same',
        ).to.equal(1)
        if (passed <= end) break
      }
      expect(new Set(seen), 'points at which it was killed').to.include.all.keys(
        'transactions: signed',
        'transactions: written',
        'transactions: broadcast',
        'transactions: replacement signed',
        'transactions: replacement written',
        'transactions: included',
      )
    })

    it('broadcasts again what the node has dropped', async () => {
      await node.setAutomine(false)
      await transact(operator, wanted('f'))
      const [row] = await rows()
      const [send] = readSends(row!.sends)
      await node.dropTransaction({ hash: send!.hash })
      await node.mine({ blocks: 1 })
      expect(await mined(send!.hash), 'dropped').to.equal(undefined)
      const next = restarted(operator)
      await finishTransactions(next)
      await node.mine({ blocks: 1 })
      await finishTransactions(next)
      expect(await states(), 'end').to.deep.equal(['included'])
    })

    it('raises the fees of what is stuck, up to the cap and no further', async () => {
      await node.setAutomine(false)
      const base = 1_000_000_000n
      await node.setNextBlockBaseFeePerGas({ baseFeePerGas: base })
      await node.mine({ blocks: 1 })
      operator.config.gas.mostGwei = 4.5
      await transact(operator, wanted('g'))
      await finishTransactions(operator)
      expect(readSends((await rows())[0]!.sends), 'before a slot has passed').to.have.length(1)
      for (let i = 0; i < 12; i++) {
        pass(61)
        await finishTransactions(operator)
      }
      const sends = readSends((await rows())[0]!.sends)
      expect(sends.length, 'forms').to.be.greaterThan(2)
      for (const [i, send] of sends.slice(1).entries()) {
        const before = sends[i]!
        expect(send.maxFeePerGas * 8n >= before.maxFeePerGas * 9n, `fee of form ${i + 1}`).to.equal(true)
        expect(send.maxPriorityFeePerGas * 8n >= before.maxPriorityFeePerGas * 9n, `tip of form ${i + 1}`).to.equal(
          true,
        )
        expect(send.maxFeePerGas <= 4_500_000_000n, `cap, form ${i + 1}`).to.equal(true)
      }
      expect((sends.at(-1)!.maxFeePerGas * 9n) / 8n > 4_500_000_000n, 'no more room at the end').to.equal(true)
      await node.mine({ blocks: 1 })
      await finishTransactions(operator)
      const [row] = await rows()
      expect([row?.state, row?.hash], 'the last form is included').to.deep.equal(['included', sends.at(-1)!.hash])
    })

    it('notices that another transaction of the account took its place', async () => {
      await node.setAutomine(false)
      const one = wanted('h')
      await transact(operator, one)
      const [{ sends, nonce: taken }] = (await rows()) as [Awaited<ReturnType<typeof rows>>[0]]
      await node.dropTransaction({ hash: readSends(sends)[0]!.hash })
      const foreign = await MEMBERS[0]!.signTransaction({
        type: 'eip1559',
        chainId: 31337,
        nonce: taken,
        to: operator.gas.address,
        gas: 21_000n,
        maxFeePerGas: 10_000_000_000n,
        maxPriorityFeePerGas: 1_000_000_000n,
      })
      await place.client.sendRawTransaction({ serializedTransaction: foreign })
      await node.mine({ blocks: 1 })
      await finishTransactions(operator)
      expect(await states(), 'replaced').to.deep.equal(['replaced'])
      expect(await transact(operator, one), 'it is done anew').to.equal(true)
      await node.mine({ blocks: 1 })
      await finishTransactions(operator)
      expect(await states(), 'end').to.deep.equal(['replaced', 'included'])
      expect(told(operator, 40), 'said').to.have.length(1)
    })

    it('judges a transaction that reverts by its receipt, and gives up the third time', async () => {
      const revert: Wanted = {
        purpose: 'i',
        to: place.token,
        data: keccak256(stringToHex('no function')).slice(0, 10) as Hex,
        gas: 100_000n,
      }
      for (let i = 0; i < 3; i++) {
        expect(await transact(operator, revert), `try ${i + 1}`).to.equal(true)
        await node.mine({ blocks: 1 })
        await finishTransactions(operator)
      }
      expect(await transact(operator, revert), 'a fourth').to.equal(false)
      expect(await states(), 'ends').to.deep.equal(['reverted', 'reverted', 'reverted'])
    })

    it('goes back to waiting when its block is reorganised away', async () => {
      operator.chain.confirmed = async () => ({ number: 0n, hash: '0x', timestamp: 0n })
      await node.setAutomine(false)
      const snapshot = await node.snapshot()
      await transact(operator, wanted('j'))
      await node.mine({ blocks: 1 })
      await finishTransactions(operator)
      const [row] = await rows()
      expect([row?.state, row?.hash !== null], 'in a block that does not count yet').to.deep.equal(['signed', true])
      await node.revert({ id: snapshot })
      await node.setAutomine(false)
      pass(61)
      await finishTransactions(operator)
      expect((await rows())[0]?.hash, 'after the reorganisation').to.equal(null)
      await node.mine({ blocks: 1 })
      operator.chain.confirmed = async () => ({ ...(await place.client.getBlock()) })
      await finishTransactions(operator)
      expect(await states(), 'end').to.deep.equal(['included'])
    })

    it('does not fill the queue without end', async () => {
      await node.setAutomine(false)
      let sent = 0
      for (let i = 0; i < 70; i++) if (await transact(operator, { ...wanted(`m ${i}`), gas: 60_000n })) sent++
      expect(sent, 'sent').to.equal(64)
      await node.mine({ blocks: 3 })
      await finishTransactions(operator)
      expect(new Set(await states()), 'ends').to.deep.equal(new Set(['included']))
    })

    it('says once that the account has little left, and once that it has enough', async () => {
      const balance = async () => (await operator.metrics.gasBalance.get()).values[0]?.value
      await finishTransactions(operator)
      expect(told(operator), 'enough').to.deep.equal([])
      const had = await place.client.getBalance({ address: operator.gas.address })
      expect(await balance(), 'metric').to.equal(Number(had))
      await node.setBalance({ address: operator.gas.address, value: 1_000n })
      for (let i = 0; i < 2; i++) {
        pass(61)
        await finishTransactions(operator)
      }
      expect(told(operator, 40), 'little').to.have.length(1)
      await node.setBalance({ address: operator.gas.address, value: had })
      pass(61)
      await finishTransactions(operator)
      expect(told(operator), 'enough again').to.have.length(2)
    })
  })
}
