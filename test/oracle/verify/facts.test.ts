import { expect } from 'chai'
import { oracleWorld, type OracleWorld } from '../world.ts'
import * as f from './fixtures.ts'

const FREE = { sandbox: 'none' }

describe('oracle: the facts a verifier is given', () => {
  let world: OracleWorld
  let { mine, operatorWith, claimFor, once } = {} as ReturnType<typeof f.bench>
  before(async () => {
    world = await oracleWorld()
    ;({ mine, operatorWith, claimFor, once } = f.bench(world))
  })
  afterEach(f.endAll)
  after(async () => {
    await world.stop()
    await f.clean()
  })

  it('tells the verdict of earlier claims that were settled by the block of the randomness, not later', async () => {
    const operator = await operatorWith(await f.shell(f.says(f.GOOD), FREE))
    const claims = [await claimFor(operator), await claimFor(operator), await claimFor(operator)] as const
    const { filedBlock } = await f.rowOf(operator, claims[2])
    const { timestamp } = await world.sdk.client.getBlock({ blockNumber: BigInt(filedBlock) + 1n })
    for (const [i, settledAt] of [Number(timestamp), Number(timestamp) + 1].entries()) {
      await operator.store
        .updateTable('claims')
        .set({ settledAt, stage: 'recorded' })
        .where('claim', '=', claims[i]!)
        .execute()
    }
    await once(operator)
    const { facts } = (await f.reportOf(operator, claims[2])) as { facts: { earlier: { verdict: string | null }[] } }
    // Nobody observed: the chain says 0.
    expect(facts.earlier.map(({ verdict }) => verdict)).to.deep.equal(['0', null])
  })

  it('replaces facts of a block that is no longer on the chain', async () => {
    const operator = await operatorWith(await f.shell('exit 1', FREE))
    const claim = await claimFor(operator)
    await once(operator)
    const facts = async () => (await operator.store.selectFrom('facts').select('facts').executeTakeFirstOrThrow()).facts
    const fixed = await facts()
    const { blockHash } = (JSON.parse(fixed) as { randomness: { blockHash: string } }).randomness
    await operator.store
      .updateTable('facts')
      .set({ facts: fixed.replace(blockHash, f.hashOf('reorganised')) })
      .execute()
    operator.clock.at += 60_000
    await once(operator)
    expect(await facts(), 'facts').to.equal(fixed)
    expect((await f.rowOf(operator, claim)).tries, 'tries').to.equal(2)
  })

  it('gives two operators the same randomness, and each its own report', async () => {
    const verifier = await f.shell(f.says(f.GOOD), FREE)
    const [one, two] = [await operatorWith(verifier), await operatorWith(verifier)]
    two.member = world.terms.panel[2]!
    const claim = await world.claim()
    await mine()
    for (const operator of [one, two]) {
      await f.proved(world, operator, claim)
      await once(operator)
      // The second looks later.
      await mine()
    }
    const [first, second] = [await f.reportOf(one, claim), await f.reportOf(two, claim)]
    expect(first['facts'], 'facts').to.deep.equal(second['facts'])
    expect(first['input'], 'input').to.equal(second['input'])
    expect((await f.rowOf(one, claim)).report).not.to.equal((await f.rowOf(two, claim)).report)
  })
})
