import { expect } from 'chai'
import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types'
import { DAY, UNIT, ethers, loadFixture, time } from '../support/escrow.ts'
import type { Escrow } from '../../typechain-types/index.ts'
import { entry, escrowOver, expectRouterEmpty, periphery, type Periphery } from './support.ts'

const PERMIT = {
  Permit: [
    { name: 'owner', type: 'address' },
    { name: 'spender', type: 'address' },
    { name: 'value', type: 'uint256' },
    { name: 'nonce', type: 'uint256' },
    { name: 'deadline', type: 'uint256' },
  ],
}

describe('PledgeRouter.permit', () => {
  let w: Periphery
  let owner: HardhatEthersSigner
  let token: string
  let router: string
  let deadline: bigint
  let escrow: Escrow

  /** A permit of `owner` for the router over `value` test tokens, signed by `signer`. */
  async function permit(value: bigint, signer = owner) {
    const domain = {
      name: 'Test Dollar',
      version: '1',
      chainId: (await ethers.provider.getNetwork()).chainId,
      verifyingContract: token,
    }
    const message = {
      owner: owner.address,
      spender: router,
      value,
      nonce: await w.token.nonces(owner.address),
      deadline,
    }
    const { v, r, s } = ethers.Signature.from(await signer.signTypedData(domain, PERMIT, message))
    return { v, r, s }
  }

  beforeEach(async () => {
    w = await loadFixture(periphery)
    owner = w.solver // the funders have allowed the router everything
    token = await w.token.getAddress()
    router = await w.router.getAddress()
    deadline = BigInt(await time.latest()) + DAY
    escrow = await escrowOver(w)
  })
  afterEach(() => expectRouterEmpty(w.router, [w.token, w.weth], [escrow]))

  describe('when the permit is valid', () => {
    it('should set the allowance', async () => {
      const { v, r, s } = await permit(5n * UNIT)
      await w.router.connect(owner).permit(token, 5n * UNIT, deadline, v, r, s)
      expect(await w.token.allowance(owner.address, router), 'allowance').to.equal(5n * UNIT)
    })

    it('should pledge in the same transaction by multicall', async () => {
      const { v, r, s } = await permit(5n * UNIT)
      await w.router
        .connect(owner)
        .multicall([
          w.router.interface.encodeFunctionData('permit', [token, 5n * UNIT, deadline, v, r, s]),
          w.router.interface.encodeFunctionData('pledge', [[await entry(escrow, 5n * UNIT, 5n * UNIT)]]),
        ])
      expect(await escrow.balanceOf(owner.address), 'shares').to.equal(5n * UNIT)
      expect(await w.token.allowance(owner.address, router), 'allowance left').to.equal(0n)
    })
  })

  describe('when somebody else sent the permit before', () => {
    let used: { v: 27 | 28; r: string; s: string }
    beforeEach(async () => {
      used = await permit(5n * UNIT)
      await w.token.connect(w.stranger).permit(owner.address, router, 5n * UNIT, deadline, used.v, used.r, used.s)
    })

    it('should leave the allowance as it is', async () => {
      await w.router.connect(owner).permit(token, 5n * UNIT, deadline, used.v, used.r, used.s)
      expect(await w.token.allowance(owner.address, router), 'allowance').to.equal(5n * UNIT)
    })

    it('should pledge in the same transaction by multicall all the same', async () => {
      await w.router
        .connect(owner)
        .multicall([
          w.router.interface.encodeFunctionData('permit', [token, 5n * UNIT, deadline, used.v, used.r, used.s]),
          w.router.interface.encodeFunctionData('pledge', [[await entry(escrow, 5n * UNIT)]]),
        ])
      expect(await escrow.balanceOf(owner.address), 'shares').to.equal(5n * UNIT)
    })
  })

  describe('when the permit is not valid', () => {
    it('should revert if somebody else signed it', async () => {
      const { v, r, s } = await permit(5n * UNIT, w.stranger)
      await expect(w.router.connect(owner).permit(token, 5n * UNIT, deadline, v, r, s))
        .to.be.revertedWithCustomError(w.router, 'PermitFailed')
        .withArgs(token, 0n, 5n * UNIT)
    })

    it('should revert if its deadline has passed', async () => {
      const { v, r, s } = await permit(5n * UNIT)
      await time.increaseTo(deadline + 1n)
      await expect(w.router.connect(owner).permit(token, 5n * UNIT, deadline, v, r, s))
        .to.be.revertedWithCustomError(w.router, 'PermitFailed')
        .withArgs(token, 0n, 5n * UNIT)
    })

    it('should revert if the allowance is one unit short', async () => {
      await w.token.connect(owner).approve(router, 5n * UNIT - 1n)
      await expect(w.router.connect(owner).permit(token, 5n * UNIT, deadline, 27, ethers.ZeroHash, ethers.ZeroHash))
        .to.be.revertedWithCustomError(w.router, 'PermitFailed')
        .withArgs(token, 5n * UNIT - 1n, 5n * UNIT)
    })
  })

  describe('given a token whose fallback takes a permit silently', () => {
    it('should revert without an allowance', async () => {
      const weth = await w.weth.getAddress()
      await expect(w.router.connect(owner).permit(weth, 1n, deadline, 27, ethers.ZeroHash, ethers.ZeroHash))
        .to.be.revertedWithCustomError(w.router, 'PermitFailed')
        .withArgs(weth, 0n, 1n)
    })
  })
})
