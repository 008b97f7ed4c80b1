import { expect } from 'chai'
import { DAY, UNIT, arbitrated, file, observe } from '../support/escrow.ts'
import { now, observed, open, pass, settled } from '../support/claims.ts'
import type { Opened } from '../support/claims.ts'

/** What each seat and the payee are owed. */
async function owed({ w, escrow }: Opened): Promise<bigint[]> {
  return Promise.all([...w.members, w.payee].map((account) => escrow.owed(account)))
}

const fees = (claimFee: bigint, challengeFee: bigint) => (w: Opened['w']) => ({
  ...arbitrated(w),
  claimFee,
  challengeFee,
  minStep: 1000n, // no claim is paid, so that what is owed is fees
})

describe('settle: fees', () => {
  describe('given a claim fee that n does not divide', () => {
    it('should pay each recorded member a part and the payee the rest', async () => {
      const o = await open({ claimFee: 13n })
      await settled(o, 0n)
      expect(await owed(o), '13 = 5 * 2 + 3').to.deep.equal([2n, 2n, 2n, 2n, 2n, 3n])
    })
    it('should pay the parts of silent members to the payee', async () => {
      const o = await open({ claimFee: 13n })
      const key = await file(o.w, o.escrow)
      await observe(o.w, o.escrow, key, [undefined, 0n, undefined, 7n])
      await pass((await now()) + BigInt(o.t.verifyWithin))
      await o.escrow.settle(1)
      expect(await owed(o), '13 = 2 + 2 + 9').to.deep.equal([0n, 2n, 0n, 2n, 0n, 9n])
    })
    it('should return all of it where nobody observed', async () => {
      const o = await open({ claimFee: 13n })
      await file(o.w, o.escrow)
      await pass((await now()) + BigInt(o.t.verifyWithin))
      await o.escrow.settle(1)
      expect(await owed(o)).to.deep.equal([0n, 0n, 0n, 0n, 0n, 13n])
    })
    it('should pay yes and no the same', async () => {
      const o = await open({ claimFee: 15n, minStep: 1000n })
      const key = await file(o.w, o.escrow)
      await observe(o.w, o.escrow, key, [0n, 1n, 50n, 0n, 100n])
      await o.escrow.settle(1)
      expect(await owed(o)).to.deep.equal([3n, 3n, 3n, 3n, 3n, 0n])
    })
    it('should return a fee below n to the payee', async () => {
      for (const claimFee of [4n, 1n]) {
        const o = await open({ claimFee })
        await settled(o, 0n)
        expect(await owed(o)).to.deep.equal([0n, 0n, 0n, 0n, 0n, claimFee])
      }
    })
    it('should pay each member one unit of a fee of n', async () => {
      const o = await open({ claimFee: 5n })
      await settled(o, 0n)
      expect(await owed(o)).to.deep.equal([1n, 1n, 1n, 1n, 1n, 0n])
    })
    it('should add it to the payment of the claim', async () => {
      const o = await open({ claimFee: 13n })
      await settled(o, 10n)
      expect(await owed(o)).to.deep.equal([2n, 2n, 2n, 2n, 2n, 100n * UNIT + 3n])
    })
  })

  describe('given a challenge fee', () => {
    it('should go to the arbiter alone if it ruled', async () => {
      const o = await open(fees(0n, 13n))
      const key = await observed(o, 10n)
      await o.escrow.connect(o.w.stranger).challenge(key, '')
      await o.escrow.connect(o.w.arbiter).rule(key, 10, 'the panel is right')
      await o.escrow.settle(1)
      expect(await owed(o), 'panel and payee').to.deep.equal([0n, 0n, 0n, 0n, 0n, 0n])
      expect(await o.escrow.owed(o.w.arbiter), 'arbiter').to.equal(13n)
    })
    it('should be shared as the claim fee is if it did not rule', async () => {
      for (const [claimFee, challengeFee, shares] of [
        [16n, 13n, [5n, 0n, 5n, 0n, 0n, 19n]], // 16 = 3 + 3 + 10 and 13 = 2 + 2 + 9
        [0n, 1n, [0n, 0n, 0n, 0n, 0n, 1n]],
      ] as const) {
        const o = await open(fees(claimFee, challengeFee))
        const key = await file(o.w, o.escrow)
        await observe(o.w, o.escrow, key, [5n, undefined, 0n])
        await pass((await now()) + BigInt(o.t.verifyWithin))
        await o.escrow.connect(o.w.stranger).challenge(key, '')
        await pass((await now()) + 5n * DAY)
        await o.escrow.settle(1)
        expect(await owed(o), `of ${challengeFee}`).to.deep.equal(shares)
        expect(await o.escrow.owed(o.w.arbiter), 'arbiter').to.equal(0n)
      }
    })
    it('should not be shared where nobody challenged', async () => {
      const o = await open(fees(0n, 13n))
      await observed(o, 10n)
      await pass((await now()) + 3n * DAY)
      await o.escrow.settle(1)
      expect(await owed(o)).to.deep.equal([0n, 0n, 0n, 0n, 0n, 0n])
    })
  })

  describe('given a break claim', () => {
    it('should share its fees the same way, with its own payee', async () => {
      const o = await open({ claimFee: 13n, holdback: 1n, warranty: 90n * DAY })
      const target = await settled(o, 1n)
      const before = await owed(o)
      const key = await observed(o, 0n, target)
      await o.escrow.connect(o.w.payee).assign(key, o.w.stranger)
      await o.escrow.settleBreaks(target, 1)
      expect(
        (await owed(o)).map((x, i) => x - before[i]!),
        'members and the payee',
      ).to.deep.equal([2n, 2n, 2n, 2n, 2n, 0n])
      expect(await o.escrow.owed(o.w.stranger), 'payee of the break claim').to.equal(3n)
    })
  })
})
