/** Deep reorganisations around a claim that the operator has signed a measurement of. */
import { expect } from 'chai'
import type { Hex } from 'viem'
import { observe } from '../../../oracle/observe/observe.ts'
import { MEMBERS, type OracleWorld } from '../world.ts'
import { mine } from './endpoints.ts'
import { CONFIRMATIONS, forkingWorld, settleDown, type Forks } from './forks.ts'
import { claimsOf, commit, observationOf, record, rowsOf } from './rows.ts'

describe('oracle: reorganisations of a claim with a duty', function () {
  this.timeout(60_000)
  let forks: Forks
  let world: OracleWorld

  before(async () => {
    forks = await forkingWorld()
    ;({ world } = forks)
  })
  after(async () => {
    await forks.stop()
  })

  const withDuty = async (second: (claim: Hex, commitment: Hex) => Promise<unknown>) => {
    const operator = await forks.member()
    const commitment: Hex = `0x${'dd'.repeat(31)}${(forks.count % 256).toString(16).padStart(2, '0')}`
    let claim: Hex = '0x'
    await forks.fork(
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
    const { measurement, report } = observationOf(1, row!.claim)
    expect([row?.measurement, row?.report], 'as it was signed').to.deep.equal([measurement.toString(), report])
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
    const operator = await forks.member()
    const commitment: Hex = `0x${'ee'.repeat(32)}`
    let claim: Hex = '0x'
    await forks.fork(
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
