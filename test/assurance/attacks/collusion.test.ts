/** Members and arbiter against the promise: who can steal, who can deny, and who cannot. */
import { expect } from 'chai'
import { DAY, Phase, Status, UNIT, ethers, file, observation, observe } from '../../support/escrow.ts'
import type { World } from '../../support/escrow.ts'
import { eachAt, now, observed, open, pass } from '../../support/claims.ts'
import type { Opened } from '../../support/claims.ts'
import { judged, passClocks, sumOfClocks } from './support.ts'

const BOAST = 2n ** 64n - 1n

/** Files a claim that `measurements` are recorded of and settles it when its clocks are over. */
async function decided(o: Opened, measurements: (bigint | undefined)[]): Promise<bigint> {
  const key = await file(o.w, o.escrow)
  await observe(o.w, o.escrow, key, measurements)
  await passClocks(o, key)
  await o.escrow.settle(1)
  expect((await o.escrow.claimOf(key)).phase).to.equal(Phase.Settled)
  return o.escrow.owed(o.w.payee)
}

/** Files a claim with `measurements` and challenges it. */
async function challenged(o: Opened, measurements: (bigint | undefined)[]): Promise<string> {
  const key = await file(o.w, o.escrow)
  await observe(o.w, o.escrow, key, measurements)
  if (measurements.length < 5) await pass((await now()) + BigInt(o.t.verifyWithin))
  await o.escrow.connect(o.w.stranger).challenge(key, '')
  return key
}

describe('attack: k - 1 members collude', () => {
  it('should earn nothing from a boast, whoever else is silent', async () => {
    expect(await decided(await open(), [BOAST, BOAST, 0n, 0n, 0n])).to.equal(0n)
    expect(await decided(await open(), [BOAST, BOAST]), 'the others silent').to.equal(0n)
  })

  it('should neither raise nor lower what three honest members vouch for', async () => {
    expect(await decided(await open(), [0n, 0n, 40n, 40n, 40n])).to.equal(400n * UNIT)
    expect(await decided(await open(), [BOAST, BOAST, 40n, 40n, 40n])).to.equal(400n * UNIT)
  })

  it('should choose among honest measurements at best: with noise the highest of them counts', async () => {
    expect(await decided(await open(), [BOAST, BOAST, 40n, 41n, 43n])).to.equal(430n * UNIT)
  })

  it('should deny an honest payment only where n - k + 1 <= k - 1: two of five can when k is 4, not when k is 3', async () => {
    expect(await decided(await open({ quorum: 4n }), [undefined, undefined, 40n, 40n, 40n])).to.equal(0n)
    expect(await decided(await open(), [undefined, undefined, 40n, 40n, 40n])).to.equal(400n * UNIT)
  })
})

describe('attack: k members collude', () => {
  it('should take the whole pool where there is no arbiter, after V or at once with all n', async () => {
    expect(await decided(await open(), [BOAST, BOAST, BOAST])).to.equal(1000n * UNIT)
    const o = await open()
    const key = await observed(o, BOAST)
    expect((await o.escrow.claimOf(key)).phase, 'no time to react').to.equal(Phase.Decided)
  })

  it('should take nothing that a challenge brings before an arbiter who rules', async () => {
    const o = await open(judged)
    const key = await challenged(o, [BOAST, BOAST, BOAST])
    await o.escrow.connect(o.w.arbiter).rule(key, 0n, 'false')
    await o.escrow.settle(1)
    expect(await o.escrow.owed(o.w.payee)).to.equal(0n)
  })

  it('should take all that nobody challenges, or that the arbiter does not answer', async () => {
    expect(await decided(await open(judged), [BOAST, BOAST, BOAST]), 'unchallenged').to.equal(1000n * UNIT)
    const o = await open(judged)
    await challenged(o, [BOAST, BOAST, BOAST])
    await pass((await now()) + BigInt(o.t.arbitrateWithin))
    await o.escrow.settle(1)
    expect(await o.escrow.owed(o.w.payee), 'unanswered').to.equal(1000n * UNIT)
  })

  it('should end pledging for good by a false verdict, even one that is ruled down: the pool stays as it is', async () => {
    const o = await open(judged, 100n * UNIT)
    const key = await challenged(o, [BOAST, BOAST, BOAST])
    await o.escrow.connect(o.w.arbiter).rule(key, 0n, 'false')
    expect(await o.escrow.maxDeposit(o.w.funders[0]!)).to.equal(0n)
    await o.escrow.settle(1)
    expect(await o.escrow.refundable(), 'no money is lost by it').to.equal(100n * UNIT)
    expect(await o.escrow.status(), 'claims go on').to.equal(Status.Binding)
  })
})

