import { expect } from 'chai'
import { finishTransactions } from '../../../oracle/submit/finishTransactions.ts'
import { submit } from '../../../oracle/submit/submit.ts'
import { transact } from '../../../oracle/submit/transactions.ts'
import { controls, learn, signAs, signClaim } from '../panel.ts'
import { oracleWorld, type OracleWorld, type TestOperator } from '../world.ts'

describe('oracle: transactions at the same time', () => {
  let world: OracleWorld
  let operator: TestOperator
  let node: ReturnType<typeof controls>

  before(async () => {
    world = await oracleWorld(3, 2)
    node = controls(world.sdk.client)
  })
  after(() => world.stop())
  beforeEach(async () => {
    operator = await world.operator(0)
  })
  afterEach(() => node.setAutomine(true))

  const rows = async () => operator.store.selectFrom('transactions').selectAll().orderBy('nonce').execute()
  const nonce = async () => world.sdk.client.getTransactionCount({ address: operator.gas.address })

  it('take different nonces, and each purpose is sent once', async () => {
    await node.setAutomine(false)
    const first = await nonce()
    const wanted = (purpose: string) => ({ purpose, to: operator.gas.address, data: '0x' as const })
    const sent = await Promise.all(['t', 'u', 't', 'v'].map((purpose) => transact(operator, wanted(purpose))))
    expect(sent.filter(Boolean).length, 'sent').to.equal(3)
    const found = await rows()
    expect(
      found.map((row) => row.nonce),
      'nonces',
    ).to.deep.equal([first, first + 1, first + 2])
    expect(
      found.map(({ purpose }) => purpose),
      'purposes',
    ).to.have.members(['t', 'u', 'v'])
    await node.mine({ blocks: 1 })
    await finishTransactions(operator)
    expect(
      (await rows()).map(({ state }) => state),
      'states',
    ).to.deep.equal(['included', 'included', 'included'])
  })

  it('submit more claims than are asked about at once, in one round, into one block', async () => {
    const claims = 20
    const first = await nonce()
    for (let i = 0; i < claims; i++) {
      const claim = await world.claim()
      await signClaim(world, operator, 0, claim)
      for (const seat of [1, 2]) await learn(world, operator, await signAs(world, seat, claim, 10n))
    }
    // Everybody has had their turn.
    operator.clock.at += 600_000
    await node.setAutomine(false)
    expect(await submit(operator), 'did something').to.equal(true)
    expect(
      (await rows()).map((row) => row.nonce),
      'nonces',
    ).to.deep.equal(Array.from({ length: claims }, (_, i) => first + i))
    await node.mine({ blocks: 1 })
    expect(await nonce(), 'included').to.equal(first + claims)
    expect(await submit(operator), 'a second time').to.equal(false)
  })
})
