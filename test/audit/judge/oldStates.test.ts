/** How old a state the endpoint has is found out by few questions, and none that is in vain is asked again. */
import { expect } from 'chai'
import { OldStates } from '../../../audit/judge/oldStates.ts'

/** What of an endpoint that has states from block `first` on, and the blocks it was asked about. */
function endpoint(first: bigint): { has: (block: bigint) => Promise<boolean>; asked: bigint[] } {
  const asked: bigint[] = []
  const has = (block: bigint): Promise<boolean> => {
    asked.push(block)
    return Promise.resolve(block >= first)
  }
  return { has, asked }
}

describe('audit: how old a state an endpoint has', () => {
  it('takes the first refusal for that block and those before', async () => {
    const states = new OldStates(1_000_000n)
    const { has, asked } = endpoint(999_872n)
    expect(states.isGone(0n)).to.equal(false)
    await states.refused(500_000n, has)
    expect([500_000n, 500_001n].map((block) => states.isGone(block))).to.deep.equal([true, false])
    expect(asked).to.deep.equal([])
  })

  it('searches for the last at the second, by as many questions as the distance has bits', async () => {
    const states = new OldStates(1_000_000n)
    const { has, asked } = endpoint(999_872n)
    await states.refused(500_000n, has)
    await states.refused(600_000n, has)
    expect([999_871n, 999_872n].map((block) => states.isGone(block))).to.deep.equal([true, false])
    expect(asked.length).to.be.within(1, 20)
    await states.refused(999_000n, has)
    expect(asked.length, 'it is known').to.be.within(1, 20)
  })

  it('searches once for all who are refused meanwhile', async () => {
    const states = new OldStates(1_000n)
    const { has, asked } = endpoint(900n)
    await Promise.all([10n, 20n, 30n, 40n].map((block) => states.refused(block, has)))
    expect([899n, 900n].map((block) => states.isGone(block))).to.deep.equal([true, false])
    expect(asked.length).to.be.within(1, 10)
  })

  it('does not search without a block whose state is there, and goes on from a refusal that is newer than what it found', async () => {
    const without = new OldStates()
    const { has, asked } = endpoint(900n)
    await without.refused(10n, has)
    await without.refused(20n, has)
    expect([asked.length, without.isGone(20n), without.isGone(21n)]).to.deep.equal([0, true, false])
    const states = new OldStates(1_000n)
    await states.refused(10n, has)
    await states.refused(20n, has)
    // The endpoint gave up more meanwhile.
    await states.refused(950n, has)
    expect([states.isGone(950n), states.isGone(951n)]).to.deep.equal([true, false])
  })

  it('passes on that the endpoint does not answer, and searches again at the next refusal', async () => {
    const states = new OldStates(1_000n)
    const { has } = endpoint(900n)
    await states.refused(10n, has)
    const failed = await states
      .refused(20n, () => Promise.reject(new Error('gone')))
      .catch((error: unknown) => (error as Error).message)
    expect(failed).to.equal('gone')
    await states.refused(30n, has)
    expect([899n, 900n].map((block) => states.isGone(block))).to.deep.equal([true, false])
  })
})