describe('attack: members who do not measure', () => {
  const three = (w: World) => ({ panel: w.members.slice(0, 3).map((m) => m.address), quorum: 2n, claimFee: 6n * UNIT })

  it('should earn the same part of the fee for an echo of what is on chain, or for a 0, as for a measurement', async () => {
    const o = await open(three)
    const key = await file(o.w, o.escrow)
    const [measured, lazy, denier] = o.w.members
    await observe(o.w, o.escrow, key, [40n])
    const [first] = await o.escrow.queryFilter(o.escrow.filters.Observed(key))
    await observe(o.w, o.escrow, key, [undefined, first!.args.measurement, 0n])
    await o.escrow.settle(1)
    for (const member of [measured!, lazy!, denier!]) expect(await o.escrow.owed(member)).to.equal(2n * UNIT)
  })

  it('should take the whole pool with one dishonest member, where k is 2 and another echoes the first observation', async () => {
    const o = await open(three)
    const key = await file(o.w, o.escrow)
    await observe(o.w, o.escrow, key, [BOAST])
    const [first] = await o.escrow.queryFilter(o.escrow.filters.Observed(key))
    await observe(o.w, o.escrow, key, [undefined, first!.args.measurement, 0n])
    await o.escrow.settle(1)
    expect(await o.escrow.paid()).to.equal(1000n * UNIT)
  })
})

describe('attack: the arbiter', () => {
  it('should deny any payment alone: one challenge and a ruling of 0', async () => {
    const o = await open(judged)
    const key = await challenged(o, [40n, 40n, 40n, 40n, 40n])
    await o.escrow.connect(o.w.arbiter).rule(key, 0n, '')
    await o.escrow.settle(1)
    expect(await o.escrow.owed(o.w.payee)).to.equal(0n)
  })

  it('should pay no more alone than the highest honest measurement', async () => {
    const o = await open(judged)
    const key = await challenged(o, [40n, 40n, 40n, 43n, 41n])
    const ruling = o.escrow.connect(o.w.arbiter)
    await expect(ruling.rule(key, 44n, '')).to.be.revertedWithCustomError(o.escrow, 'RulingAboveHighest')
    await ruling.rule(key, 43n, '')
    await o.escrow.settle(1)
    expect(await o.escrow.owed(o.w.payee)).to.equal(430n * UNIT)
  })

  it('should rule on nothing that nobody challenged, and on nothing twice', async () => {
    const o = await open(judged)
    const key = await observed(o, 40n)
    const ruling = o.escrow.connect(o.w.arbiter)
    await expect(ruling.rule(key, 0n, '')).to.be.revertedWithCustomError(o.escrow, 'WrongPhase')
    await o.escrow.connect(o.w.stranger).challenge(key, '')
    await ruling.rule(key, 1n, '')
    await expect(ruling.rule(key, 0n, '')).to.be.revertedWithCustomError(o.escrow, 'WrongPhase')
  })

  it('should take the whole pool together with one member, whatever the honest ones observe', async () => {
    const o = await open(judged)
    const key = await challenged(o, [BOAST, 0n, 0n, 0n, 0n])
    await o.escrow.connect(o.w.arbiter).rule(key, BOAST, '')
    await o.escrow.settle(1)
    expect(await o.escrow.owed(o.w.payee)).to.equal(1000n * UNIT)
  })

  it('should save an honest solver from k - 1 dead members where k is more than live, together with one that lives', async () => {
    const o = await open((w) => ({ ...judged(w), quorum: 4n }))
    const key = await challenged(o, [40n])
    await o.escrow.connect(o.w.arbiter).rule(key, 40n, '')
    await o.escrow.settle(1)
    expect(await o.escrow.owed(o.w.payee)).to.equal(400n * UNIT)
  })
})

