/** Attacks that buy time: spam in the docket, challenges for their own sake, claims in the last second. */
import { expect } from 'chai'
import {
  DAY,
  HOUR,
  Phase,
  Rule,
  Status,
  UNIT,
  arbitrated,
  ethers,
  file,
  observation,
  observe,
} from '../../support/escrow.ts'
import type { TermsValues } from '../../support/escrow.ts'
import { URI, now, observed, open, pass, single } from '../../support/claims.ts'
import type { Opened } from '../../support/claims.ts'
import { gains, gasOf, judged, junk, sumOfClocks } from './support.ts'

/** Files `count` claims by the stranger that nothing stands behind; returns the gas of the last. */
async function spam({ w, escrow }: Opened, count: number): Promise<bigint> {
  let gas = 0n
  for (let i = 0; i < count; ++i) {
    gas = await gasOf(escrow.connect(w.stranger).file(junk(i), w.stranger.address, ''))
  }
  return gas
}

describe('attack: spam in the docket', () => {
  it('should cost the spammer more gas a claim than whoever settles past it', async () => {
    const o = await open()
    const filing = await spam(o, 20)
    await pass((await now()) + 7n * DAY)
    const settling = (await gasOf(o.escrow.settle(20))) / 20n
    expect(filing > 3n * settling, `file ${filing}, settle ${settling}`).to.equal(true)
  })

  it('should burden members more than the spammer where the fee is below the gas of observing', async () => {
    const o = await open({ claimFee: 5n })
    const filing = await spam(o, 1)
    const key = await o.escrow.keyAt(ethers.ZeroHash, 0)
    const observations = await Promise.all(o.w.members.map((_, seat) => observation(o.w, o.escrow, key, seat, 0n)))
    let answering = 0n
    for (const one of observations) answering += await gasOf(o.escrow.observe(key, [one]))
    const settling = await gasOf(o.escrow.settle(1))
    expect(answering > 2n * filing, `five members ${answering}, spammer ${filing}`).to.equal(true)
    expect(settling > filing, `the first settlement of fees ${settling}, spammer ${filing}`).to.equal(true)
  })

  it('should give the fee of a claim that nobody observes back to the spammer, and to members what they observe', async () => {
    const o = await open({ claimFee: 11n * UNIT })
    const { stranger, members } = o.w
    const unseen = await gains(o, [stranger], async () => {
      await spam(o, 1)
      await pass((await now()) + 7n * DAY)
      await o.escrow.settle(1)
    })
    expect(unseen, 'unobserved: spam is free').to.deep.equal([0n])
    const seen = await gains(o, [stranger, members[0]!], async () => {
      await o.escrow.connect(stranger).file(junk(99), stranger.address, '')
      await observe(o.w, o.escrow, await o.escrow.keyAt(ethers.ZeroHash, 1), [0n, 0n, 0n, 0n, 0n])
      await o.escrow.settle(1)
    })
    expect(seen, 'observed by all: it costs the fee').to.deep.equal([-11n * UNIT, (11n * UNIT) / 5n])
  })

  it('should be over in the transaction in which the last member observes 0', async () => {
    const o = await open(judged)
    await spam(o, 1)
    const key = await o.escrow.keyAt(ethers.ZeroHash, 0)
    await observe(o.w, o.escrow, key, [0n, 0n, 0n, 0n, 0n])
    expect((await o.escrow.claimOf(key)).phase).to.equal(Phase.Decided)
  })

  it('should delay an honest claim by V + C + A and no more, with a member of the panel on the side of the spammer', async () => {
    const o = await open(judged)
    const { escrow, w } = o
    await spam(o, 3)
    const filedAt = await now()
    const honest = await observed(o, 10n)
    const last = await escrow.keyAt(ethers.ZeroHash, 2)
    const observing = filedAt + BigInt(o.t.verifyWithin)
    await pass(observing - 2n)
    await observe(w, escrow, last, [1n]) // the hostile member speaks in the last second
    await pass(observing + BigInt(o.t.challengeWithin) - 2n)
    await escrow.connect(w.stranger).challenge(last, '')
    const end = (await now()) + BigInt(o.t.arbitrateWithin)
    await pass(end - 2n)
    await escrow.settle(9)
    expect((await escrow.claimOf(honest)).phase, 'held up').to.equal(Phase.Decided)
    await pass(end)
    await escrow.settle(9)
    expect(await escrow.owed(w.payee), 'paid in full').to.equal(100n * UNIT)
    expect((await now()) - filedAt <= sumOfClocks(o) + 2n, 'within V + C + A').to.equal(true)
  })

  it('should be settled past in parts, whatever the number of claims', async () => {
    const o = await open(single)
    await spam(o, 40)
    const honest = await observed(o, 5n)
    await pass((await now()) + 7n * DAY)
    for (let i = 0; i < 6; ++i) await o.escrow.settle(7, { gasLimit: 1_000_000n })
    expect((await o.escrow.claimOf(honest)).phase).to.equal(Phase.Settled)
  })

  /** 32 members that have nothing in the escrow yet, 16 points, both fees. */
  async function large(override: Partial<TermsValues>, step = 1n) {
    const members = Array.from({ length: 32 }, (_, i) => new ethers.Wallet(ethers.id(`member ${i}`)))
    members.sort((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1))
    const curve = Array.from({ length: 16 }, (_, i) => ({
      measurement: BigInt(i + 1) * step,
      price: BigInt(i + 1) * UNIT,
    }))
    const panel = members.map((m) => m.address)
    const o = await open((w) => ({
      ...arbitrated(w),
      ...{ curve, cap: 16n * UNIT, threshold: 1n, panel, quorum: 17n, ...override },
    }))
    const score = async (key: string, measurement: bigint) => {
      const observations = members.map((_, seat) => observation({ members }, o.escrow, key, seat, measurement))
      await o.escrow.observe(key, await Promise.all(observations))
    }
    return { ...o, members, score }
  }

  it('should never need more than 940,000 gas for one: Record with holdback, 32 members, both fees, every account new', async () => {
    const o = await large({ rule: Rule.Record, holdback: 1000n, warranty: DAY }, 10n)
    const key = await file(o.w, o.escrow)
    await o.score(key, 159n) // between the last two points
    await o.escrow.connect(o.w.stranger).challenge(key, '')
    await pass((await now()) + sumOfClocks(o))
    const gas = await gasOf(o.escrow.settle(1))
    expect(gas > 936_000n && gas < 940_000n, `32 new accounts: ${gas}`).to.equal(true)
  })

  it('should never make one settlement too large for a block: 32 members, 16 prizes, both fees, every account new', async () => {
    const o = await large({ rule: Rule.Contest })
    const { members, score } = o
    const first = await file(o.w, o.escrow)
    await score(first, 1n)
    const keys = []
    for (let i = 0; i < 16; ++i) keys.push(await file(o.w, o.escrow))
    for (const key of keys) {
      const observations = members.slice(0, 17).map((_, seat) => observation({ members }, o.escrow, key, seat, 9n))
      await o.escrow.observe(key, await Promise.all(observations))
    }
    const best = await file(o.w, o.escrow)
    await score(best, 10n)
    for (const key of [first, best]) await o.escrow.connect(o.w.stranger).challenge(key, '')
    await pass((await now()) + sumOfClocks(o))
    const cold = await gasOf(o.escrow.settle(1))
    await o.escrow.settle(16)
    const shifting = await gasOf(o.escrow.settle(1))
    expect((await o.escrow.ranking())[0], 'the best came last').to.deep.equal([10n, 17n])
    expect(cold < 930_000n, `32 new accounts: ${cold}`).to.equal(true)
    expect(shifting < 700_000n, `16 ranks moved: ${shifting}`).to.equal(true)
  }).timeout(30_000)
})

