/** Reorganisations of 1 to 40 blocks around filing: shallow ones are not noticed, deeper ones stop signing and say so. */
import { expect } from 'chai'
import type { Hex } from 'viem'
import { create } from '../../../sdk/actions/create.ts'
import { settle } from '../../../sdk/actions/settle.ts'
import { parseOutcome } from '../../../sdk/model/outcome.ts'
import { observe } from '../../../oracle/observe/observe.ts'
import { reasonNotToSign, resumeSigning } from '../../../oracle/observe/stop.ts'
import { OUTCOME } from '../../sdk/samples.ts'
import { MEMBERS, type OracleWorld, type TestOperator } from '../world.ts'
import { mine } from './endpoints.ts'
import { CONFIRMATIONS, forkingWorld, settleDown, type Forks } from './forks.ts'
import { claimsOf, observationOf, record, rowsOf } from './rows.ts'

const DEPTHS = Array.from({ length: 40 }, (_, i) => i + 1)

describe('oracle: reorganisations', function () {
  this.timeout(120_000)
  let forks: Forks
  let world: OracleWorld

  before(async () => {
    forks = await forkingWorld()
    ;({ world } = forks)
  })
  after(async () => {
    await forks.stop()
  })

  /** Settles every claim that there is. */
  const settleAll = async () => {
    const { sdk, terms, escrow } = world
    await sdk.mineAt((await sdk.now()) + terms.verifyWithin + terms.challengeWithin + 1n)
    await settle(sdk.writers[0]!, escrow, 1_000n)
  }
  const errorsOf = ({ entries }: TestOperator) => entries.filter(({ level }) => level === 50)
  /** What an operator without a past makes of the chain. */
  const fresh = async () => {
    const operator = await forks.member()
    await observe(operator)
    return rowsOf(operator.store)
  }

  for (const depth of DEPTHS) {
    it(`${depth} deep: the claim is filed in the new blocks too, or not`, async () => {
      for (const again of [true, false]) {
        const operator = await forks.member()
        await mine(world.sdk.client, CONFIRMATIONS)
        await observe(operator)
        const before = await rowsOf(operator.store)
        let claim: Hex = '0x'
        const commitment: Hex = `0x${depth.toString(16).padStart(2, '0')}${again ? '01' : '00'}${'00'.repeat(30)}`
        await forks.fork(
          async () => {
            claim = await world.claim(commitment)
            await mine(world.sdk.client, depth - 1)
            await observe(operator)
            const known = (await claimsOf(operator.store)).some((one) => one.claim === claim)
            expect(known, 'seen once it is confirmed').to.equal(depth > CONFIRMATIONS)
          },
          async () => {
            await mine(world.sdk.client, 2)
            if (again) expect(await world.claim(commitment), 'the same key').to.equal(claim)
            await mine(world.sdk.client, depth + CONFIRMATIONS)
          },
        )
        await settleDown(operator)
        const isDeep = depth > CONFIRMATIONS
        const reason = await reasonNotToSign(operator.store)
        expect(reason !== undefined, 'signing stopped').to.equal(isDeep)
        expect(errorsOf(operator).length, 'said once').to.equal(isDeep ? 1 : 0)
        const { claims, records, escrows } = await rowsOf(operator.store)
        const expected = await fresh()
        expect({ claims, records, escrows }, 'as without a past').to.deep.equal({
          claims: expected.claims,
          records: expected.records,
          escrows: expected.escrows,
        })
        expect(
          claims.some((one) => one.claim === claim),
          'claim',
        ).to.equal(again)
        expect(claims.length, 'others stay').to.equal(before.claims.length + (again ? 1 : 0))
        if (!isDeep) continue
        expect((await operator.metrics.reorgs.get()).values[0]?.value, 'metric').to.equal(1)
        expect(await resumeSigning(operator.store), 'what a person reads').to.equal(reason)
        await settleDown(operator)
        expect(await reasonNotToSign(operator.store), 'resumed').to.equal(undefined)
      }
    })
  }

  it('undo observations, settlements and missed claims, but not what a peer showed', async () => {
    const operator = await forks.member()
    const { store } = operator
    const { sdk, terms } = world
    await settleAll()
    const claim = await world.claim()
    const { report } = observationOf(2, claim)
    await mine(sdk.client, CONFIRMATIONS)
    await observe(operator)
    const own = async () => (await claimsOf(store)).find((one) => one.claim === claim)
    await forks.fork(
      async () => {
        await record(world, claim, [2, 3])
        await sdk.mineAt((await sdk.now()) + terms.verifyWithin + terms.challengeWithin + 1n)
        await settle(sdk.writers[0]!, world.escrow, 1n)
        await mine(sdk.client, 20)
        await observe(operator)
        expect((await own())?.stage, 'stage before').to.equal('missed')
        expect((await own())?.settledAt, 'settled before').to.be.above(0)
        const [shown] = (await rowsOf(store)).observations.filter(({ member: one }) => one === MEMBERS[2]!.address)
        await store.updateTable('observations').set({ salt: report }).where('digest', '=', shown!.digest).execute()
      },
      () => mine(sdk.client, 40),
    )
    await settleDown(operator)
    expect([(await own())?.stage, (await own())?.settledAt], 'claim').to.deep.equal(['filed', 0])
    const { observations, records } = await rowsOf(store)
    const of = observations.filter((one) => one.claim === claim)
    expect(
      of.map((one) => [one.member, one.onChain, one.salt]),
      'observations',
    ).to.deep.equal([[MEMBERS[2]!.address, 0, report]])
    expect(
      records.filter((one) => one.claim === claim),
      'records',
    ).to.deep.equal([])
  })

  it('forget an escrow that is gone', async () => {
    const operator = await forks.member()
    const terms = { ...world.terms, minStep: 9n }
    await observe(operator)
    const before = (await rowsOf(operator.store)).escrows.length
    await forks.fork(
      async () => {
        await create(
          world.sdk.writers[0]!,
          world.sdk.origin,
          terms,
          parseOutcome({ ...OUTCOME, breakClause: 'A thing comes undone.' }),
        )
        await mine(world.sdk.client, 20)
        await observe(operator)
        expect((await rowsOf(operator.store)).escrows.length, 'found').to.equal(before + 1)
      },
      () => mine(world.sdk.client, 40),
    )
    await settleDown(operator)
    expect((await rowsOf(operator.store)).escrows.length, 'gone').to.equal(before)
  })

  it('of all that is remembered: everything is read again', async () => {
    const operator = await forks.member()
    await observe(operator)
    const expected = (await fresh()).claims
    expect(expected.length, 'claims').to.be.above(10)
    const wrong: Hex = `0x${'11'.repeat(32)}`
    await operator.store.updateTable('blocks').set({ hash: wrong }).execute()
    await settleDown(operator)
    expect(await claimsOf(operator.store), 'claims').to.deep.equal(expected)
    expect(await reasonNotToSign(operator.store), 'reason').not.to.equal(undefined)
  })

  it('are exact after a restart at every mark', async () => {
    for (const killedAt of [1, 2, 3, 4]) {
      const operator = await forks.member()
      const calm = await forks.member()
      calm.clock.at = operator.clock.at
      let marks = 0
      let died = 0
      operator.mark = () => {
        marks++
        if (marks !== killedAt) return
        died++
        throw new Error('killed')
      }
      const both = async () => {
        const thrown = await observe(operator).catch((error: unknown) => error)
        if (thrown instanceof Error) {
          expect(thrown.message, 'thrown').to.equal('killed')
          await observe(operator)
        }
        await observe(calm)
      }
      await both()
      await forks.fork(
        async () => {
          await record(world, await world.claim(), [0])
          await mine(world.sdk.client, 20)
          await both()
        },
        async () => {
          await record(world, await world.claim(), [2, 3])
          await mine(world.sdk.client, 40)
        },
      )
      await both()
      expect(died, `died at mark ${killedAt}`).to.equal(1)
      expect(await rowsOf(operator.store), `rows, killed at mark ${killedAt}`).to.deep.equal(await rowsOf(calm.store))
    }
  })
})
