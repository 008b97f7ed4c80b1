import { expect } from 'chai'
import { DAY, Phase, Rule, Status, UNIT, arbitrated, ethers, file, observe } from '../support/escrow.ts'
import { NOBODY, eachAt, now, observed, open, pass, settled } from '../support/claims.ts'

/** What `read` returns in a block at `timestamp`. */
async function at<T>(timestamp: bigint, read: () => Promise<T>): Promise<T> {
  let value: T | undefined
  await eachAt(timestamp, async () => {
    await ethers.provider.send('evm_mine', [])
    value = await read()
  })
  return value!
}

describe('views', () => {
  describe('status', () => {
    it('should be Pledging below the threshold to the last second of pledgeBy, then Void', async () => {
      const { escrow, t } = await open({}, 100n * UNIT - 1n)
      const end = BigInt(t.pledgeBy)
      expect(await at(end - 1n, () => escrow.status()), 'before').to.equal(Status.Pledging)
      expect(await at(end, () => escrow.status()), 'at').to.equal(Status.Pledging)
      expect(await at(end + 1n, () => escrow.status()), 'after').to.equal(Status.Void)
    })
    for (const [word, offset] of [
      ['a second before', -1n],
      ['at', 0n],
      ['a second after', 1n],
    ] as const) {
      it(`should either pledge or refund ${word} pledgeBy, never both`, async () => {
        const { w, escrow, t } = await open({}, 5n)
        const [funder] = w.funders
        await eachAt(
          BigInt(t.pledgeBy) + offset,
          async () => {
            const pledging = escrow.connect(funder).deposit(1n, funder!)
            if (offset <= 0n) await expect(pledging, 'pledge').to.emit(escrow, 'Deposit')
            else
              await expect(pledging, 'pledge')
                .to.be.revertedWithCustomError(escrow, 'ERC4626ExceededMaxDeposit')
                .withArgs(funder!.address, 1n, 0n)
          },
          async () => {
            const refund = escrow.connect(funder).redeem(5n, funder!, funder!)
            if (offset > 0n) await expect(refund, 'refund').to.emit(escrow, 'Withdraw')
            else
              await expect(refund, 'refund')
                .to.be.revertedWithCustomError(escrow, 'ERC4626ExceededMaxRedeem')
                .withArgs(funder!.address, 5n, 0n)
          },
        )
      })
    }
    it('should stay Void after refunds', async () => {
      const { w, escrow, t } = await open({}, 5n)
      await pass(BigInt(t.pledgeBy))
      await escrow.connect(w.funders[0]).redeem(5n, w.funders[0]!, w.funders[0]!)
      expect([await escrow.status(), await escrow.pledged()], 'after').to.deep.equal([Status.Void, 5n])
    })
    it('should be Binding from the threshold on, through pledgeBy to the last second of claimBy, then Closed', async () => {
      const { escrow, t } = await open({}, 100n * UNIT)
      expect(await escrow.status(), 'at once').to.equal(Status.Binding)
      for (const time of [t.pledgeBy, t.claimBy].map(BigInt)) {
        expect(await at(time, () => escrow.status()), 'at').to.equal(Status.Binding)
      }
      expect(await at(BigInt(t.pledgeBy) + 1n, () => escrow.status()), 'after pledgeBy').to.equal(Status.Binding)
      expect(await at(BigInt(t.claimBy) + 1n, () => escrow.status()), 'after claimBy').to.equal(Status.Closed)
    })
    it('should be Binding while a claim is unsettled, then Closed', async () => {
      const o = await open()
      await file(o.w, o.escrow)
      await pass(BigInt(o.t.claimBy))
      expect(await o.escrow.status(), 'unsettled').to.equal(Status.Binding)
      await o.escrow.settle(1)
      expect(await o.escrow.status(), 'settled').to.equal(Status.Closed)
    })
    it('should be Closed as soon as all is paid, even with claims open', async () => {
      const o = await open()
      await observed(o, 100n)
      await file(o.w, o.escrow)
      await o.escrow.settle(1)
      expect(await o.escrow.status()).to.equal(Status.Closed)
    })
    it('should be Binding while one unit is held', async () => {
      const guarded = { holdback: 1n, warranty: 30n * DAY }
      const o = await open({ ...guarded, curve: [{ measurement: 1n, price: 1n }], threshold: 1n, cap: 1n })
      await settled(o, 1n)
      expect([await o.escrow.held(), await o.escrow.paid()], 'held, paid').to.deep.equal([1n, 1n])
      expect(await o.escrow.status()).to.equal(Status.Binding)
    })
    it('should be Binding for a contest with ranked claims until it is awarded', async () => {
      const o = await open({
        rule: Rule.Contest,
        curve: [
          { measurement: 2n, price: 1000n * UNIT },
          { measurement: 3n, price: 1001n * UNIT },
        ],
      })
      await settled(o, 5n)
      await pass(BigInt(o.t.claimBy))
      expect(await o.escrow.status(), 'ranked').to.equal(Status.Binding)
      await o.escrow.award()
      // The first prize is 0 on this curve: it is awarded all the same.
      expect([await o.escrow.status(), await o.escrow.paid()], 'awarded').to.deep.equal([Status.Closed, 0n])
    })
  })

  describe('claimOf', () => {
    it('should be empty for no claim', async () => {
      const { escrow } = await open()
      const view = await escrow.claimOf(NOBODY)
      expect([...view]).to.deep.equal([ethers.ZeroAddress, 0n, 0n, 0n, false, Phase.None, 0n, 0n, 0n, 0n, 0n, 0n, 0n])
    })
    it('should follow a claim through every phase', async () => {
      const o = await open((w) => ({ ...arbitrated(w), holdback: 4000n, warranty: 30n * DAY }))
      const key = await file(o.w, o.escrow)
      const filedAt = await now()
      await observe(o.w, o.escrow, key, [8n, 7n, 6n, 5n, 4n])
      const observedAt = await now()
      const payee = o.w.payee.address
      const observed_ = [payee, filedAt, observedAt, 0n, false, Phase.Challenging, 31n, 8n, 6n, 0n, 0n, 0n, 0n]
      expect([...(await o.escrow.claimOf(key))], 'observed').to.deep.equal(observed_)
      await o.escrow.connect(o.w.stranger).challenge(key, '')
      const challengedAt = await now()
      await o.escrow.connect(o.w.arbiter).rule(key, 7, '')
      const ruled = [payee, filedAt, observedAt, challengedAt, true, Phase.Decided, 31n, 8n, 7n, 0n, 0n, 0n, 0n]
      expect([...(await o.escrow.claimOf(key))], 'ruled').to.deep.equal(ruled)
      await o.escrow.settle(1)
      const paidAt = await now()
      await file(o.w, o.escrow, key)
      const paid = [
        payee,
        filedAt,
        observedAt,
        challengedAt,
        true,
        Phase.Settled,
        31n,
        8n,
        7n,
        28n * UNIT,
        paidAt,
        1n,
        0n,
      ]
      expect([...(await o.escrow.claimOf(key))], 'paid and attacked').to.deep.equal(paid)
      await observe(o.w, o.escrow, await o.escrow.keyAt(key, 0), [0n, 0n, 0n, 0n, 0n])
      await o.escrow.settleBreaks(key, 1)
      expect([...(await o.escrow.claimOf(key))], 'the attack is settled').to.deep.equal([...paid.slice(0, -1), 1n])
    })
    it('should tell no time of payment where nothing is held back', async () => {
      const o = await open()
      const view = await o.escrow.claimOf(await settled(o, 10n))
      expect([view.held, view.paidAt]).to.deep.equal([0n, 0n])
    })
  })

  describe('docket and keyAt', () => {
    it('should count and list claims in filing order, break claims apart', async () => {
      const o = await open({ holdback: 4000n, warranty: 30n * DAY })
      const first = await settled(o, 10n)
      const second = await file(o.w, o.escrow)
      const attack = await file(o.w, o.escrow, first)
      expect(await o.escrow.docket(), 'docket').to.deep.equal([2n, 1n])
      const listed = [
        await o.escrow.keyAt(ethers.ZeroHash, 0),
        await o.escrow.keyAt(ethers.ZeroHash, 1),
        await o.escrow.keyAt(ethers.ZeroHash, 2),
        await o.escrow.keyAt(first, 0),
        await o.escrow.keyAt(first, 1),
      ]
      expect(listed, 'keys').to.deep.equal([first, second, ethers.ZeroHash, attack, ethers.ZeroHash])
    })
  })

  describe('ranking', () => {
    it('should be empty but for a contest', async () => {
      const o = await open()
      await settled(o, 10n)
      expect(await o.escrow.ranking()).to.deep.equal([])
    })
  })

  describe('claimsEnd', () => {
    it('should be claimBy without a last call', async () => {
      const { escrow, t } = await open()
      expect(await escrow.claimsEnd()).to.equal(t.claimBy)
    })
  })

  describe('given the implementation', () => {
    it('should revert with NotAnEscrow wherever the terms are read', async () => {
      const { w } = await open()
      const implementation = await ethers.getContractAt('Escrow', w.implementation)
      const calls = {
        status: () => implementation.status(),
        terms: () => implementation.terms(),
        claimOf: () => implementation.claimOf(NOBODY),
        claimsEnd: () => implementation.claimsEnd(),
        settle: () => implementation.settle(1),
        settleBreaks: () => implementation.settleBreaks(NOBODY, 1),
        fileBreak: () => implementation.fileBreak(NOBODY, NOBODY, w.payee, ''),
        observe: () => implementation.observe(NOBODY, []),
        challenge: () => implementation.challenge(NOBODY, ''),
        rule: () => implementation.rule(NOBODY, 1, ''),
        award: () => implementation.award(),
        release: () => implementation.release([]),
      }
      for (const [name, call] of Object.entries(calls)) {
        await expect(call(), name).to.be.revertedWithCustomError(implementation, 'NotAnEscrow')
      }
    })
  })
})
