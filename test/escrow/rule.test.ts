import { expect } from 'chai'
import { DAY, Phase, UNIT, arbitrated, ethers, file, observe, time } from '../support/escrow.ts'
import { NOBODY, contractCaller, eachAt, now, observed, open, pass } from '../support/claims.ts'
import type { Opened } from '../support/claims.ts'

/** A claim observed as `measurements` and challenged by the stranger. */
async function challenged(
  measurements: bigint[] = [10n, 10n, 10n, 10n, 10n],
  override = {},
): Promise<Opened & { key: string }> {
  const o = await open((w) => ({ ...arbitrated(w), ...override }))
  const key = await file(o.w, o.escrow)
  await observe(o.w, o.escrow, key, measurements)
  if (measurements.length < 5) await pass((await now()) + BigInt(o.t.verifyWithin))
  await o.escrow.connect(o.w.stranger).challenge(key, 'grounds')
  return { ...o, key }
}

describe('rule', () => {
  describe('given a challenged claim', () => {
    for (const [word, offset] of [
      ['a second before', -1n],
      ['at', 0n],
      ['a second after', 1n],
    ] as const) {
      it(`should either rule or settle ${word} the end of arbitrateWithin, never both`, async () => {
        const { escrow, w, key } = await challenged()
        const end = (await now()) + 5n * DAY
        await time.increaseTo(end - 9n)
        await eachAt(
          end + offset,
          async () => {
            const ruling = escrow.connect(w.arbiter).rule(key, 4, 'why')
            if (offset <= 0n) await expect(ruling, 'rule').to.emit(escrow, 'Ruled').withArgs(key, 4, 'why')
            else
              await expect(ruling, 'rule')
                .to.be.revertedWithCustomError(escrow, 'WrongPhase')
                .withArgs(key, Phase.Decided, Phase.Arbitrating)
          },
          async () => {
            if (offset > 0n) await expect(escrow.settle(1), 'settle').to.emit(escrow, 'Settled')
            else await expect(escrow.settle(1), 'settle').not.to.emit(escrow, 'Settled')
          },
        )
      })
    }
    it('should decide the claim at once and credit the fee to the arbiter', async () => {
      const { escrow, w, key } = await challenged()
      await escrow.connect(w.arbiter).rule(key, 4, 'why')
      const view = await escrow.claimOf(key)
      expect([view.phase, view.ruled, view.verdict, view.highest], 'claim').to.deep.equal([
        Phase.Decided,
        true,
        4n,
        10n,
      ])
      expect(await escrow.owed(w.arbiter), 'arbiter').to.equal(7n * UNIT)
      await expect(escrow.settle(1))
        .to.emit(escrow, 'Settled')
        .withArgs(key, w.payee.address, 4, 4, 40n * UNIT, 0)
      expect(await escrow.owed(w.arbiter), 'no more afterwards').to.equal(7n * UNIT)
    })
    it('should take the ruling of an arbiter that is a contract, and credit the fee to it', async () => {
      const o = await open(async (w) => {
        const contract = await ethers.deployContract('HostileCaller')
        return { ...arbitrated(w), arbiter: await contract.getAddress() }
      })
      const arbiter = await ethers.getContractAt('HostileCaller', (await o.escrow.terms()).arbiter)
      const key = await observed(o, 10n)
      await o.escrow.connect(o.w.stranger).challenge(key, 'grounds')
      const data = o.escrow.interface.encodeFunctionData('rule', [key, 4, 'why'])
      const other = await contractCaller(o)
      await expect(other.call(data), 'another contract')
        .to.be.revertedWithCustomError(o.escrow, 'NotArbiter')
        .withArgs(other.address, o.t.arbiter)
      await expect((await contractCaller(o, arbiter)).call(data), 'the arbiter').to.emit(o.escrow, 'Ruled')
      expect(await o.escrow.owed(arbiter), 'fee').to.equal(7n * UNIT)
    })
    it('should rule down to 0', async () => {
      const { escrow, w, key } = await challenged()
      await escrow.connect(w.arbiter).rule(key, 0, '')
      await expect(escrow.settle(1)).to.emit(escrow, 'Settled').withArgs(key, w.payee.address, 0, 0, 0, 0)
    })
    it('should rule up to the highest observation when k - 1 members observed', async () => {
      const { escrow, w, key } = await challenged([6n, 9n])
      expect((await escrow.claimOf(key)).verdict, 'verdict before').to.equal(0n)
      await escrow.connect(w.arbiter).rule(key, 9, '')
      await expect(escrow.settle(1))
        .to.emit(escrow, 'Settled')
        .withArgs(key, w.payee.address, 9, 9, 90n * UNIT, 0)
    })
    it('should revert with RulingAboveHighest one above the highest', async () => {
      const { escrow, w, key } = await challenged([6n, 9n, 3n])
      await expect(escrow.connect(w.arbiter).rule(key, 10, ''))
        .to.be.revertedWithCustomError(escrow, 'RulingAboveHighest')
        .withArgs(10, 9)
    })
    it('should revert with WrongPhase the second time', async () => {
      const { escrow, w, key } = await challenged()
      await escrow.connect(w.arbiter).rule(key, 4, '')
      await expect(escrow.connect(w.arbiter).rule(key, 5, ''))
        .to.be.revertedWithCustomError(escrow, 'WrongPhase')
        .withArgs(key, Phase.Decided, Phase.Arbitrating)
    })
    it('should emit Passed when the ruling is the first to pass, and end pledging', async () => {
      const { escrow, w, key } = await challenged([6n, 9n], {
        minStep: 5n,
        pledgeBy: (await now()) + 90n * DAY,
        cap: 900n * UNIT,
      })
      expect(await escrow.passed(), 'not by observation').to.equal(false)
      await expect(escrow.connect(w.arbiter).rule(key, 5, ''))
        .to.emit(escrow, 'Passed')
        .withArgs(key)
      expect([await escrow.passed(), await escrow.maxDeposit(w.stranger)], 'ended').to.deep.equal([true, 0n])
    })
    it('should not emit Passed for a ruling that does not pass', async () => {
      const { escrow, w, key } = await challenged([6n, 9n], { minStep: 5n })
      await expect(escrow.connect(w.arbiter).rule(key, 4, '')).not.to.emit(escrow, 'Passed')
      expect(await escrow.passed(), 'passed').to.equal(false)
    })
    it('should never clear what has passed by ruling it down', async () => {
      const { escrow, w, key } = await challenged()
      expect(await escrow.passed(), 'passed by observation').to.equal(true)
      await expect(escrow.connect(w.arbiter).rule(key, 0, '')).not.to.emit(escrow, 'Passed')
      expect([await escrow.passed(), await escrow.maxDeposit(w.stranger)], 'for good').to.deep.equal([true, 0n])
    })
  })
  describe('when the caller is not the arbiter', () => {
    it('should revert with NotArbiter', async () => {
      const { escrow, w, key } = await challenged()
      await expect(escrow.connect(w.members[0]).rule(key, 1, ''))
        .to.be.revertedWithCustomError(escrow, 'NotArbiter')
        .withArgs(w.members[0]!.address, w.arbiter.address)
    })
    it('should revert with NotArbiter where there is none', async () => {
      const o = await open()
      await expect(o.escrow.connect(o.w.stranger).rule(await observed(o, 1n), 1, ''))
        .to.be.revertedWithCustomError(o.escrow, 'NotArbiter')
        .withArgs(o.w.stranger.address, '0x0000000000000000000000000000000000000000')
    })
  })
  describe('given a claim that nobody challenged', () => {
    it('should revert with WrongPhase', async () => {
      const o = await open(arbitrated)
      const key = await observed(o, 1n)
      await expect(o.escrow.connect(o.w.arbiter).rule(key, 1, ''))
        .to.be.revertedWithCustomError(o.escrow, 'WrongPhase')
        .withArgs(key, Phase.Challenging, Phase.Arbitrating)
    })
    it('should revert with WrongPhase for no claim at all', async () => {
      const o = await open(arbitrated)
      await expect(o.escrow.connect(o.w.arbiter).rule(NOBODY, 0, ''))
        .to.be.revertedWithCustomError(o.escrow, 'WrongPhase')
        .withArgs(NOBODY, Phase.None, Phase.Arbitrating)
    })
  })
})
