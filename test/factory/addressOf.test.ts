import { expect } from 'chai'
import { DOCUMENT, ethers, loadFixture, terms, world } from '../support/escrow.ts'
import type { TermsValues } from '../support/escrow.ts'
import { pass } from '../support/claims.ts'
import { predict } from '../support/terms.ts'

describe('addressOf', () => {
  describe('given the escrow does not exist', () => {
    it('should tell the address that ethers computes', async () => {
      const w = await loadFixture(world)
      const t = await terms(w)
      expect(await w.factory.addressOf(t)).to.equal(predict(await w.factory.getAddress(), w.implementation, t))
    })
  })
  describe('given the escrow exists', () => {
    it('should tell the same address, after its times too', async () => {
      const w = await loadFixture(world)
      const t = await terms(w)
      await w.factory.create(t, DOCUMENT)
      await pass(BigInt(t.claimBy))
      expect(await w.factory.addressOf(t)).to.equal(predict(await w.factory.getAddress(), w.implementation, t))
    })
  })
  describe('when the terms violate a bound but fit', () => {
    it('should tell an address all the same', async () => {
      const w = await loadFixture(world)
      const most = (bits: bigint) => 2n ** bits - 1n
      const fullest = {
        ...{ pledgeBy: most(40n), claimBy: most(40n), threshold: most(128n), cap: most(128n), claimFee: most(128n) },
        ...{ challengeFee: most(128n), verifyWithin: most(32n), challengeWithin: most(32n), lastCall: most(32n) },
        ...{ arbitrateWithin: most(32n), warranty: most(32n), holdback: most(16n), quorum: most(8n) },
        curve: [{ measurement: most(64n), price: most(128n) }],
      }
      for (const change of [{ pledgeBy: 0n, quorum: 255n }, fullest]) {
        const t = await terms(w, change)
        expect(await w.factory.addressOf(t)).to.equal(predict(await w.factory.getAddress(), w.implementation, t))
      }
    })
  })
  describe('when a field has no room in its place', () => {
    const above = (bits: bigint) => 2n ** bits
    const rows: [string, Partial<TermsValues>][] = [
      ['pledgeBy', { pledgeBy: above(40n) }],
      ['claimBy', { claimBy: above(40n) }],
      ['threshold', { threshold: above(128n) }],
      ['cap', { cap: above(128n) }],
      ['claimFee', { claimFee: above(128n) }],
      ['challengeFee', { challengeFee: above(128n) }],
      ['verifyWithin', { verifyWithin: above(32n) }],
      ['challengeWithin', { challengeWithin: above(32n) }],
      ['arbitrateWithin', { arbitrateWithin: above(32n) }],
      ['lastCall', { lastCall: above(32n) }],
      ['warranty', { warranty: above(32n) }],
      ['holdback', { holdback: above(16n) }],
      ['quorum', { quorum: above(8n) }],
      ['price', { curve: [{ measurement: 1n, price: above(128n) }] }],
      ['points', { curve: Array.from({ length: 256 }, (_, i) => ({ measurement: BigInt(i), price: 0n })) }],
      ['members', { panel: Array.from({ length: 256 }, () => ethers.ZeroAddress) }],
    ]
    for (const [field, change] of rows) {
      it(`should revert with TermsDoNotFit for ${field}`, async () => {
        const w = await loadFixture(world)
        await expect(w.factory.addressOf(await terms(w, change))).to.be.revertedWithCustomError(
          w.factory,
          'TermsDoNotFit',
        )
      })
    }
  })
})
