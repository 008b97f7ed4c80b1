/** Attacks on the warranty: break claims to hold money, to take it, or to shield one's own. */
import { expect } from 'chai'
import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types'
import { DAY, Phase, Status, UNIT, ethers, file, keyOf, observe } from '../../support/escrow.ts'
import type { TermsValues, World } from '../../support/escrow.ts'
import { eachAt, now, open, pass, settled } from '../../support/claims.ts'
import type { Opened } from '../../support/claims.ts'
import { gains, judged, junk, passClocks, sumOfClocks } from './support.ts'

const HELD = 400n * UNIT

/** An escrow that paid the target 1,000, of which 400 are held for 30 days; V is 7 days. */
async function paidOut(override: (w: World) => Partial<TermsValues> = () => ({})) {
  const o = await open((w) => ({ holdback: 4000n, warranty: 30n * DAY, ...override(w) }))
  const target = o.t.arbiter === ethers.ZeroAddress ? await settled(o, 100n) : await settledLate(o)
  const end = (await o.escrow.claimOf(target)).paidAt + 30n * DAY
  expect(await o.escrow.held()).to.equal(HELD)
  return { ...o, target, end }
}

async function settledLate(o: Opened): Promise<string> {
  await o.escrow.connect(o.w.solver).file(junk(0), o.w.payee.address, '')
  const key = keyOf(o.w.solver.address, junk(0))
  await observe(o.w, o.escrow, key, [100n, 100n, 100n, 100n, 100n])
  await passClocks(o, key)
  await o.escrow.settle(1)
  return key
}

/** `breaker` files a break claim of its own against `target` and is its payee. */
async function fileBreak(o: Opened, target: string, breaker: HardhatEthersSigner, i: number): Promise<string> {
  await o.escrow.connect(breaker).fileBreak(target, junk(i), breaker.address, '')
  return keyOf(breaker.address, junk(i), target)
}

describe('attack: break claims to hold money', () => {
  it('should hold a payout until the end of the warranty plus V, at the price of gas, and not a second longer', async () => {
    const o = await paidOut()
    for (let i = 1, at = await now(); at + 7n * DAY < o.end; ++i, at = await now()) {
      await fileBreak(o, o.target, o.w.stranger, i) // one after the other, each as the one before ends
      await pass(at + 6n * DAY)
    }
    await pass(o.end - 2n)
    const last = await fileBreak(o, o.target, o.w.stranger, 99)
    await expect(fileBreak(o, o.target, o.w.stranger, 100)).to.be.revertedWithCustomError(o.escrow, 'WarrantyOver')
    const decided = (await o.escrow.claimOf(last)).filedAt + 7n * DAY
    expect(decided <= o.end + 7n * DAY).to.equal(true)
    await eachAt(decided, async () => {
      await o.escrow.settleBreaks(o.target, 99)
      expect(await o.escrow.release.staticCall([o.target]), 'a second before').to.equal(0n)
    })
    await pass(decided)
    await o.escrow.settleBreaks(o.target, 99)
    await o.escrow.release([o.target])
    expect(await o.escrow.owed(o.w.payee), 'released whole').to.equal(1000n * UNIT)
    expect(await o.escrow.status()).to.equal(Status.Closed)
  })

  it('should add C + A with a hostile member and a challenge, at the end of the warranty too', async () => {
    const o = await paidOut(judged)
    await pass(o.end - 2n)
    const key = await fileBreak(o, o.target, o.w.stranger, 1)
    const { filedAt } = await o.escrow.claimOf(key)
    await pass(filedAt + 7n * DAY - 2n)
    await observe(o.w, o.escrow, key, [1n])
    await pass(filedAt + 10n * DAY - 2n)
    await o.escrow.connect(o.w.stranger).challenge(key, '')
    await pass(filedAt + 15n * DAY)
    await o.escrow.settleBreaks(o.target, 1)
    expect(await o.escrow.release.staticCall([o.target]), 'warranty + V + C + A').to.equal(1n)
  })

  it('should keep every refund from claimBy to V + C + A, the warranty and V + C + A again: a tiny true claim is enough', async () => {
    const o = await open((w) => ({ ...judged(w), holdback: 1n, warranty: 30n * DAY }))
    const clocks = sumOfClocks(o)
    const isBinding = async (after: bigint) => {
      await pass(after - 1n)
      expect(await o.escrow.status(), `${after - BigInt(o.t.claimBy)} s after claims end`).to.equal(Status.Binding)
    }
    /** Everything that can delay `key`: observed, challenged and left alone by the arbiter, each in its last second. */
    const delayed = async (key: string) => {
      const { filedAt } = await o.escrow.claimOf(key)
      await pass(filedAt + BigInt(o.t.verifyWithin) - 2n)
      await observe(o.w, o.escrow, key, [1n, 1n, 1n])
      await pass(filedAt + BigInt(o.t.verifyWithin) + BigInt(o.t.challengeWithin) - 2n)
      await o.escrow.connect(o.w.stranger).challenge(key, '')
    }
    const claimBy = BigInt(o.t.claimBy)
    await pass(claimBy - 2n)
    const target = await file(o.w, o.escrow)
    await delayed(target)
    await isBinding(claimBy + clocks)
    await o.escrow.settle(1)
    expect(await o.escrow.held(), '0.01 % of 10').to.equal(UNIT / 1000n)
    expect(await o.escrow.refundable(), 'of the funders').to.equal(990n * UNIT)
    const end = (await o.escrow.claimOf(target)).paidAt + 30n * DAY
    await pass(end - 2n)
    const last = await fileBreak(o, target, o.w.stranger, 1)
    await delayed(last)
    await isBinding(end + clocks)
    await o.escrow.settleBreaks(target, 1)
    expect(await o.escrow.status()).to.equal(Status.Closed)
    expect((await now()) - claimBy >= 2n * clocks + 30n * DAY, 'warranty + 2 (V + C + A)').to.equal(true)
  })

  it('should be over at once, at the price of the whole fee, when the panel answers', async () => {
    const o = await paidOut(() => ({ claimFee: 10n * UNIT }))
    const [gain] = await gains(o, [o.w.stranger], async () => {
      const key = await fileBreak(o, o.target, o.w.stranger, 1)
      await observe(o.w, o.escrow, key, [0n, 0n, 0n, 0n, 0n])
      await o.escrow.settleBreaks(o.target, 1)
    })
    expect(gain).to.equal(-10n * UNIT)
    expect((await o.escrow.claimOf(o.target)).breaksSettled).to.equal(1n)
  })
})

