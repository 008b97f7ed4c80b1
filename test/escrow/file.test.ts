import { expect } from 'chai'
import { Phase, Rule, UNIT, ethers, file, keyOf, time } from '../support/escrow.ts'
import {
  COMMITMENT,
  URI,
  contractCaller,
  eachAt,
  failAlways,
  now,
  open,
  pass,
  settled,
  takeNothing,
} from '../support/claims.ts'

describe('file', () => {
  describe('given the implementation', () => {
    it('should revert with NotAnEscrow', async () => {
      const { w } = await open()
      const implementation = await ethers.getContractAt('Escrow', w.implementation)
      await expect(implementation.file(COMMITMENT, w.payee.address, URI)).to.be.revertedWithCustomError(
        implementation,
        'NotAnEscrow',
      )
    })
  })

  describe('given pledges are one unit below the threshold', () => {
    it('should revert with NotBinding', async () => {
      const { w, escrow } = await open({}, 100n * UNIT - 1n)
      await expect(escrow.file(COMMITMENT, w.payee.address, URI))
        .to.be.revertedWithCustomError(escrow, 'NotBinding')
        .withArgs(100n * UNIT - 1n, 100n * UNIT)
    })
  })

  describe('given the escrow is void', () => {
    it('should revert with NotBinding', async () => {
      const { w, escrow, t } = await open({}, 7n)
      await pass(BigInt(t.pledgeBy))
      await expect(escrow.file(COMMITMENT, w.payee.address, URI))
        .to.be.revertedWithCustomError(escrow, 'NotBinding')
        .withArgs(7n, 100n * UNIT)
    })
  })

  describe('given the last second for claims', () => {
    for (const [word, offset] of [
      ['a second before', -1n],
      ['at', 0n],
      ['a second after', 1n],
    ] as const) {
      it(`should either file or refund ${word} it, never both`, async () => {
        const { w, escrow, t } = await open()
        const end = BigInt(t.claimBy)
        const filing = () => escrow.file(COMMITMENT, w.payee.address, URI)
        await time.increaseTo(end - 10n)
        await eachAt(
          end + offset,
          async () => {
            if (offset <= 0n) await expect(filing(), 'filing').to.emit(escrow, 'Filed')
            else await expect(filing(), 'filing').to.be.revertedWithCustomError(escrow, 'ClaimsEnded').withArgs(end)
          },
          async () => {
            const refund = escrow.connect(w.funders[0]).redeem(1n, w.funders[0]!.address, w.funders[0]!.address)
            if (offset > 0n) await expect(refund, 'refund').to.emit(escrow, 'Withdraw')
            else await expect(refund, 'refund').to.be.revertedWithCustomError(escrow, 'ERC4626ExceededMaxRedeem')
          },
        )
      })
    }
  })

  describe('given a last call', () => {
    it('should file at its last second and revert with ClaimsEnded a second later', async () => {
      for (const lastCall of [1000n, 1n]) {
        const o = await open({ rule: Rule.Contest, curve: [{ measurement: 1n, price: 1000n * UNIT }], lastCall })
        await settled(o, 5n)
        const end = (await now()) + lastCall
        await eachAt(end, () =>
          expect(o.escrow.file(COMMITMENT, o.w.payee.address, URI), 'at').to.emit(o.escrow, 'Filed'),
        )
        await eachAt(end + 1n, () =>
          expect(o.escrow.file(COMMITMENT, o.w.payee.address, URI), 'after')
            .to.be.revertedWithCustomError(o.escrow, 'ClaimsEnded')
            .withArgs(end),
        )
      }
    })
  })

  describe('given everything pledged is paid', () => {
    it('should revert with NothingLeftToPay when the curve is exhausted', async () => {
      const o = await open()
      await settled(o, 100n)
      await expect(o.escrow.file(COMMITMENT, o.w.payee.address, URI)).to.be.revertedWithCustomError(
        o.escrow,
        'NothingLeftToPay',
      )
    })
    it('should revert with NothingLeftToPay when the pledges are exhausted before the curve', async () => {
      const o = await open({}, 500n * UNIT)
      await settled(o, 50n)
      await expect(o.escrow.file(COMMITMENT, o.w.payee.address, URI)).to.be.revertedWithCustomError(
        o.escrow,
        'NothingLeftToPay',
      )
    })
    it('should still file while one unit can be paid', async () => {
      const o = await open({}, 500n * UNIT + 1n)
      await settled(o, 50n)
      await expect(o.escrow.file(COMMITMENT, o.w.payee.address, URI)).to.emit(o.escrow, 'Filed')
    })
  })

  describe('when the payee is zero', () => {
    it('should revert with PayeeZero', async () => {
      const { escrow } = await open()
      await expect(escrow.file(COMMITMENT, ethers.ZeroAddress, URI)).to.be.revertedWithCustomError(escrow, 'PayeeZero')
    })
  })

  describe('when the caller used the commitment before', () => {
    it('should revert with KeyUsed', async () => {
      const { w, escrow } = await open()
      await escrow.connect(w.solver).file(COMMITMENT, w.payee.address, URI)
      await expect(escrow.connect(w.solver).file(COMMITMENT, w.stranger.address, 'other'))
        .to.be.revertedWithCustomError(escrow, 'KeyUsed')
        .withArgs(keyOf(w.solver.address, COMMITMENT))
    })
    it('should revert with KeyUsed after that claim was settled too', async () => {
      const o = await open()
      await o.escrow.connect(o.w.solver).file(COMMITMENT, o.w.payee.address, URI)
      await pass((await now()) + BigInt(o.t.verifyWithin))
      await o.escrow.settle(1)
      await expect(o.escrow.connect(o.w.solver).file(COMMITMENT, o.w.payee.address, URI))
        .to.be.revertedWithCustomError(o.escrow, 'KeyUsed')
        .withArgs(keyOf(o.w.solver.address, COMMITMENT))
    })
  })

  describe('when another copies the commitment', () => {
    it('should file it under a key of its own, behind the first', async () => {
      const { w, escrow } = await open()
      await escrow.connect(w.solver).file(COMMITMENT, w.payee.address, URI)
      await escrow.connect(w.stranger).file(COMMITMENT, w.stranger.address, URI)
      expect(await escrow.keyAt(ethers.ZeroHash, 0), 'first').to.equal(keyOf(w.solver.address, COMMITMENT))
      expect(await escrow.keyAt(ethers.ZeroHash, 1), 'second').to.equal(keyOf(w.stranger.address, COMMITMENT))
    })
  })

  describe('when the claim is in order', () => {
    it('should put it on the docket and emit Filed', async () => {
      const { w, escrow } = await open()
      await file(w, escrow)
      const key = keyOf(w.solver.address, COMMITMENT)
      expect(await escrow.connect(w.solver).file.staticCall(COMMITMENT, w.payee.address, URI), 'returned').to.equal(key)
      await expect(escrow.connect(w.solver).file(COMMITMENT, w.payee.address, URI))
        .to.emit(escrow, 'Filed')
        .withArgs(key, ethers.ZeroHash, w.solver.address, 1, w.payee.address, COMMITMENT, URI)
      const view = await escrow.claimOf(key)
      expect(view.payee, 'payee').to.equal(w.payee.address)
      expect(view.filedAt, 'filedAt').to.equal(await now())
      expect(view.phase, 'phase').to.equal(Phase.Observing)
      expect(await escrow.docket(), 'docket').to.deep.equal([2n, 0n])
    })
    it('should take no fee where there is none', async () => {
      const { w, escrow } = await open()
      await expect(escrow.connect(w.solver).file(COMMITMENT, w.payee.address, URI)).to.changeTokenBalances(
        ethers,
        w.token,
        [w.solver, escrow],
        [0n, 0n],
      )
      await failAlways(w)
      await expect(escrow.connect(w.stranger).file(COMMITMENT, w.payee.address, URI), 'the token is not asked').to.emit(
        escrow,
        'Filed',
      )
    })
    it('should take the claim fee from the caller', async () => {
      for (const claimFee of [11n, 1n]) {
        const { w, escrow } = await open({ claimFee })
        await expect(escrow.connect(w.solver).file(COMMITMENT, w.payee.address, URI)).to.changeTokenBalances(
          ethers,
          w.token,
          [w.solver, w.payee, escrow],
          [-claimFee, 0n, claimFee],
        )
      }
    })
    it('should file for a contract that calls, which pays, not for who sent the transaction', async () => {
      const o = await open({ claimFee: 11n })
      const contract = await contractCaller(o)
      const data = o.escrow.interface.encodeFunctionData('file', [COMMITMENT, o.w.payee.address, URI])
      const filing = contract.call(data)
      const key = keyOf(contract.address, COMMITMENT)
      await expect(filing)
        .to.emit(o.escrow, 'Filed')
        .withArgs(key, ethers.ZeroHash, contract.address, 0, o.w.payee.address, COMMITMENT, URI)
      await expect(filing).to.changeTokenBalances(ethers, o.w.token, [contract.address, o.w.stranger], [-11n, 0n])
      expect(await o.escrow.keyAt(ethers.ZeroHash, 0), 'key').to.equal(key)
    })
    it('should file while pledging goes on', async () => {
      const { w, escrow } = await open({}, 100n * UNIT)
      await escrow.connect(w.solver).file(COMMITMENT, w.payee.address, URI)
      expect(await escrow.maxDeposit(w.stranger.address), 'room').to.equal(900n * UNIT)
    })
  })

  describe('when the fee cannot be taken', () => {
    it('should revert for want of an allowance', async () => {
      const { w, escrow } = await open({ claimFee: 11n })
      await w.token.connect(w.solver).approve(await escrow.getAddress(), 10n)
      await expect(escrow.connect(w.solver).file(COMMITMENT, w.payee.address, URI))
        .to.be.revertedWithCustomError(w.token, 'ERC20InsufficientAllowance')
        .withArgs(await escrow.getAddress(), 10n, 11n)
    })
    it('should revert with TokenDeliveredLess when the token keeps the money', async () => {
      const { w, escrow } = await open({ claimFee: 11n })
      await takeNothing(w)
      await expect(escrow.connect(w.solver).file(COMMITMENT, w.payee.address, URI))
        .to.be.revertedWithCustomError(escrow, 'TokenDeliveredLess')
        .withArgs(11n, 0n)
    })
  })
})
