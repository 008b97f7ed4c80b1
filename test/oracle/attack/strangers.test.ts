/** Escrows of strangers, who name a member in their panel without asking: what they cost it, before and after it accepts one. */
import { expect } from 'chai'
import { createWalletClient, custom, type Address } from 'viem'
import { accept } from '../../../sdk/actions/accept.ts'
import { create } from '../../../sdk/actions/create.ts'
import type { Hex } from 'viem'
import { parseOutcome } from '../../../sdk/model/outcome.ts'
import { filedOf } from '../../../oracle/evidence/filedOf.ts'
import { observe } from '../../../oracle/observe/observe.ts'
import { reasonNotToSign } from '../../../oracle/observe/stop.ts'
import { claimsOf, commit, rowsOf } from '../chain/rows.ts'
import { told } from '../panel.ts'
import { MEMBERS, oracleWorld, type OracleWorld } from '../world.ts'
import { OUTCOME } from '../../sdk/samples.ts'

async function acceptAs(world: OracleWorld, seat: number, escrow: Address): Promise<void> {
  const { client } = world.sdk
  const transport = custom({ request: (call: never) => client.request(call) }, { retryCount: 0 })
  const wallet = createWalletClient({ account: MEMBERS[seat]!, chain: null as never, transport })
  await accept({ client, wallet }, world.directory, escrow)
}

describe('oracle: escrows of strangers', function () {
  this.timeout(120_000)
  let world: OracleWorld
  beforeEach(async () => {
    world = await oracleWorld(3, 2)
  })
  afterEach(async () => {
    await world.stop()
  })
  const accepting = (seat: number) =>
    world.operator(seat, (config) => {
      config.escrows = 'accepted'
    })

  it('are not followed, whatever is filed there; nor is evidence taken in for them', async () => {
    const claim = await world.claim()
    const operator = await accepting(0)
    expect(await observe(operator), 'did something').to.equal(false)
    const { escrows, claims } = await rowsOf(operator.store)
    expect([escrows, claims], 'rows').to.deep.equal([[], []])
    expect(await filedOf(operator, { escrow: world.escrow, claim }), 'evidence is refused').to.equal(undefined)
    await acceptAs(world, 1, world.escrow)
    await observe(operator)
    expect((await rowsOf(operator.store)).escrows, 'another member accepts for itself alone').to.deep.equal([])
    expect(told(operator), 'log').to.deep.equal([])
  })

  it('are followed from their beginning once accepted, once, and others are not', async () => {
    const before = await world.claim()
    const operator = await accepting(0)
    await observe(operator)
    const [creator] = world.sdk.writers
    const outcome = parseOutcome({ ...OUTCOME, breakClause: 'A thing comes undone.' })
    await create(creator!, world.sdk.origin, { ...world.terms, minStep: 2n }, outcome)
    await acceptAs(world, 0, world.escrow)
    const after = await world.claim()
    expect(await observe(operator), 'did something').to.equal(true)
    const { escrows } = await rowsOf(operator.store)
    expect(
      escrows.map(({ escrow }) => escrow),
      'escrows',
    ).to.deep.equal([world.escrow])
    const keys = async () => (await claimsOf(operator.store)).map((row) => [row.claim, row.place, row.stage])
    const expected = [
      [before, 0, 'filed'],
      [after, 1, 'filed'],
    ]
    expect((await keys()).sort(byPlace), 'claims').to.deep.equal(expected)
    expect(await observe(operator), 'a second time').to.equal(false)
    // A process that starts in the middle learns the same.
    const fresh = await accepting(0)
    await observe(fresh)
    expect((await claimsOf(fresh.store)).length, 'claims of a fresh store').to.equal(2)
  })

  it('are read again where the configuration changes, and what is committed to stays', async () => {
    const [own, other] = [await world.claim(), await world.claim()]
    await acceptAs(world, 0, world.escrow)
    const operator = await world.operator(0)
    await observe(operator)
    await commit(world, operator.store, 0, own)
    operator.config.escrows = 'accepted'
    expect(await observe(operator), 'reads again').to.equal(true)
    const stages = new Map((await claimsOf(operator.store)).map(({ claim, stage }) => [claim, stage]))
    expect([...stages].sort(), 'stages').to.deep.equal(
      (
        [
          [own, 'signed'],
          [other, 'filed'],
        ] as [Hex, string][]
      ).sort(),
    )
    expect(await reasonNotToSign(operator.store), 'signing').to.equal(undefined)
    expect(await observe(operator), 'once').to.equal(false)
  })
})

function byPlace([, a]: (string | number)[], [, b]: (string | number)[]): number {
  return Number(a) - Number(b)
}
