import { expect } from 'chai'
import { encodeFunctionData, erc20Abi, type Hex } from 'viem'
import { getClaim } from '../../../sdk/actions/getClaim.ts'
import { observe } from '../../../sdk/actions/observe.ts'
import { challenge } from '../../../oracle/submit/challenge.ts'
import { finishTransactions } from '../../../oracle/submit/finishTransactions.ts'
import { positionOf } from '../../../oracle/submit/rotation.ts'
import { settleDue } from '../../../oracle/submit/settleDue.ts'
import { getEvents } from '../../../sdk/events/getEvents.ts'
import { controls, restarted, signAs, signClaim, told } from '../panel.ts'
import { oracleWorld, type OracleWorld, type TestOperator } from '../world.ts'
import { mintAbi, UNIT } from '../../sdk/world.ts'

const SLOT = 60

/** Lets every member observe, one measurement each. */
async function observeAll(world: OracleWorld, claim: Hex, measurements: readonly bigint[]): Promise<void> {
  const signed = await Promise.all(measurements.map((measurement, seat) => signAs(world, seat, claim, measurement)))
  const some = signed.map(({ measurement, report, signature }, seat) => ({
    seat: BigInt(seat),
    measurement,
    report,
    signature,
  }))
  await observe(world.sdk.writers[7]!, world.escrow, claim, some)
}

const stateOf = async (world: OracleWorld, claim: Hex) =>
  getClaim(world.sdk.client, { address: world.escrow, terms: world.terms }, claim)

const placeOf = (world: OracleWorld, seat: number, key: Hex) => positionOf(seat, BigInt(key), world.terms.panel.length)

/** Both clocks, the chain's by a block. */
async function pass(world: OracleWorld, operators: readonly TestOperator[], seconds: number): Promise<void> {
  await world.sdk.mineAt((await world.sdk.now()) + BigInt(seconds))
  for (const { clock } of operators) clock.at += seconds * 1000
}

describe('oracle: settle', () => {
  const LAST: Partial<Parameters<typeof oracleWorld>[2]> = { holdback: 5_000n, warranty: 86_400n }

  it('settles and releases what is due, in turn, once, and is silent then', async () => {
    const world = await oracleWorld(3, 2, LAST)
    const claim = await world.claim()
    const operators = [await world.operator(0), await world.operator(1), await world.operator(2)]
    for (const [seat, operator] of operators.entries()) await signClaim(world, operator, seat, claim)
    const places = operators.map((_, seat) => placeOf(world, seat, world.escrow))
    const first = operators[places.indexOf(0)]!
    const second = operators[places.indexOf(1)]!
    for (const operator of operators) expect(await settleDue(operator), 'nothing is due').to.equal(false)
    await observeAll(world, claim, [10n, 10n, 10n])
    await pass(world, operators, 2 * 86_400 + 60)
    expect(await settleDue(second), 'the second waits').to.equal(false)
    expect(await settleDue(first), 'the first does it').to.equal(true)
    expect((await stateOf(world, claim)).phase, 'phase').to.equal('Settled')
    await finishTransactions(first)
    for (const operator of operators) {
      operator.clock.at += 2 * SLOT * 1000
      expect(await settleDue(operator), 'done').to.equal(false)
    }
    // The first one is dead when the warranty is over: the second does it a slot later.
    await pass(world, operators, 86_400 + 60)
    expect(await settleDue(second), 'the second waits for its turn').to.equal(false)
    second.clock.at += SLOT * 1000
    expect(await settleDue(second), 'and then releases').to.equal(true)
    expect((await stateOf(world, claim)).held, 'held').to.equal(0n)
    await finishTransactions(second)
    for (let round = 0; round < 3; round++) {
      await pass(world, operators, 3600)
      for (const operator of operators) expect(await settleDue(operator), 'nothing more').to.equal(false)
    }
    for (const operator of operators) expect(told(operator, 40), 'complaints').to.deep.equal([])
    await world.stop()
  })

  it('does nothing where it is not configured', async () => {
    const world = await oracleWorld(3, 2)
    const claim = await world.claim()
    const operator = await world.operator(0, ({ submit }) => (submit.settle = false))
    await signClaim(world, operator, 0, claim)
    await observeAll(world, claim, [10n, 10n, 10n])
    await pass(world, [operator], 3 * 86_400)
    for (let i = 0; i < 4; i++) {
      operator.clock.at += SLOT * 1000
      expect(await settleDue(operator), 'settled').to.equal(false)
    }
    await world.stop()
  })

  it('is killed at every point, and settles once', async () => {
    let points = 0
    for (let end = 0; ; end++) {
      const world = await oracleWorld(1, 1)
      const claim = await world.claim()
      const operator = await world.operator(0)
      await signClaim(world, operator, 0, claim)
      await observeAll(world, claim, [10n])
      await pass(world, [operator], 3 * 86_400)
      const start = await world.sdk.client.getTransactionCount({ address: operator.gas.address })
      const dying = restarted(operator)
      let passed = 0
      dying.mark = () => {
        if (passed++ === end) throw new Error('killed')
      }
      await settleDue(dying)
      await finishTransactions(dying)
      const next = restarted(operator)
      for (let round = 0; round < 3; round++) {
        next.clock.at += 61_000
        await settleDue(next)
        await finishTransactions(next)
      }
      expect((await stateOf(world, claim)).phase, `killed at ${end}`).to.equal('Settled')
      const count = await world.sdk.client.getTransactionCount({ address: operator.gas.address })
      expect(count - start, `transactions, killed at ${end}`).to.equal(1)
      await world.stop()
      points++
      if (passed <= end) break
    }
    expect(points, 'points').to.be.greaterThan(3)
  })
})

