/** Attacks in slices: each takes less than it costs to stop it, so that nobody does. What a slice can take is `minStep` worth. */
import { expect } from 'chai'
import { DAY, UNIT, file, keyOf, observe } from '../../support/escrow.ts'
import { now, observed, open, pass } from '../../support/claims.ts'
import type { Opened } from '../../support/claims.ts'
import { gains, judged, junk, worth } from './support.ts'

/** Five units at 10 each; to challenge costs 15. */
const slices = (minStep: bigint) =>
  open((w) => ({
    ...judged(w),
    challengeFee: 15n * UNIT,
    minStep,
    curve: [
      { measurement: 0n, price: 0n },
      { measurement: 5n, price: 50n * UNIT },
    ],
    cap: 50n * UNIT,
    threshold: 50n * UNIT,
  }))

/** What the only funder loses by a false claim of `minStep` that k members vouch for, and whose arbiter rules when asked. */
async function loss(o: Opened, minStep: bigint, isChallenged: boolean): Promise<bigint> {
  const [funder] = o.w.funders
  const all = async () => (await worth(o, funder!)) + (await o.escrow.refundable())
  const before = await all()
  const key = await file(o.w, o.escrow)
  await observe(o.w, o.escrow, key, [minStep, minStep, minStep, 0n, 0n])
  if (isChallenged) {
    await o.escrow.connect(funder!).challenge(key, 'false')
    await o.escrow.connect(o.w.arbiter).rule(key, 0n, 'false')
  } else {
    await pass((await now()) + BigInt(o.t.challengeWithin))
  }
  await o.escrow.settle(1)
  return before - (await all())
}

describe('attack: k members in slices', () => {
  it('should take the whole pool where a slice is worth less than the challenge fee: to stop one costs more', async () => {
    expect(await loss(await slices(1n), 1n, true), 'challenged').to.equal(15n * UNIT)
    const o = await slices(1n)
    for (let i = 0; i < 5; ++i) expect(await loss(o, 1n, false), `slice ${i}`).to.equal(10n * UNIT)
    expect(await o.escrow.paid(), 'all of it').to.equal(50n * UNIT)
  })

  it('should be worth a challenge where minStep is worth more than the fee, at the lowest price of a unit', async () => {
    expect(await loss(await slices(2n), 2n, true), 'challenged').to.equal(15n * UNIT)
    expect(await loss(await slices(2n), 2n, false), 'let go').to.equal(20n * UNIT)
  })
})

describe('attack: slices under a warranty', () => {
  /** One unit at 10 is paid, 4 of it are held; a break claim costs 3, a challenge 5. */
  async function held() {
    const o = await open((w) => ({
      ...judged(w),
      ...{ holdback: 4000n, warranty: 30n * DAY, claimFee: 3n * UNIT, challengeFee: 5n * UNIT },
    }))
    const target = await observed(o, 1n)
    await pass((await now()) + BigInt(o.t.challengeWithin))
    await o.escrow.settle(1)
    return { ...o, target }
  }
  async function broken(o: Opened & { target: string }, measurements: bigint[]) {
    await o.escrow.connect(o.w.stranger).fileBreak(o.target, junk(1), o.w.stranger, '')
    await observe(o.w, o.escrow, keyOf(o.w.stranger.address, junk(1), o.target), measurements)
    await pass((await now()) + BigInt(o.t.challengeWithin))
    await o.escrow.settleBreaks(o.target, 1)
  }

  it('should be broken by nobody who pays for it, where half of what is held is below the claim fee', async () => {
    const o = await held()
    const [breaker] = await gains(o, [o.w.stranger], () => broken(o, [1n, 1n, 1n, 1n, 1n]))
    expect(breaker, 'an honest breaker, half of 4 for a fee of 3').to.equal(-UNIT)
  })

  it('should take half of what is held, where the payee loses less by that than by a challenge', async () => {
    const o = await held()
    const before = await o.escrow.held()
    await broken(o, [1n, 1n, 1n, 0n, 0n])
    expect(await o.escrow.owed(o.w.stranger), 'k members and their breaker').to.equal(2n * UNIT)
    expect(before < BigInt(o.t.challengeFee), 'which the payee could only have stopped for more').to.equal(true)
  })
})