describe('attack: a claim in the last second', () => {
  it('should keep the funders waiting for V at most, at the price of gas', async () => {
    const o = await open()
    const claimBy = BigInt(o.t.claimBy)
    await pass(claimBy - 2n)
    await spam(o, 1)
    expect(await o.escrow.status()).to.equal(Status.Binding)
    await expect(o.escrow.connect(o.w.stranger).file(junk(7), o.w.stranger.address, URI)).to.be.revertedWithCustomError(
      o.escrow,
      'ClaimsEnded',
    )
    await pass(claimBy + BigInt(o.t.verifyWithin))
    await o.escrow.settle(1)
    expect(await o.escrow.status()).to.equal(Status.Closed)
  })

  it('should delay nobody when the panel answers it at once', async () => {
    const o = await open()
    await pass(BigInt(o.t.claimBy) - 2n)
    await spam(o, 1)
    await observe(o.w, o.escrow, await o.escrow.keyAt(ethers.ZeroHash, 0), [0n, 0n, 0n, 0n, 0n])
    await o.escrow.settle(1)
    expect(await o.escrow.status()).to.equal(Status.Closed)
  })
})

describe('attack: challenges for their own sake', () => {
  it('should delay a claim by A once and cost the whole fee', async () => {
    const o = await open(arbitrated)
    const key = await observed(o, 10n)
    const { stranger, payee, members } = o.w
    const [challenger, , member] = await gains(o, [stranger, payee, members[0]!], async () => {
      await o.escrow.connect(stranger).challenge(key, 'no reason')
      await expect(o.escrow.connect(stranger).challenge(key, 'again')).to.be.revertedWithCustomError(
        o.escrow,
        'WrongPhase',
      )
      await pass((await now()) + BigInt(o.t.arbitrateWithin))
      await o.escrow.settle(1)
    })
    expect(await o.escrow.progress(), 'paid all the same').to.equal(10n)
    expect(challenger, 'the challenger loses the fee').to.equal(-7n * UNIT)
    expect(member, 'the members share it, and the claim fee').to.equal((7n * UNIT) / 5n + (11n * UNIT) / 5n)
  })

  it('should cost the payee who challenges its own claim what the members get', async () => {
    const o = await open((w) => ({ ...arbitrated(w), claimFee: 0n }))
    const key = await file(o.w, o.escrow)
    await observe(o.w, o.escrow, key, [10n, 10n, 10n])
    await pass((await now()) + BigInt(o.t.verifyWithin))
    const [gain] = await gains(o, [o.w.payee], async () => {
      await o.escrow.connect(o.w.payee).challenge(key, 'mine')
      await pass((await now()) + BigInt(o.t.arbitrateWithin))
      await o.escrow.settle(1)
    })
    expect(gain, 'three of five parts of the fee').to.equal(100n * UNIT - (3n * 7n * UNIT) / 5n)
  })

  it('should cost the payee who challenges its own claim the whole fee where the arbiter rules', async () => {
    const o = await open((w) => ({ ...arbitrated(w), claimFee: 0n }))
    const key = await observed(o, 10n)
    const [payee, arbiter] = await gains(o, [o.w.payee, o.w.arbiter], async () => {
      await o.escrow.connect(o.w.payee).challenge(key, 'mine')
      await o.escrow.connect(o.w.arbiter).rule(key, 10n, 'unchanged')
      await o.escrow.settle(1)
    })
    expect([payee, arbiter]).to.deep.equal([100n * UNIT - 7n * UNIT, 7n * UNIT])
  })

  it('should leave the arbiter A from a challenge in the first second, not C + A', async () => {
    const o = await open(judged)
    const key = await observed(o, 10n)
    await o.escrow.connect(o.w.payee).challenge(key, 'before anybody looks')
    await pass((await now()) + BigInt(o.t.arbitrateWithin))
    await expect(o.escrow.connect(o.w.arbiter).rule(key, 0n, '')).to.be.revertedWithCustomError(o.escrow, 'WrongPhase')
    await o.escrow.settle(1)
    expect(await o.escrow.progress()).to.equal(10n)
  })

  it('should cost the arbiter nothing, who may therefore watch alone, and delay every claim by C + A', async () => {
    const o = await open(arbitrated)
    const key = await observed(o, 10n)
    const { arbiter } = o.w
    const [gain] = await gains(o, [arbiter], async () => {
      await pass((await now()) + BigInt(o.t.challengeWithin) - HOUR)
      await o.escrow.connect(arbiter).challenge(key, '')
      await o.escrow.connect(arbiter).rule(key, 10n, 'unchanged')
    })
    expect(gain).to.equal(0n)
  })
})
