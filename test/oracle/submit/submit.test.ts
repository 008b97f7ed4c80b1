import { expect } from 'chai'
import type { Hex } from 'viem'
import { getClaim } from '../../../sdk/actions/getClaim.ts'
import { observe } from '../../../sdk/actions/observe.ts'
import { finishTransactions } from '../../../oracle/submit/finishTransactions.ts'
import { lastCallOf, positionOf } from '../../../oracle/submit/rotation.ts'
import { submit } from '../../../oracle/submit/submit.ts'
import { controls, learn, restarted, signAs, signClaim, told } from '../panel.ts'
import { oracleWorld, type OracleWorld, type TestOperator } from '../world.ts'

const SLOT = 60

describe('oracle: submit', () => {
  let world: OracleWorld
  before(async () => (world = await oracleWorld(5, 3)))
  after(async () => world.stop())

  /** An operator that has signed, and knows the observations of these other seats. */
  const knowing = async (seat: number, claim: Hex, others: readonly number[]): Promise<TestOperator> => {
    const operator = await world.operator(seat)
    await signClaim(world, operator, seat, claim)
    for (const other of others) await learn(world, operator, await signAs(world, other, claim, 10n))
    return operator
  }
  const seatAt = (place: number, claim: Hex): number =>
    Array.from({ length: 5 }, (_, seat) => seat).find((seat) => positionOf(seat, BigInt(claim), 5) === place)!
  const without = (seat: number) => [0, 1, 2, 3, 4].filter((one) => one !== seat)
  const stateOf = async (claim: Hex) => getClaim(world.sdk.client, { address: world.escrow, terms: world.terms }, claim)
  const transactions = async ({ store }: TestOperator) => store.selectFrom('transactions').selectAll().execute()
  const observeAs = async (claim: Hex, seats: readonly number[]): Promise<void> => {
    const signed = await Promise.all(seats.map((seat) => signAs(world, seat, claim, 10n)))
    const some = signed.map(({ measurement, report, signature }, i) => ({
      seat: BigInt(seats[i]!),
      measurement,
      report,
      signature,
    }))
    await observe(world.sdk.writers[7]!, world.escrow, claim, some)
  }

  it('records all at once when it is first, and is silent then', async () => {
    const claim = await world.claim()
    const seat = seatAt(0, claim)
    const operator = await knowing(seat, claim, without(seat))
    expect(await submit(operator), 'submitted').to.equal(true)
    await finishTransactions(operator)
    const { seats, verdict } = await stateOf(claim)
    expect(seats, 'recorded').to.deep.equal([0, 1, 2, 3, 4])
    expect(verdict, 'verdict').to.equal(10n)
    const said = operator.entries.length
    for (let round = 0; round < 3; round++) {
      operator.clock.at += 61_000
      expect(await submit(operator), 'submitted again').to.equal(false)
    }
    expect(operator.entries.length, 'what is logged then').to.equal(said)
    expect(await transactions(operator), 'transactions').to.have.length(1)
  })

  it('waits for its turn, so that a dead first one costs one slot', async () => {
    const claim = await world.claim()
    const [second, third] = [seatAt(1, claim), seatAt(2, claim)]
    const operators = [await knowing(second, claim, without(second)), await knowing(third, claim, without(third))]
    const at = async (seconds: number) => {
      const before = operators.map(({ clock }) => clock.at)
      for (const { clock } of operators) clock.at += seconds * 1000
      const did: boolean[] = []
      for (const operator of operators) did.push(await submit(operator))
      operators.forEach(({ clock }, i) => (clock.at = before[i]!))
      return did
    }
    expect(await at(SLOT - 1), 'before').to.deep.equal([false, false])
    expect(await at(SLOT), 'the second’s turn').to.deep.equal([true, false])
    expect(await at(2 * SLOT), 'recorded already: success').to.deep.equal([false, false])
    expect((await transactions(operators[1]!)).length, 'transactions of the third').to.equal(0)
    expect(told(operators[1]!), 'said by the third').to.deep.equal([])
  })

  it('submits a quorum after a slot, and one that comes late after that', async () => {
    const claim = await world.claim()
    const operator = await knowing(0, claim, [1, 2])
    const rank = [1, 2].filter((seat) => positionOf(seat, BigInt(claim), 5) < positionOf(0, BigInt(claim), 5)).length
    operator.clock.at += ((rank + 1) * SLOT - 1) * 1000
    expect(await submit(operator), 'too early').to.equal(false)
    operator.clock.at += 1000
    expect(await submit(operator), 'in its turn').to.equal(true)
    await finishTransactions(operator)
    expect((await stateOf(claim)).seats, 'recorded').to.deep.equal([0, 1, 2])
    operator.clock.at += 61_000
    expect(await submit(operator), 'nothing new').to.equal(false)
    await learn(world, operator, await signAs(world, 4, claim, 30n))
    operator.clock.at += 5 * SLOT * 1000
    expect(await submit(operator), 'the late one').to.equal(true)
    expect((await stateOf(claim)).seats, 'recorded then').to.deep.equal([0, 1, 2, 4])
  })

  it('leaves out what is not validly signed, and sends nothing for it', async () => {
    const claim = await world.claim()
    const seat = seatAt(0, claim)
    const [first, ...rest] = without(seat)
    const operator = await knowing(seat, claim, rest)
    const bad = await signAs(world, first!, claim, 10n)
    await learn(world, operator, { ...bad, signature: rest.length > 0 ? `0x${'11'.repeat(64)}1b` : '0x' })
    await submit(operator)
    await finishTransactions(operator)
    expect((await stateOf(claim)).seats, 'recorded').to.deep.equal([...rest, seat].sort())
    operator.clock.at += 61_000
    expect(await submit(operator), 'for the rest').to.equal(false)
    expect(await transactions(operator), 'transactions').to.have.length(1)
  })

  it('counts what others have recorded in between as done', async () => {
    const claim = await world.claim()
    const seat = seatAt(0, claim)
    const operator = await knowing(seat, claim, without(seat))
    await observeAs(claim, [0, 1, 2, 3])
    expect(await submit(operator), 'the last').to.equal(true)
    await finishTransactions(operator)
    const [row] = await transactions(operator)
    expect(row?.state, 'its transaction').to.equal('included')
    expect((await stateOf(claim)).seats, 'recorded').to.have.length(5)

    const other = await world.claim()
    const late = await knowing(seatAt(0, other), other, without(seatAt(0, other)))
    await observeAs(other, [0, 1, 2, 3, 4])
    expect(await submit(late), 'nothing left').to.equal(false)
    expect(told(late), 'said').to.deep.equal([])
  })

  it('does not send a second time what is under way', async () => {
    const node = controls(world.sdk.client)
    const claim = await world.claim()
    const seat = seatAt(0, claim)
    const [late, ...rest] = without(seat)
    const operator = await knowing(seat, claim, rest)
    operator.clock.at += 5 * SLOT * 1000
    await node.setAutomine(false)
    expect(await submit(operator), 'sent').to.equal(true)
    expect(await submit(restarted(operator)), 'after a restart').to.equal(false)
    await learn(world, operator, await signAs(world, late!, claim, 10n))
    operator.clock.at += 5 * SLOT * 1000
    expect(await submit(operator), 'with one that comes late').to.equal(false)
    await node.mine({ blocks: 1 })
    await node.setAutomine(true)
    await finishTransactions(operator)
    expect(await transactions(operator), 'transactions').to.have.length(1)
    operator.clock.at += SLOT * 1000
    expect(await submit(operator), 'the late one alone').to.equal(true)
    expect((await stateOf(claim)).seats, 'recorded').to.have.length(5)
  })

  it('is killed at every point, and one transaction is included', async () => {
    let points = 0
    for (let end = 0; ; end++) {
      const claim = await world.claim()
      const seat = seatAt(0, claim)
      const operator = await knowing(seat, claim, without(seat))
      const start = await world.sdk.client.getTransactionCount({ address: operator.gas.address })
      const dying = restarted(operator)
      let passed = 0
      dying.mark = () => {
        if (passed++ === end) throw new Error('killed')
      }
      for (let round = 0; round < 2; round++) {
        await submit(dying)
        await finishTransactions(dying)
      }
      const next = restarted(operator)
      for (let round = 0; round < 3; round++) {
        next.clock.at += 61_000
        await submit(next)
        await finishTransactions(next)
      }
      expect((await stateOf(claim)).seats, `killed at ${end}`).to.have.length(5)
      const count = await world.sdk.client.getTransactionCount({ address: operator.gas.address })
      expect(count - start, `transactions, killed at ${end}`).to.equal(1)
      points++
      if (passed <= end) break
    }
    expect(points, 'points').to.be.greaterThan(3)
  })

  it('tries again after an error, says so once, and goes on with other claims', async () => {
    const [first, second] = [await world.claim(), await world.claim()]
    const operator = await knowing(0, first, [1, 2, 3, 4])
    await signClaim(world, operator, 0, second)
    for (const other of [1, 2, 3, 4]) await learn(world, operator, await signAs(world, other, second, 10n))
    operator.clock.at += 5 * SLOT * 1000
    await operator.store.updateTable('observations').set({ report: '0x12' }).where('claim', '=', first).execute()
    for (let i = 0; i < 4; i++) {
      await submit(operator)
      operator.clock.at += 61_000
    }
    expect((await stateOf(second)).seats, 'the other claim').to.have.length(5)
    expect(told(operator, 40), 'said').to.have.length(1)
    const row = await operator.store.selectFrom('claims').select('tries').where('claim', '=', first).executeTakeFirst()
    expect(row?.tries, 'tries').to.equal(4)
  })
})

