/** Reorganisations of 1 to 40 blocks around filing: shallow ones are not noticed, deeper ones stop signing and say so. */
import { expect } from 'chai'
import type { Hex } from 'viem'
import { create } from '../../../sdk/actions/create.ts'
import { parseOutcome } from '../../../sdk/model/outcome.ts'
import { observe } from '../../../oracle/observe/observe.ts'
import { reasonNotToSign, resumeSigning } from '../../../oracle/observe/stop.ts'
import { OUTCOME } from '../../sdk/samples.ts'
import { MEMBERS, oracleWorld, type OracleWorld, type TestOperator } from '../world.ts'
import { ask, fakeEndpoint, mine, open, type FakeEndpoint } from './endpoints.ts'
import { claimsOf, commit, observationOf, record, rowsOf } from './rows.ts'

const CONFIRMATIONS = 6
const DEPTHS = Array.from({ length: 40 }, (_, i) => i + 1)

describe('oracle: reorganisations', function () {
  this.timeout(120_000)
  let world: OracleWorld
  let endpoints: FakeEndpoint[]
  let forks = 0

  before(async () => {
    world = await oracleWorld()
    endpoints = await Promise.all([0, 1].map(() => fakeEndpoint(world.sdk.client)))
  })
  after(async () => {
    await Promise.all(endpoints.map((endpoint) => endpoint.stop()))
    await world.stop()
  })

  /** An operator as member 1 that takes two endpoints and 6 confirmations. */
  const member = async (): Promise<TestOperator> => {
    const operator = await world.operator(1)
    const urls = endpoints.map(({ url }) => url)
    const { chain } = await open(urls, CONFIRMATIONS, undefined, 10_000)
    return { ...operator, chain }
  }
  /** Runs `first` on blocks that are then replaced by those that `second` makes. */
  const fork = async (first: () => Promise<unknown>, second: () => Promise<unknown>) => {
    const { client } = world.sdk
    const snapshot = await ask(client, { method: 'evm_snapshot', params: [] })
    await first()
    await ask(client, { method: 'evm_revert', params: [snapshot] })
    // Otherwise the new blocks can be the old ones.
    await ask(client, { method: 'evm_increaseTime', params: [1_000 + forks++] })
    await second()
  }
  const errorsOf = ({ entries }: TestOperator) => entries.filter(({ level }) => level === 50)
  /** Observes until nothing is left to do; then silently. */
  const settleDown = async (operator: TestOperator) => {
    await observe(operator)
    const [rows, said] = [await rowsOf(operator.store), operator.entries.length]
    expect(await observe(operator), 'second time').to.equal(false)
    expect([await rowsOf(operator.store), operator.entries.length], 'its silence').to.deep.equal([rows, said])
  }
  /** What an operator without a past makes of the chain. */
  const fresh = async () => {
    const operator = await member()
    await observe(operator)
    return rowsOf(operator.store)
  }

  for (const depth of DEPTHS) {
    it(`${depth} deep: the claim is filed in the new blocks too, or not`, async () => {
      for (const again of [true, false]) {
        const operator = await member()
        await mine(world.sdk.client, CONFIRMATIONS)
        await observe(operator)
        const before = await rowsOf(operator.store)
        let claim: Hex = '0x'
        const commitment: Hex = `0x${depth.toString(16).padStart(2, '0')}${again ? '01' : '00'}${'00'.repeat(30)}`
        await fork(
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

  describe('deep ones, of a claim with a duty', () => {
    const withDuty = async (second: (claim: Hex, commitment: Hex) => Promise<unknown>) => {
      const operator = await member()
      const commitment: Hex = `0x${'dd'.repeat(31)}${(forks % 256).toString(16).padStart(2, '0')}`
      let claim: Hex = '0x'
      await fork(
        async () => {
          claim = await world.claim(commitment)
          await commit(world, operator.store, 1, claim)
          await record(world, claim, [0, 1, 2, 3, 4])
          await mine(world.sdk.client, 20)
          await observe(operator)
          const row = (await claimsOf(operator.store)).find((one) => one.claim === claim)
          expect(row?.stage, 'before').to.equal('recorded')
          expect(row!.observeUntil < row!.filedAt + 86_400, 'all observed').to.equal(true)
        },
        async () => {
          await second(claim, commitment)
          await mine(world.sdk.client, 40)
        },
      )
      await settleDown(operator)
      const rows = await rowsOf(operator.store)
      return { operator, claim, rows, row: rows.claims.find((one) => one.claim === claim) }
    }

    it('stop it when it is not filed again', async () => {
      const { row, rows, claim } = await withDuty(() => Promise.resolve())
      expect(row?.stage, 'stage').to.equal('stopped')
      expect(row?.note, 'note').not.to.equal('')
      expect(
        rows.records.filter((one) => one.claim === claim),
        'records',
      ).to.deep.equal([])
      expect(
        rows.observations.filter((one) => one.claim === claim),
        'observations',
      ).to.deep.equal([])
    })
    it('take it up as signed when it is filed again, and stop it no more when it is filed later', async () => {
      const { row } = await withDuty((_, commitment) => world.claim(commitment))
      expect([row?.stage, row?.note], 'filed again').to.deep.equal(['signed', ''])
      expect(row?.observeUntil, 'the phase begins again').to.equal(row!.filedAt + 86_400)
      const later = await withDuty(() => Promise.resolve())
      expect(await world.claim(later.row!.commitment), 'filed later').to.equal(later.claim)
      await mine(world.sdk.client, CONFIRMATIONS)
      await settleDown(later.operator)
      const again = (await claimsOf(later.operator.store)).find((one) => one.claim === later.claim)
      expect([again?.stage, again?.note], 'taken up').to.deep.equal(['signed', ''])
    })
    it('leave it recorded when all is there again', async () => {
      const { row, rows, claim } = await withDuty(async (key, commitment) => {
        await world.claim(commitment)
        await record(world, key, [1, 3])
      })
      expect(row?.stage, 'stage').to.equal('recorded')
      const of = rows.records.filter((one) => one.claim === claim).map(({ what }) => what)
      expect(of, 'records').to.have.members([1, 3].map((seat) => MEMBERS[seat]!.address))
      expect(rows.observations.filter((one) => one.claim === claim).map((one) => one.member)).to.deep.equal([
        MEMBERS[3]!.address,
      ])
    })
    it('leave a claim that is stopped for another reason stopped', async () => {
      const operator = await member()
      const commitment: Hex = `0x${'ee'.repeat(32)}`
      let claim: Hex = '0x'
      await fork(
        async () => {
          claim = await world.claim(commitment)
          await mine(world.sdk.client, 20)
          await observe(operator)
          await commit(world, operator.store, 1, claim)
          await operator.store
            .updateTable('claims')
            .set({ stage: 'stopped', note: 'the signer refused' })
            .where('claim', '=', claim)
            .execute()
        },
        async () => {
          await world.claim(commitment)
          await mine(world.sdk.client, 40)
        },
      )
      await settleDown(operator)
      const row = (await claimsOf(operator.store)).find((one) => one.claim === claim)
      expect([row?.stage, row?.note]).to.deep.equal(['stopped', 'the signer refused'])
    })
  })

  it('undo observations and settlements, but not what a peer showed', async () => {
    const operator = await member()
    const { store } = operator
    const claim = await world.claim()
    const { report } = observationOf(2, claim)
    await mine(world.sdk.client, CONFIRMATIONS)
    await observe(operator)
    await fork(
      async () => {
        await record(world, claim, [2, 3])
        await mine(world.sdk.client, 20)
        await observe(operator)
        const [shown] = (await rowsOf(store)).observations.filter(({ member: one }) => one === MEMBERS[2]!.address)
        await store.updateTable('observations').set({ salt: report }).where('digest', '=', shown!.digest).execute()
      },
      () => mine(world.sdk.client, 40),
    )
    await settleDown(operator)
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
    const operator = await member()
    const terms = { ...world.terms, minStep: 9n }
    await observe(operator)
    const before = (await rowsOf(operator.store)).escrows.length
    await fork(
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
    const operator = await member()
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
      const operator = await member()
      const calm = await member()
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
      await fork(
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