describe('attack: the first place among break claims', () => {
  it('should not be worth anything to a junk claim: the first true one takes its half, however many stand before it', async () => {
    const o = await paidOut()
    for (let i = 1; i <= 5; ++i) await fileBreak(o, o.target, o.w.stranger, i)
    const honest = await fileBreak(o, o.target, o.w.arbiter, 6)
    await observe(o.w, o.escrow, honest, [1n, 1n, 1n, 1n, 1n])
    expect((await o.escrow.claimOf(honest)).phase).to.equal(Phase.Decided)
    await o.escrow.settleBreaks(o.target, 9)
    expect(await o.escrow.owed(o.w.arbiter), 'waits for those before it').to.equal(0n)
    await pass((await now()) + 7n * DAY)
    await o.escrow.settleBreaks(o.target, 9)
    expect(await o.escrow.owed(o.w.arbiter), 'V later').to.equal(HELD / 2n)
  })

  it('should save a cheat half of what is held when it breaks its own claim just before an honest breaker, who gets nothing', async () => {
    const outcome = async (cheatFirst: boolean) => {
      const o = await paidOut(() => ({ claimFee: 10n * UNIT }))
      const { solver, arbiter } = o.w
      const cheat = () => fileBreak(o, o.target, solver, 1)
      const honest = () => fileBreak(o, o.target, arbiter, 1)
      const results = await gains(o, [solver, arbiter], async () => {
        const keys = cheatFirst ? [await cheat(), await honest()] : [await honest()]
        for (const key of keys) await observe(o.w, o.escrow, key, [1n, 1n, 1n, 1n, 1n])
        await o.escrow.settleBreaks(o.target, 9)
      })
      return { results, funders: await o.escrow.refundable() }
    }
    const [fair, robbed] = [await outcome(false), await outcome(true)]
    expect(fair.results, 'the honest breaker alone').to.deep.equal([0n, HELD / 2n - 10n * UNIT])
    expect(robbed.results, 'the cheat first').to.deep.equal([HELD / 2n - 10n * UNIT, -10n * UNIT])
    expect(robbed.funders, 'the funders get their half either way').to.equal(fair.funders)
  })

  it('should be an option that costs only gas while members leave unreadable evidence unanswered', async () => {
    const o = await paidOut(() => ({ claimFee: 10n * UNIT }))
    const [gain] = await gains(o, [o.w.solver], async () => {
      for (let i = 1; i <= 4; ++i) {
        await fileBreak(o, o.target, o.w.solver, i) // evidence withheld until somebody else files
        await pass((await now()) + 7n * DAY)
        await o.escrow.settleBreaks(o.target, 9)
      }
    })
    expect(gain, 'unanswered: free').to.equal(0n)
    const [answered] = await gains(o, [o.w.solver], async () => {
      const key = await fileBreak(o, o.target, o.w.solver, 9)
      await observe(o.w, o.escrow, key, [0n, 0n, 0n, 0n, 0n])
      await o.escrow.settleBreaks(o.target, 9)
    })
    expect(answered, 'answered 0 by all: the fee is lost, and the place').to.equal(-10n * UNIT)
  })

  it('should let a cheat who is sure to be broken keep half of what is held, never more', async () => {
    const o = await paidOut()
    const keys = [await fileBreak(o, o.target, o.w.solver, 1), await fileBreak(o, o.target, o.w.solver, 2)]
    for (const key of keys) await observe(o.w, o.escrow, key, [1n, 1n, 1n, 1n, 1n])
    await o.escrow.settleBreaks(o.target, 9)
    expect(await o.escrow.owed(o.w.solver)).to.equal(HELD / 2n)
    expect(await o.escrow.refundable()).to.equal(HELD / 2n)
  })
})

