import { expect } from 'chai'
import { DAY, Phase, ethers, file, keyOf, time } from '../support/escrow.ts'
import { COMMITMENT, NOBODY, URI, eachAt, now, observed, open, pass, settled, takeNothing } from '../support/claims.ts'
import type { TermsValues } from '../support/escrow.ts'

/** An escrow on which `target` was paid 100 tokens, of which 40 are held for 30 days. */
async function guarded(override: Partial<TermsValues> = {}) {
  const o = await open({ holdback: 4000n, warranty: 30n * DAY, ...override })
  const target = await settled(o, 10n)
  return { ...o, target, end: (await now()) + 30n * DAY }
}

describe('fileBreak', () => {
  describe('given something is held', () => {
    for (const [word, offset] of [
      ['a second before', -1n],
      ['at', 0n],
      ['a second after', 1n],
    ] as const) {
      it(`should either file or release ${word} the end of the warranty, never both`, async () => {
        const { w, escrow, target, end } = await guarded()
        await time.increaseTo(end - 9n)
        await eachAt(
          end + offset,
          async () => {
            const filing = escrow.connect(w.stranger).fileBreak(target, COMMITMENT, w.stranger, URI)
            if (offset <= 0n) await expect(filing, 'file').to.emit(escrow, 'Filed')
            else
              await expect(filing, 'file').to.be.revertedWithCustomError(escrow, 'WarrantyOver').withArgs(target, end)
          },
          async () => {
            const releasing = escrow.release([target])
            if (offset > 0n) await expect(releasing, 'release').to.emit(escrow, 'Released')
            else await expect(releasing, 'release').not.to.emit(escrow, 'Released')
          },
        )
      })
    }
    it('should queue it against the target, outside the docket, and emit Filed', async () => {
      const { w, escrow, target } = await guarded()
      const key = keyOf(w.stranger.address, COMMITMENT, target)
      const as = escrow.connect(w.stranger)
      expect(await as.fileBreak.staticCall(target, COMMITMENT, w.payee, URI), 'returned').to.equal(key)
      await expect(as.fileBreak(target, COMMITMENT, w.payee, URI))
        .to.emit(escrow, 'Filed')
        .withArgs(key, target, w.stranger.address, 0, w.payee.address, COMMITMENT, URI)
      expect(await escrow.keyAt(target, 0), 'queue').to.equal(key)
      expect(await escrow.docket(), 'docket').to.deep.equal([1n, 1n])
      const { breaksFiled, breaksSettled } = await escrow.claimOf(target)
      expect([breaksFiled, breaksSettled], 'target').to.deep.equal([1n, 0n])
      expect((await escrow.claimOf(key)).phase, 'phase').to.equal(Phase.Observing)
      await expect(escrow.connect(w.solver).fileBreak(target, COMMITMENT, w.payee, URI), 'the next')
        .to.emit(escrow, 'Filed')
        .withArgs(
          keyOf(w.solver.address, COMMITMENT, target),
          target,
          w.solver.address,
          1,
          w.payee.address,
          COMMITMENT,
          URI,
        )
    })
    it('should take the claim fee from the caller', async () => {
      const { w, escrow, target } = await guarded({ claimFee: 11n })
      await expect(escrow.connect(w.stranger).fileBreak(target, COMMITMENT, w.payee, URI)).to.changeTokenBalances(
        ethers,
        w.token,
        [w.stranger, escrow],
        [-11n, 11n],
      )
    })
    it('should file after claims have ended', async () => {
      const { w, escrow, target, t } = await guarded({ warranty: 730n * DAY })
      await pass(BigInt(t.claimBy))
      await expect(escrow.connect(w.stranger).fileBreak(target, COMMITMENT, w.payee, URI)).to.emit(escrow, 'Filed')
    })
    it('should file the same commitment as on the docket, under another key', async () => {
      const { w, escrow, target } = await guarded()
      await escrow.connect(w.stranger).file(COMMITMENT, w.payee, URI)
      await expect(escrow.connect(w.stranger).fileBreak(target, COMMITMENT, w.payee, URI)).to.emit(escrow, 'Filed')
    })
    it('should revert with KeyUsed the second time', async () => {
      const { w, escrow, target } = await guarded()
      await escrow.connect(w.stranger).fileBreak(target, COMMITMENT, w.payee, URI)
      await expect(escrow.connect(w.stranger).fileBreak(target, COMMITMENT, w.payee, URI))
        .to.be.revertedWithCustomError(escrow, 'KeyUsed')
        .withArgs(keyOf(w.stranger.address, COMMITMENT, target))
    })
    it('should revert with PayeeZero when the payee is zero', async () => {
      const { escrow, target } = await guarded()
      await expect(escrow.fileBreak(target, COMMITMENT, ethers.ZeroAddress, URI)).to.be.revertedWithCustomError(
        escrow,
        'PayeeZero',
      )
    })
    it('should revert with TokenDeliveredLess when the token keeps the fee', async () => {
      const { w, escrow, target } = await guarded({ claimFee: 11n })
      await takeNothing(w)
      await expect(escrow.fileBreak(target, COMMITMENT, w.payee, URI))
        .to.be.revertedWithCustomError(escrow, 'TokenDeliveredLess')
        .withArgs(11n, 0n)
    })
  })
  describe('given nothing is held', () => {
    it('should revert with NothingHeld without a holdback', async () => {
      const o = await open()
      const target = await settled(o, 10n)
      await expect(o.escrow.fileBreak(target, COMMITMENT, o.w.payee, URI))
        .to.be.revertedWithCustomError(o.escrow, 'NothingHeld')
        .withArgs(target)
    })
    it('should revert with NothingHeld for no claim, an unsettled claim, one that was paid nothing, and a break claim', async () => {
      const o = await guarded()
      const keys = { none: NOBODY, unsettled: await file(o.w, o.escrow), break: await file(o.w, o.escrow, o.target) }
      const unpaid = await observed(o, 0n)
      await pass((await now()) + BigInt(o.t.verifyWithin))
      for (const [what, key] of Object.entries(keys)) {
        await expect(o.escrow.fileBreak(key, COMMITMENT, o.w.payee, URI), what)
          .to.be.revertedWithCustomError(o.escrow, 'NothingHeld')
          .withArgs(key)
      }
      await expect(o.escrow.settle(2), 'paid nothing')
        .to.emit(o.escrow, 'Settled')
        .withArgs(unpaid, o.w.payee.address, 0, 10, 0, 0)
      await expect(o.escrow.fileBreak(unpaid, COMMITMENT, o.w.payee, URI), 'paid nothing')
        .to.be.revertedWithCustomError(o.escrow, 'NothingHeld')
        .withArgs(unpaid)
    })
    it('should revert with NothingHeld after a break and after a release', async () => {
      const o = await guarded()
      await observed(o, 1n, o.target)
      await o.escrow.settleBreaks(o.target, 1)
      await expect(o.escrow.fileBreak(o.target, COMMITMENT, o.w.payee, URI), 'broken')
        .to.be.revertedWithCustomError(o.escrow, 'NothingHeld')
        .withArgs(o.target)
      const p = await guarded()
      await pass(p.end)
      await p.escrow.release([p.target])
      await expect(p.escrow.fileBreak(p.target, COMMITMENT, p.w.payee, URI), 'released')
        .to.be.revertedWithCustomError(p.escrow, 'NothingHeld')
        .withArgs(p.target)
    })
  })
})