describe('oracle: submit before the phase ends', () => {
  for (let seat = 0; seat < 3; seat++) {
    it(`records what is known below a quorum, seat ${seat}`, async () => {
      const world = await oracleWorld(5, 3)
      const claim = await world.claim()
      const operator = await world.operator(seat)
      await signClaim(world, operator, seat, claim)
      const { filedAt } = await getClaim(world.sdk.client, { address: world.escrow, terms: world.terms }, claim)
      const until = Number(filedAt + world.terms.verifyWithin)
      const rotation = { members: 5, quorum: 3, seat, key: BigInt(claim), slot: SLOT }
      const lastCall = lastCallOf(rotation, until, 86_400)
      // The operator's own clock stands still: the chain's decides.
      await world.sdk.mineAt(BigInt(lastCall - 1))
      expect(await submit(operator), 'a second before').to.equal(false)
      await world.sdk.mineAt(BigInt(lastCall))
      expect(await submit(operator), 'then').to.equal(true)
      const state = await getClaim(world.sdk.client, { address: world.escrow, terms: world.terms }, claim)
      expect(state.seats, 'the own one').to.deep.equal([seat])
      await finishTransactions(operator)
      await world.sdk.mineAt(BigInt(until + 1))
      operator.clock.at = (until + 1) * 1000
      await learn(world, operator, await signAs(world, 4, claim, 10n))
      expect(await submit(operator), 'after the end').to.equal(false)
      expect(told(operator, 40), 'complaints').to.deep.equal([])
      await world.stop()
    })
  }
})
