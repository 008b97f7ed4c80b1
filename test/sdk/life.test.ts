import { expect } from 'chai'
import { keccak256, pad, stringToHex, zeroAddress, type Address } from 'viem'
import { collect } from '../../sdk/actions/collect.ts'
import { create } from '../../sdk/actions/create.ts'
import { file } from '../../sdk/actions/file.ts'
import { getClaim } from '../../sdk/actions/getClaim.ts'
import { getDocket } from '../../sdk/actions/getDocket.ts'
import { getEscrow } from '../../sdk/actions/getEscrow.ts'
import { observe } from '../../sdk/actions/observe.ts'
import { pledge } from '../../sdk/actions/pledge.ts'
import { refund } from '../../sdk/actions/refund.ts'
import { settle } from '../../sdk/actions/settle.ts'
import { signObservation } from '../../sdk/actions/signObservation.ts'
import { commitmentOf } from '../../sdk/model/evidence.ts'
import { encodeOutcome } from '../../sdk/model/outcome.ts'
import type { Terms } from '../../sdk/model/terms.ts'
import { OUTCOME } from './samples.ts'
import { sdkWorld, UNIT, type SdkWorld } from './world.ts'

const DAY = 86_400n

/** `Units`: 10 tokens a unit up to 100 units, panel 3 of 5, no arbiter, no fees. */
export async function sampleTerms(w: SdkWorld, override: Partial<Terms> = {}): Promise<Terms> {
  const now = await w.now()
  return {
    outcome: encodeOutcome(OUTCOME).hash,
    asset: w.token,
    rule: 0,
    curve: [
      { measurement: 0n, price: 0n },
      { measurement: 100n, price: 1000n * UNIT },
    ],
    minStep: 1n,
    pledgeBy: now + 30n * DAY,
    threshold: 100n * UNIT,
    cap: 1000n * UNIT,
    claimBy: now + 365n * DAY,
    verifyWithin: 7n * DAY,
    challengeWithin: 0n,
    arbitrateWithin: 0n,
    lastCall: 0n,
    panel: w.panel,
    quorum: 3n,
    arbiter: zeroAddress,
    claimFee: 0n,
    challengeFee: 0n,
    holdback: 0n,
    warranty: 0n,
    ...override,
  }
}

/** Lets the members at the first seats observe, one measurement each. */
export async function observeAs(w: SdkWorld, escrow: Address, claim: `0x${string}`, measurements: readonly bigint[]) {
  const signed = []
  for (const [seat, measurement] of measurements.entries()) {
    const { wallet } = w.writer(w.panel[seat]!)
    const report = keccak256(stringToHex(`report ${seat}`))
    signed.push(await signObservation(wallet, { chainId: 31337, escrow, panel: w.panel, claim, measurement, report }))
  }
  return observe(w.writers[5]!, escrow, claim, signed)
}

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
})
