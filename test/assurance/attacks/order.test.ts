/** Attacks by seeing first and acting first: front-runners, builders, copies, replays, sales that race settlement. */
import { expect } from 'chai'
import { DOCUMENT, Rule, UNIT, create, ethers, file, keyOf, observation, observe, terms } from '../../support/escrow.ts'
import { observed, open, settled } from '../../support/claims.ts'
import { gains, junk } from './support.ts'

const PRIZE = { rule: Rule.Record, curve: [{ measurement: 10n, price: 1000n * UNIT }] }

describe('attack: a claim seen in the mempool', () => {
  it('should be worthless to copy: the copy has another key, and does not block the original', async () => {
    const o = await open(PRIZE)
    const { solver, stranger, payee } = o.w
    await o.escrow.connect(stranger).file(junk(1), stranger.address, '') // front-runs with the same commitment
    await o.escrow.connect(solver).file(junk(1), payee.address, '')
    const [copy, original] = [keyOf(stranger.address, junk(1)), keyOf(solver.address, junk(1))]
    const signed = await Promise.all([0, 1, 2, 3, 4].map((seat) => observation(o.w, o.escrow, original, seat, 10n)))
    expect(await o.escrow.observe.staticCall(copy, signed), 'signatures of the original').to.equal(0n)
    await observe(o.w, o.escrow, copy, [0n, 0n, 0n, 0n, 0n]) // it names another solver than the evidence
    await o.escrow.observe(original, signed)
    await o.escrow.settle(2)
    expect([await o.escrow.owed(stranger), await o.escrow.owed(payee)]).to.deep.equal([0n, 1000n * UNIT])
  })

  it('should lose the prize to a rival with a result of its own whom the builder puts first', async () => {
    const o = await open(PRIZE)
    const { solver, stranger, payee } = o.w
    const [rival, first] = await gains(o, [stranger, payee], async () => {
      await o.escrow.connect(stranger).file(junk(1), stranger.address, '')
      await o.escrow.connect(solver).file(junk(2), payee.address, '')
      for (const key of [keyOf(stranger.address, junk(1)), keyOf(solver.address, junk(2))]) {
        await observe(o.w, o.escrow, key, [10n, 10n, 10n, 10n, 10n])
      }
      await o.escrow.settle(2)
    })
    expect([rival, first]).to.deep.equal([1000n * UNIT, 0n])
  })
})

describe('attack: the same result twice', () => {
  it('should pay a copy under Record nothing', async () => {
    const o = await open({ rule: Rule.Record })
    await settled(o, 40n)
    await settled(o, 40n)
    expect(await o.escrow.paid()).to.equal(400n * UNIT)
  })

  it('should pay a copy under Units again unless members measure it 0: the document must say so', async () => {
    const o = await open()
    await settled(o, 40n)
    await settled(o, 40n)
    expect(await o.escrow.paid()).to.equal(800n * UNIT)
  })

  it('should not pay more for a result in parts, under Units and under Record', async () => {
    for (const rule of [Rule.Units, Rule.Record]) {
      const curve = [
        { measurement: 0n, price: 0n },
        { measurement: 7n, price: 1000n },
        { measurement: 30n, price: 1001n },
      ]
      const o = await open({ rule, curve, cap: 1001n, threshold: 1n })
      for (const m of rule === Rule.Units ? [1n, 2n, 3n, 4n] : [1n, 3n, 6n, 10n]) await settled(o, m)
      expect(await o.escrow.paid(), 'F(10), rounded down once').to.equal(1000n)
    }
  })
})

describe('attack: replay', () => {
  it('should record no observation of another escrow, claim or break claim', async () => {
    const o = await open()
    const other = await create(o.w, await terms(o.w, { minStep: 2n }))
    const key = await file(o.w, o.escrow)
    const again = await file(o.w, o.escrow)
    const good = await observation(o.w, o.escrow, key, 0, 40n)
    const elsewhere = await observation(o.w, other, key, 0, 40n)
    expect(await o.escrow.observe.staticCall(again, [good]), 'another claim').to.equal(0n)
    expect(await o.escrow.observe.staticCall(key, [elsewhere]), 'another escrow').to.equal(0n)
    expect(await o.escrow.observe.staticCall(key, [{ ...good, seat: 1 }]), 'another member').to.equal(0n)
    expect(await o.escrow.observe.staticCall(key, [good]), 'its own').to.equal(1n)
  })

  it('should give the same keys to another history: filing in another order moves no signature', async () => {
    const o = await open()
    const { solver, stranger } = o.w
    const key = keyOf(solver.address, junk(1))
    const signed = await observation(o.w, o.escrow, key, 0, 40n)
    await o.escrow.connect(stranger).file(junk(2), stranger.address, '')
    await o.escrow.connect(solver).file(junk(1), solver.address, '')
    expect(await o.escrow.keyAt(ethers.ZeroHash, 1)).to.equal(key)
    expect(await o.escrow.observe.staticCall(key, [signed])).to.equal(1n)
    expect(await o.escrow.observe.staticCall(keyOf(stranger.address, junk(2)), [signed])).to.equal(0n)
  })
})

describe('attack: selling a claim', () => {
  it('should leave the buyer what is not settled yet: a settlement put before the assignment pays the seller', async () => {
    const o = await open()
    await observed(o, 40n)
    const key = await o.escrow.keyAt(ethers.ZeroHash, 0)
    await o.escrow.settle(1) // anybody may
    await o.escrow.connect(o.w.payee).assign(key, o.w.stranger)
    expect([await o.escrow.owed(o.w.payee), await o.escrow.owed(o.w.stranger)]).to.deep.equal([400n * UNIT, 0n])
  })

  it('should not sell a claim twice: after the first assignment the seller is nobody', async () => {
    const o = await open()
    const key = await observed(o, 40n)
    await o.escrow.connect(o.w.payee).assign(key, o.w.stranger)
    await expect(o.escrow.connect(o.w.payee).assign(key, o.w.arbiter)).to.be.revertedWithCustomError(
      o.escrow,
      'NotPayee',
    )
    await o.escrow.settle(1)
    expect(await o.escrow.owed(o.w.stranger)).to.equal(400n * UNIT)
  })
})

describe('attack: creating what somebody else is about to create', () => {
  it('should change nothing but the creator in the event: the same terms, the same address', async () => {
    const o = await open()
    const t = { ...o.t, minStep: 3n }
    const address = await o.w.factory.addressOf(t)
    await expect(o.w.factory.connect(o.w.stranger).create(t, DOCUMENT))
      .to.emit(o.w.factory, 'Created')
      .withArgs(address, t.outcome, o.w.stranger.address, DOCUMENT)
    await expect(o.w.factory.create(t, DOCUMENT)).not.to.emit(o.w.factory, 'Created')
    expect(await o.w.factory.create.staticCall(t, DOCUMENT)).to.equal(address)
  })
})