describe('oracle: challenge', () => {
  let world: OracleWorld
  let operator: TestOperator
  const SEAT = 0

  beforeEach(async () => {
    world = await oracleWorld(3, 2)
    operator = await world.operator(SEAT, ({ submit }) => (submit.challengeBeyond = 5))
  })
  afterEach(async () => world.stop())

  /** Runs it as the loop does, past every turn. */
  const rounds = async (as = operator): Promise<boolean[]> => {
    const did: boolean[] = []
    for (let i = 0; i < 8; i++) {
      as.clock.at += 61_000
      did.push(await challenge(as))
      await finishTransactions(as)
    }
    return did
  }
  const grounds = async (): Promise<string[]> => {
    const said: string[] = []
    const { client } = world.sdk
    const events = getEvents(client, { address: world.escrow, fromBlock: 0n, events: ['Challenged'] })
    for await (const { args } of events) said.push(args.grounds)
    return said
  }
  const fund = async (): Promise<void> => {
    const data = encodeFunctionData({ abi: mintAbi, functionName: 'mint', args: [operator.gas.address, 50n * UNIT] })
    const { wallet } = world.sdk.writers[0]!
    await wallet.sendTransaction({ account: wallet.account, to: world.sdk.token, data, chain: null })
  }
  const judged = async (own: bigint, others: bigint): Promise<Hex> => {
    const claim = await world.claim()
    await signClaim(world, operator, SEAT, claim, own)
    await observeAll(world, claim, [own, others, others])
    return claim
  }

  it('says what differs, approves exactly the fee, and does so once', async () => {
    await fund()
    const claim = await judged(10n, 16n)
    const { report } = await signAs(world, SEAT, claim, 10n)
    const did = await rounds()
    expect(did.filter(Boolean), 'approval and challenge').to.have.length(2)
    expect((await stateOf(world, claim)).phase, 'phase').to.equal('Arbitrating')
    const [said, ...more] = await grounds()
    expect(more, 'further challenges').to.have.length(0)
    for (const part of ['10', '16', report, operator.member]) expect(said, 'grounds').to.include(part)
    const left = await world.sdk.client.readContract({
      address: world.sdk.token,
      abi: erc20Abi,
      functionName: 'allowance',
      args: [operator.gas.address, world.escrow],
    })
    expect(left, 'allowance left').to.equal(0n)
    expect((await rounds(restarted(operator))).includes(true), 'after a restart').to.equal(false)
    expect(told(operator, 40), 'complaints').to.deep.equal([])
  })

  it('accepts what is near enough, and does nothing unless configured', async () => {
    await fund()
    const near = await judged(10n, 15n)
    expect((await rounds()).includes(true), 'near enough').to.equal(false)
    const far = await judged(10n, 50n)
    operator.config.submit.challengeBeyond = undefined
    expect((await rounds()).includes(true), 'not configured').to.equal(false)
    for (const claim of [near, far]) expect((await stateOf(world, claim)).phase, 'phase').to.equal('Challenging')
  })

  it('challenges several verdicts of an escrow one after the other', async () => {
    await fund()
    const node = controls(world.sdk.client)
    // A verdict of 0 with an observation above 0 can be challenged too.
    const claims = [await judged(10n, 50n), await judged(10n, 0n)]
    await node.setAutomine(false)
    operator.clock.at += 61_000
    await challenge(operator)
    operator.clock.at += 180_000
    await challenge(operator)
    const under = await operator.store.selectFrom('transactions').select('purpose').execute()
    expect(under, 'under way at once').to.have.length(1)
    await node.mine({ blocks: 1 })
    await node.setAutomine(true)
    await rounds()
    await rounds()
    for (const claim of claims) expect((await stateOf(world, claim)).phase, 'phase').to.equal('Arbitrating')
    expect(await grounds(), 'challenges').to.have.length(2)
  })

  it('asks for a person once where the fee is missing', async () => {
    const claim = await judged(10n, 50n)
    await rounds()
    expect(told(operator, 50), 'errors').to.have.length(1)
    expect((await stateOf(world, claim)).phase, 'phase').to.equal('Challenging')
    await fund()
    await rounds()
    expect((await stateOf(world, claim)).phase, 'once it has it').to.equal('Arbitrating')
  })

  it('leaves it to who was first', async () => {
    await fund()
    const claim = await judged(10n, 50n)
    const { wallet, client } = world.sdk.writers[3]!
    const { challenge: challengeClaim } = await import('../../../sdk/actions/challenge.ts')
    await challengeClaim({ wallet, client }, world.escrow, claim, 'It is wrong.')
    expect((await rounds()).includes(true), 'a second challenge').to.equal(false)
    expect(await grounds(), 'challenges').to.deep.equal(['It is wrong.'])
  })

  it('is killed at every point, and challenges once', async () => {
    await fund()
    let points = 0
    for (let end = 0; ; end++) {
      const claim = await judged(10n, 50n)
      const before = (await grounds()).length
      const dying = restarted(operator)
      let passed = 0
      dying.mark = () => {
        if (passed++ === end) throw new Error('killed')
      }
      await rounds(dying)
      await rounds(restarted(operator))
      expect((await stateOf(world, claim)).phase, `killed at ${end}`).to.equal('Arbitrating')
      expect((await grounds()).length, `challenges, killed at ${end}`).to.equal(before + 1)
      points++
      if (passed <= end) break
    }
    expect(points, 'points').to.be.greaterThan(6)
  })

  it('does not pay for a verdict that may not last, unless time runs out', async () => {
    await fund()
    const snapshotBlock = await world.sdk.client.getBlock()
    const claim = await judged(10n, 50n)
    // The last block that counts is older than the verdict.
    operator.chain.confirmed = async () => snapshotBlock
    expect((await rounds()).includes(true), 'not confirmed').to.equal(false)
    await world.sdk.mineAt((await world.sdk.now()) + 86_460n)
    expect((await rounds()).includes(true), 'half of the time is over').to.equal(true)
    expect((await stateOf(world, claim)).phase, 'phase').to.equal('Arbitrating')
  })
})
