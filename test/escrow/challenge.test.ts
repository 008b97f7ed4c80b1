import { expect } from 'chai'
import { DAY, Phase, UNIT, arbitrated, ethers, file, observe, time } from '../support/escrow.ts'
import {
  NOBODY,
  contractCaller,
  eachAt,
  failAlways,
  now,
  observed,
  open,
  pass,
  takeNothing,
} from '../support/claims.ts'

describe('challenge', () => {
  describe('given an observed claim with a measurement above 0', () => {
    for (const [word, offset] of [
      ['a second before', -1n],
      ['at', 0n],
      ['a second after', 1n],
    ] as const) {
      it(`should either challenge or settle ${word} the end of challengeWithin, never both`, async () => {
        const { escrow, w, t } = await open(arbitrated)
        const key = await observed({ escrow, w, t }, 10n)
        const end = (await now()) + 3n * DAY
        await eachAt(
          end + offset,
          async () => {
            const challenging = escrow.connect(w.stranger).challenge(key, 'no')
            if (offset <= 0n) await expect(challenging, 'challenge').to.emit(escrow, 'Challenged')
            else
              await expect(challenging, 'challenge')
                .to.be.revertedWithCustomError(escrow, 'WrongPhase')
                .withArgs(key, Phase.Decided, Phase.Challenging)
          },
          async () => {
            if (offset > 0n) await expect(escrow.settle(1), 'settle').to.emit(escrow, 'Settled')
            else await expect(escrow.settle(1), 'settle').not.to.emit(escrow, 'Settled')
          },
        )
      })
    }
    it('should take the fee of the challenger and publish the grounds', async () => {
      for (const challengeFee of [7n * UNIT, 1n]) {
        const { escrow, w, t } = await open((world) => ({ ...arbitrated(world), challengeFee }))
        const key = await observed({ escrow, w, t }, 10n)
        const challenging = escrow.connect(w.stranger).challenge(key, 'the grounds')
        await expect(challenging).to.emit(escrow, 'Challenged').withArgs(key, w.stranger.address, 'the grounds')
        const moved = [-challengeFee, challengeFee]
        await expect(challenging).to.changeTokenBalances(ethers, w.token, [w.stranger, escrow], moved)
        const view = await escrow.claimOf(key)
        expect(view.challengedAt, 'challengedAt').to.equal(await now())
        expect(view.phase, 'phase').to.equal(Phase.Arbitrating)
      }
    })
    it('should be made by a contract that calls, which pays, not by who sent the transaction', async () => {
      const o = await open(arbitrated)
      const key = await observed(o, 10n)
      const contract = await contractCaller(o)
      const challenging = contract.call(o.escrow.interface.encodeFunctionData('challenge', [key, '']))
      await expect(challenging).to.emit(o.escrow, 'Challenged').withArgs(key, contract.address, '')
      const accounts = [contract.address, o.w.stranger]
      await expect(challenging).to.changeTokenBalances(ethers, o.w.token, accounts, [-7n * UNIT, 0n])
    })
    it('should let the payee challenge, and take no fee where there is none', async () => {
      const { escrow, w, t } = await open((world) => ({ ...arbitrated(world), challengeFee: 0n }))
      const key = await observed({ escrow, w, t }, 10n)
      await expect(escrow.connect(w.payee).challenge(key, '')).to.changeTokenBalances(ethers, w.token, [w.payee], [0n])
      expect((await escrow.claimOf(key)).phase, 'phase').to.equal(Phase.Arbitrating)
      const other = await observed({ escrow, w, t }, 10n)
      await failAlways(w)
      await expect(escrow.challenge(other, ''), 'the token is not asked').to.emit(escrow, 'Challenged')
    })
    it('should revert with WrongPhase the second time', async () => {
      const { escrow, w, t } = await open(arbitrated)
      const key = await observed({ escrow, w, t }, 10n)
      await escrow.connect(w.stranger).challenge(key, '')
      await expect(escrow.connect(w.payee).challenge(key, ''))
        .to.be.revertedWithCustomError(escrow, 'WrongPhase')
        .withArgs(key, Phase.Arbitrating, Phase.Challenging)
    })
    it('should revert with TokenDeliveredLess when the token keeps the fee', async () => {
      const { escrow, w, t } = await open(arbitrated)
      const key = await observed({ escrow, w, t }, 10n)
      await takeNothing(w)
      await expect(escrow.connect(w.stranger).challenge(key, ''))
        .to.be.revertedWithCustomError(escrow, 'TokenDeliveredLess')
        .withArgs(7n * UNIT, 0n)
    })
  })
  describe('given an observation above 0 without a quorum', () => {
    it('should be possible, although the verdict is 0', async () => {
      const { escrow, w, t } = await open(arbitrated)
      const key = await file(w, escrow)
      await observe(w, escrow, key, [10n])
      await pass((await now()) + BigInt(t.verifyWithin))
      expect((await escrow.claimOf(key)).verdict, 'verdict').to.equal(0n)
      await expect(escrow.connect(w.stranger).challenge(key, '')).to.emit(escrow, 'Challenged')
    })
  })
  describe('given nothing above 0 was observed', () => {
    for (const [what, measurements] of [
      ['zeros', [0n, 0n, 0n, 0n, 0n]],
      ['nothing', []],
    ] as const) {
      it(`should revert with WrongPhase and be settled at once after ${what}`, async () => {
        const { escrow, w, t } = await open(arbitrated)
        const key = await file(w, escrow)
        await observe(w, escrow, key, [...measurements])
        if (measurements.length === 0) await pass((await now()) + BigInt(t.verifyWithin))
        await expect(escrow.connect(w.stranger).challenge(key, ''))
          .to.be.revertedWithCustomError(escrow, 'WrongPhase')
          .withArgs(key, Phase.Decided, Phase.Challenging)
        await expect(escrow.settle(1)).to.emit(escrow, 'Settled').withArgs(key, w.payee.address, 0, 0, 0, 0)
      })
    }
  })
  describe('given the claim is still observed', () => {
    for (const [word, offset] of [
      ['a second before', -1n],
      ['at', 0n],
      ['a second after', 1n],
    ] as const) {
      it(`should either observe or challenge ${word} the end of verifyWithin, never both`, async () => {
        const { escrow, w, t } = await open(arbitrated)
        const key = await file(w, escrow)
        const end = (await now()) + BigInt(t.verifyWithin)
        await observe(w, escrow, key, [10n, 10n, 10n])
        await time.increaseTo(end - 9n)
        await eachAt(
          end + offset,
          async () => {
            const challenging = escrow.connect(w.stranger).challenge(key, '')
            if (offset > 0n) await expect(challenging, 'challenge').to.emit(escrow, 'Challenged')
            else
              await expect(challenging, 'challenge')
                .to.be.revertedWithCustomError(escrow, 'WrongPhase')
                .withArgs(key, Phase.Observing, Phase.Challenging)
          },
          async () => {
            const observing = escrow.observe(key, [])
            if (offset <= 0n) await expect(observing, 'observe').not.to.revert(ethers)
            else
              await expect(observing, 'observe')
                .to.be.revertedWithCustomError(escrow, 'WrongPhase')
                .withArgs(key, Phase.Challenging, Phase.Observing)
          },
        )
      })
    }
  })
  describe('given there is no arbiter', () => {
    it('should revert with WrongPhase', async () => {
      const o = await open()
      const key = await observed(o, 10n)
      await expect(o.escrow.challenge(key, ''))
        .to.be.revertedWithCustomError(o.escrow, 'WrongPhase')
        .withArgs(key, Phase.Decided, Phase.Challenging)
    })
    it('should revert with WrongPhase in the very second of the last observation', async () => {
      const o = await open()
      const key = await observed(o, 10n)
      // A call at the latest block sees that block's time.
      await expect(o.escrow.challenge.staticCall(key, ''))
        .to.be.revertedWithCustomError(o.escrow, 'WrongPhase')
        .withArgs(key, Phase.Decided, Phase.Challenging)
      expect((await o.escrow.claimOf(key)).observedAt, 'observed in that second').to.equal(await now())
    })
  })
  describe('given no such claim', () => {
    it('should revert with WrongPhase', async () => {
      const { escrow } = await open(arbitrated)
      await expect(escrow.challenge(NOBODY, ''))
        .to.be.revertedWithCustomError(escrow, 'WrongPhase')
        .withArgs(NOBODY, Phase.None, Phase.Challenging)
    })
  })
})
