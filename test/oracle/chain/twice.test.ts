/** A member that signs two observations of one claim: another one, and this one. */
import { expect } from 'chai'
import { zeroHash } from 'viem'
import { observationDigest } from '../../../sdk/model/typedData.ts'
import { observe } from '../../../oracle/observe/observe.ts'
import { reasonNotToSign, resumeSigning } from '../../../oracle/observe/stop.ts'
import { oracleWorld, type OracleWorld } from '../world.ts'
import { commit, expectSilence, observationOf, record, rowsOf } from './rows.ts'

describe('oracle: a member that signs twice', function () {
  this.timeout(60_000)
  let world: OracleWorld
  beforeEach(async () => {
    world = await oracleWorld()
  })
  afterEach(async () => {
    await world.stop()
  })

  it('is found when the chain has another digest than it showed, and reported once', async () => {
    const claim = await world.claim()
    const operator = await world.operator(1)
    await observe(operator)
    const { deployment, store } = operator
    const shown = observationDigest(deployment.chainId, world.escrow, observationOf(2, claim, 99n))
    const { member, report } = observationOf(2, claim, 99n)
    const row = { escrow: world.escrow, claim, member, digest: shown, measurement: '99', report }
    await store
      .insertInto('observations')
      .values({ ...row, signature: '0x01', salt: zeroHash, onChain: 0, seenAt: 1 })
      .execute()
    await record(world, claim, [0, 2])
    await observe(operator)
    const { findings } = await rowsOf(store)
    const recorded = observationDigest(deployment.chainId, world.escrow, observationOf(2, claim))
    expect(
      findings.map((one) => [one.kind, one.member, one.claim]),
      'finding',
    ).to.deep.equal([['equivocation', member, claim]])
    expect((JSON.parse(findings[0]!.details) as { digests: string[] }).digests, 'digests').to.have.members([
      shown,
      recorded,
    ])
    expect(operator.entries.filter(({ level }) => level === 50).length, 'errors').to.equal(1)
    expect(
      (await operator.metrics.findings.get()).values.map(({ value }) => value),
      'metric',
    ).to.deep.equal([1])
    expect(await reasonNotToSign(store), 'signing goes on').to.equal(undefined)
    await expectSilence(operator)
  })
  it('is nothing where the chain has what it showed', async () => {
    const claim = await world.claim()
    const operator = await world.operator(1)
    const { member, report } = observationOf(2, claim)
    const digest = observationDigest(operator.deployment.chainId, world.escrow, observationOf(2, claim))
    const row = { escrow: world.escrow, claim, member, digest, measurement: '10', report, signature: '0x01' as const }
    await operator.store
      .insertInto('observations')
      .values({ ...row, salt: zeroHash, onChain: 0, seenAt: 1 })
      .execute()
    await record(world, claim, [2])
    await observe(operator)
    const { findings, observations } = await rowsOf(operator.store)
    expect(findings, 'findings').to.deep.equal([])
    expect(observations, 'observations').to.deep.equal([{ ...row, salt: zeroHash, onChain: 1, seenAt: 1 }])
  })
  for (const [what, measurement] of [
    ['that this store does not know of', undefined],
    ['with another digest than this store committed to', 99n],
  ] as const) {
    it(`stops signing where it is this member: an observation ${what}`, async () => {
      const claim = await world.claim()
      const operator = await world.operator(1)
      if (measurement !== undefined) await commit(world, operator.store, 1, claim, measurement)
      await record(world, claim, [1])
      await observe(operator)
      expect(await reasonNotToSign(operator.store), 'reason').to.include(claim)
      const { findings, claims } = await rowsOf(operator.store)
      expect(claims[0]?.stage, 'stage').to.equal('recorded')
      expect(findings.length, 'findings').to.equal(measurement === undefined ? 0 : 1)
      const stopped = async () => (await operator.metrics.signingStopped.get()).values[0]?.value
      expect(await stopped(), 'metric').to.equal(1)
      await expectSilence(operator)
      await resumeSigning(operator.store)
      await expectSilence(operator)
      expect(await stopped(), 'metric after a person resumed').to.equal(0)
    })
  }
})