describe('attack: choosing what to submit, and when', () => {
  it('should gain a member nothing to sign twice: the submitter gets the verdict that k members vouch for, or less', async () => {
    const paid = async (first: bigint, second: bigint) => {
      const o = await open()
      const key = await file(o.w, o.escrow)
      const twice = [await observation(o.w, o.escrow, key, 0, first), await observation(o.w, o.escrow, key, 0, second)]
      const honest = await Promise.all([1, 2].map((seat) => observation(o.w, o.escrow, key, seat, 40n)))
      await o.escrow.observe(key, [...twice, ...honest])
      await pass((await now()) + 7n * DAY)
      await o.escrow.settle(1)
      return o.escrow.owed(o.w.payee)
    }
    expect(await paid(BOAST, 0n), 'the boast first').to.equal(400n * UNIT)
    expect(await paid(0n, BOAST), 'the denial first').to.equal(0n)
  })

  it('should leave the whole of C to challenge what is submitted in the last second', async () => {
    const o = await open(judged)
    const key = await file(o.w, o.escrow)
    const end = (await now()) + BigInt(o.t.verifyWithin)
    await pass(end - 2n)
    await observe(o.w, o.escrow, key, [BOAST, BOAST, BOAST])
    await eachAt(end + BigInt(o.t.challengeWithin), async () => {
      await o.escrow.connect(o.w.stranger).challenge(key, 'in the last second of C')
    })
    await pass(end + BigInt(o.t.challengeWithin))
    expect((await o.escrow.claimOf(key)).phase).to.equal(Phase.Decided)
  })

  it('should not let a submitter hide what was observed: anybody adds the rest, one by one, in any order', async () => {
    const o = await open()
    const key = await file(o.w, o.escrow)
    const all = await Promise.all([40n, 40n, 40n, 0n, 0n].map((m, seat) => observation(o.w, o.escrow, key, seat, m)))
    await o.escrow.observe(key, [all[4]!, all[3]!])
    await o.escrow.observe(key, [all[4]!, all[0]!, all[1]!])
    await o.escrow.connect(o.w.solver).observe(key, [all[2]!])
    await o.escrow.settle(1)
    expect(await o.escrow.owed(o.w.payee)).to.equal(400n * UNIT)
  })

  it('should not fail an honest submission because somebody sent a part of it before', async () => {
    const o = await open()
    const key = await file(o.w, o.escrow)
    const all = await Promise.all([40n, 40n, 40n].map((m, seat) => observation(o.w, o.escrow, key, seat, m)))
    await o.escrow.connect(o.w.stranger).observe(key, [all[1]!])
    expect(await o.escrow.observe.staticCall(key, all)).to.equal(2n)
  })

  it('should accept signatures made before filing, since keys can be foreseen: members must wait for the claim', async () => {
    const o = await open()
    const commitment = ethers.id('not filed yet')
    const key = ethers.keccak256(
      ethers.AbiCoder.defaultAbiCoder().encode(
        ['address', 'bytes32', 'bytes32'],
        [o.w.solver.address, commitment, ethers.ZeroHash],
      ),
    )
    const early = await Promise.all([0, 1, 2, 3, 4].map((seat) => observation(o.w, o.escrow, key, seat, 40n)))
    await expect(o.escrow.observe(key, early)).to.be.revertedWithCustomError(o.escrow, 'WrongPhase')
    await o.escrow.connect(o.w.solver).file(commitment, o.w.payee.address, '')
    await o.escrow.observe(key, early)
    await o.escrow.settle(1)
    expect(await o.escrow.owed(o.w.payee)).to.equal(400n * UNIT)
    expect(sumOfClocks(o)).to.equal(7n * DAY)
  })
})