describe('attack: selling what is then broken', () => {
  it('should leave the buyer of a held part with nothing when the seller breaks its own claim', async () => {
    const o = await paidOut()
    const { payee, stranger, solver } = o.w
    const [buyer, seller] = await gains(o, [stranger, solver], async () => {
      await o.escrow.connect(payee).assign(o.target, stranger)
      const key = await fileBreak(o, o.target, solver, 1)
      await observe(o.w, o.escrow, key, [1n, 1n, 1n, 1n, 1n])
      await o.escrow.settleBreaks(o.target, 1)
      await pass(o.end)
      await o.escrow.release([o.target])
    })
    expect([buyer, seller]).to.deep.equal([0n, HELD / 2n])
  })
})

describe('attack: a break claim that is none', () => {
  it('should need members to look at the target: their signature is the same for a good result and for a break', async () => {
    const o = await paidOut()
    const key = await fileBreak(o, o.target, o.w.stranger, 1) // the evidence is a copy of the good result
    await observe(o.w, o.escrow, key, [100n, 100n, 100n, 100n, 100n]) // measured like a claim of the docket
    await o.escrow.settleBreaks(o.target, 1)
    expect(await o.escrow.owed(o.w.stranger)).to.equal(HELD / 2n)
    const filed = (await o.escrow.queryFilter(o.escrow.filters.Filed(key)))[0]!
    expect(filed.args.target, 'which the docket tells').to.equal(o.target)
  })

  it('should need quorum, or a ruling: k - 1 members break nothing', async () => {
    const o = await paidOut()
    const key = await fileBreak(o, o.target, o.w.members[0]!, 1)
    await observe(o.w, o.escrow, key, [1n, 1n, 0n, 0n, 0n])
    await o.escrow.settleBreaks(o.target, 1)
    expect(await o.escrow.held()).to.equal(HELD)
  })

  it('should not block a docket key, nor a docket claim a break key: one commitment gives two keys', async () => {
    const p = await paidOut()
    const key = await fileBreak(p, p.target, p.w.solver, 5)
    expect(key).not.to.equal(keyOf(p.w.solver.address, junk(5)))
    await expect(fileBreak(p, p.target, p.w.solver, 5)).to.be.revertedWithCustomError(p.escrow, 'KeyUsed')
    await expect(fileBreak(p, key, p.w.solver, 5), 'no break of a break').to.be.revertedWithCustomError(
      p.escrow,
      'NothingHeld',
    )
  })
})
