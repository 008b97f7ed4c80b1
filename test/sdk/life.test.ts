import { expect } from 'chai'
import { numberToHex, pad, type Address, type Hex } from 'viem'
import { assign } from '../../sdk/actions/assign.ts'
import { award } from '../../sdk/actions/award.ts'
import { challenge } from '../../sdk/actions/challenge.ts'
import { fileBreak } from '../../sdk/actions/fileBreak.ts'
import { getOwed } from '../../sdk/actions/getOwed.ts'
import type { Writer } from '../../sdk/actions/writer.ts'
import { RevertError } from '../../sdk/errors/RevertError.ts'
import { settleEscrow } from '../../oracle/submit/settleEscrow.ts'
import { collect } from '../../sdk/actions/collect.ts'
import { create } from '../../sdk/actions/create.ts'
import { file } from '../../sdk/actions/file.ts'
import { getClaim } from '../../sdk/actions/getClaim.ts'
import { getDocket } from '../../sdk/actions/getDocket.ts'
import { getEscrow } from '../../sdk/actions/getEscrow.ts'
import { pledge } from '../../sdk/actions/pledge.ts'
import { refund } from '../../sdk/actions/refund.ts'
import { settle } from '../../sdk/actions/settle.ts'
import { commitmentOf } from '../../sdk/model/evidence.ts'
import { DAY, observeAs, OUTCOME, sampleTerms } from './samples.ts'
import { sdkWorld, UNIT, type SdkWorld } from './world.ts'

describe('sdk: actions', () => {
  it('carries an escrow from creation to the last refund', async () => {
    const w = await sdkWorld()
    const [funder, , , solver] = w.writers as [SdkWorld['writers'][0], ...SdkWorld['writers']]
    const terms = await sampleTerms(w, { claimFee: 10n * UNIT })
    const { escrow, existed } = await create(funder, w.origin, terms, OUTCOME)
    expect(existed, 'first creation').to.equal(false)
    expect((await create(funder, w.origin, terms, OUTCOME)).existed, 'second creation').to.equal(true)
    expect((await pledge(funder, escrow, { amount: 1000n * UNIT })).result, 'shares').to.equal(1000n * UNIT)
    const commitment = commitmentOf({
      chainId: 31337,
      escrow,
      solver: solver!.wallet.account.address,
      manifestDigest: pad('0x1'),
      salt: pad('0x2'),
    })
    const filed = await file(solver!, escrow, { commitment, uri: 'ipfs://bundle' })
    expect(filed.result, 'key as the contract makes it').to.equal(filed.key)
    expect((await observeAs(w, escrow, filed.key, [30n, 40n, 50n])).result, 'recorded').to.equal(3n)
    const observing = await getClaim(w.client, { address: escrow, terms }, filed.key)
    expect([observing.phase, observing.verdict, observing.seats], 'observing').to.deep.equal([
      'Observing',
      30n,
      [0, 1, 2],
    ])
    await w.mineAt(observing.until! + 1n)
    expect((await settle(funder, escrow, 10n)).result, 'settled').to.equal(1n)
    const [claim] = await getDocket(w.client, { address: escrow, terms }, { from: 0n, count: 10n })
    expect(claim?.phase, 'phase after settling').to.equal('Settled')
    // 30 units at 10, and 2 of 5 parts of the fee of 10 that no member earned.
    expect((await collect(funder, escrow, solver!.wallet.account.address)).result, 'collected').to.equal(304n * UNIT)
    await w.mineAt(terms.claimBy + 1n)
    expect((await getEscrow(w.client, escrow)).status, 'status at the end').to.equal('Closed')
    expect((await refund(funder, escrow)).result, 'refunded').to.equal(700n * UNIT)
  })

  it('awards a contest, breaks one payment and releases the other, whatever is due at a time', async () => {
    const w = await sdkWorld()
    const [funder, , , solver, breaker] = w.writers as [Writer, Writer, Writer, Writer, Writer]
    const curve = [0n, 600n, 900n].map((price, i) => ({ measurement: BigInt(i), price: price * UNIT }))
    const contest = {
      rule: 2,
      curve,
      cap: 900n * UNIT,
      threshold: 900n * UNIT,
      minStep: 5n,
      holdback: 5000n,
      warranty: DAY,
    }
    const terms = await sampleTerms(w, contest)
    const { escrow } = await create(funder, w.origin, terms, OUTCOME)
    await pledge(funder, escrow, { amount: 900n * UNIT })
    const keys: Hex[] = []
    for (const [i, score] of [7n, 9n, 4n].entries()) {
      const { key } = await file(solver, escrow, { commitment: pad(numberToHex(i + 1)), uri: 'x' })
      await observeAs(w, escrow, key, [score, score, score, score, score])
      keys.push(key)
    }
    expect(await steps(w, escrow), 'before claims end').to.deep.equal(['settle 3'])
    await w.mineAt(terms.claimBy + 1n)
    expect(await steps(w, escrow), 'after claims ended').to.deep.equal(['award 2'])
    expect(await steps(w, escrow), 'a second time').to.deep.equal([])
    const { key: broken } = await fileBreak(breaker, escrow, keys[1]!, { commitment: pad('0x9'), uri: 'x' })
    await observeAs(w, escrow, broken, [1n, 1n, 1n, 1n, 1n])
    const [against] = await getDocket(w.client, { address: escrow, terms }, { from: 0n, count: 5n, target: keys[1]! })
    expect([against?.key, against?.phase], 'the break claim').to.deep.equal([broken, 'Decided'])
    await w.mineAt((await w.now()) + DAY + 1n)
    expect(await steps(w, escrow), 'after the warranty').to.deep.equal(['settleBreaks 1', 'release 1'])
    // The best won 600: 300 at once, 150 of the held half to the breaker and 150 back. The second won 300, all of it in the end.
    const owed = async (writer: Writer) => (await getOwed(w.client, escrow, writer.wallet.account.address)).owed
    expect([await owed(solver), await owed(breaker)], 'owed').to.deep.equal([600n * UNIT, 150n * UNIT])
    await assign(solver, escrow, keys[0]!, w.accounts[6]!)
    expect((await getClaim(w.client, { address: escrow, terms }, keys[0]!)).payee, 'payee').to.equal(w.accounts[6])
    expect((await refund(funder, escrow)).result, 'refunded').to.equal(150n * UNIT)
  })

  it('refuses an address without a contract', async () => {
    const w = await sdkWorld()
    const [writer] = w.writers as [Writer]
    const nobody = pad('0x123', { size: 20 })
    const calls = [
      () => challenge(writer, nobody, pad('0x1'), 'x'),
      () => award(writer, nobody),
      () => getEscrow(w.client, nobody),
    ]
    for (const call of calls) {
      const thrown = await call().catch((error: unknown) => error)
      expect(thrown, 'thrown').to.be.instanceOf(RevertError)
    }
  })
})

/** Does what is due, checks that a dry run tells the first of it, and returns the steps. */
async function steps(w: SdkWorld, escrow: Address): Promise<string[]> {
  const writer = w.writers[7]!
  const told = await settleEscrow({ ...writer, dryRun: true }, escrow, 10n)
  const done = await settleEscrow(writer, escrow, 10n)
  expect(told[0]?.step, 'what a dry run tells').to.equal(done[0]?.step)
  expect(
    told.every(({ transaction }) => transaction === undefined),
    'a dry run sends nothing',
  ).to.equal(true)
  return done.map(({ step, count }) => `${step} ${count}`)
}
