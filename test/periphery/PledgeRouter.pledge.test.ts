import { expect } from 'chai'
import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types'
import { DOCUMENT, UNIT, create, ethers, loadFixture, terms, time } from '../support/escrow.ts'
import type { Escrow, StrikingToken, StrictToken } from '../../typechain-types/index.ts'
import { entry, escrowOver, expectRouterEmpty, periphery, type Periphery } from './support.ts'

const CAP = 1000n * UNIT

describe('PledgeRouter.pledge', () => {
  let w: Periphery
  let funder: HardhatEthersSigner
  let router: string
  let escrow: Escrow
  let others: Escrow[]
  let tokens: { getAddress(): Promise<string> }[]

  beforeEach(async () => {
    w = await loadFixture(periphery)
    funder = w.funders[0]!
    router = await w.router.getAddress()
    escrow = await escrowOver(w)
    others = []
    tokens = [w.token]
  })
  afterEach(() => expectRouterEmpty(w.router, tokens, [escrow, ...others]))

  describe('given an address that the factory did not make', () => {
    const refuses = async (account: string) => {
      const pledges = [await entry(escrow, UNIT), { escrow: account, assets: UNIT, least: 0n }]
      await expect(w.router.connect(funder).pledge(pledges))
        .to.be.revertedWithCustomError(w.router, 'NotEscrow')
        .withArgs(account)
    }

    it('should refuse an account without code', () => refuses(w.stranger.address))

    it('should refuse the implementation', () => refuses(w.implementation))

    it('should refuse the escrow of another factory', async () => {
      const factory = await ethers.deployContract('EscrowFactory', [w.implementation])
      await refuses(await (await create({ ...w, factory }, await terms(w), DOCUMENT)).getAddress())
    })

    it('should refuse a contract that answers like an escrow', async () => {
      const vault = await ethers.deployContract('SavingsVault', [await w.token.getAddress()])
      await refuses(await vault.getAddress())
    })
  })

  describe('given many escrows', () => {
    it('should pledge to all of them in one transaction', async () => {
      others = [await escrowOver(w), await escrowOver(w)]
      const pledges = [await entry(escrow, 3n * UNIT), await entry(others[0]!, 4n * UNIT), await entry(others[1]!, 5n)]
      const before = await w.token.balanceOf(funder.address)
      await w.router.connect(funder).pledge(pledges)
      expect(await escrow.balanceOf(funder.address), 'shares of the first').to.equal(3n * UNIT)
      expect(await others[0]!.balanceOf(funder.address), 'shares of the second').to.equal(4n * UNIT)
      expect(await others[1]!.balanceOf(funder.address), 'shares of the third').to.equal(5n)
      expect(before - (await w.token.balanceOf(funder.address)), 'tokens spent').to.equal(7n * UNIT + 5n)
    })

    it('should return what was pledged to each', async () => {
      others = [await escrowOver(w)]
      await escrow.connect(w.stranger).deposit(CAP - 2n, w.stranger.address)
      const pledges = [await entry(escrow, 3n), await entry(others[0]!, 0n), await entry(others[0]!, 9n)]
      expect(await w.router.connect(funder).pledge.staticCall(pledges), 'pledged').to.deep.equal([2n, 0n, 9n])
    })

    it('should count the same escrow twice', async () => {
      await w.router.connect(funder).pledge([await entry(escrow, CAP - 1n), await entry(escrow, CAP)])
      expect(await escrow.balanceOf(funder.address), 'shares').to.equal(CAP)
    })

    it('should undo all pledges if one reverts', async () => {
      others = [await escrowOver(w)]
      await others[0]!.connect(w.stranger).deposit(CAP, w.stranger.address)
      const pledges = [await entry(escrow, UNIT), await entry(others[0]!, UNIT, 1n)]
      await expect(w.router.connect(funder).pledge(pledges)).to.be.revertedWithCustomError(w.router, 'TooLittleFits')
      expect(await escrow.totalSupply(), 'pledged to the first').to.equal(0n)
    })

    it('should do nothing with an empty list', async () => {
      expect(await w.router.connect(funder).pledge.staticCall([]), 'pledged').to.deep.equal([])
    })
  })

  describe('when somebody else pledges first', () => {
    beforeEach(() => escrow.connect(w.stranger).deposit(CAP - 10n, w.stranger.address))

    it('should take only what still fits', async () => {
      const before = await w.token.balanceOf(funder.address)
      await w.router.connect(funder).pledge([await entry(escrow, UNIT, 10n)])
      expect(await escrow.balanceOf(funder.address), 'shares').to.equal(10n)
      expect(before - (await w.token.balanceOf(funder.address)), 'tokens spent').to.equal(10n)
    })

    it('should revert if less than the least fits', async () => {
      await expect(w.router.connect(funder).pledge([await entry(escrow, UNIT, 11n)]))
        .to.be.revertedWithCustomError(w.router, 'TooLittleFits')
        .withArgs(await escrow.getAddress(), 10n, 11n)
    })
  })

  describe('when nothing fits', () => {
    it('should skip a full escrow', async () => {
      await escrow.connect(w.stranger).deposit(CAP, w.stranger.address)
      others = [await escrowOver(w)]
      await w.router.connect(funder).pledge([await entry(escrow, UNIT), await entry(others[0]!, UNIT)])
      expect(await escrow.balanceOf(funder.address), 'shares of the full one').to.equal(0n)
      expect(await others[0]!.balanceOf(funder.address), 'shares of the other').to.equal(UNIT)
    })

    it('should skip an escrow whose pledging has ended', async () => {
      await time.increaseTo((await escrow.terms()).pledgeBy + 1n)
      await w.router.connect(funder).pledge([await entry(escrow, UNIT)])
      expect(await escrow.totalSupply(), 'pledged').to.equal(0n)
    })

    it('should revert if at least one unit is wanted', async () => {
      await escrow.connect(w.stranger).deposit(CAP, w.stranger.address)
      await expect(w.router.connect(funder).pledge([await entry(escrow, UNIT, 1n)]))
        .to.be.revertedWithCustomError(w.router, 'TooLittleFits')
        .withArgs(await escrow.getAddress(), 0n, 1n)
    })
  })

  describe('when the least is above what is offered', () => {
    it('should revert', async () => {
      await expect(w.router.connect(funder).pledge([await entry(escrow, 5n, 6n)]))
        .to.be.revertedWithCustomError(w.router, 'TooLittleFits')
        .withArgs(await escrow.getAddress(), 5n, 6n)
    })
  })

  describe('when the caller has not allowed enough', () => {
    it('should revert with the error of the token', async () => {
      await w.token.connect(funder).approve(router, UNIT - 1n)
      await expect(w.router.connect(funder).pledge([await entry(escrow, UNIT)]))
        .to.be.revertedWithCustomError(w.token, 'ERC20InsufficientAllowance')
        .withArgs(router, UNIT - 1n, UNIT)
    })
  })

  describe('given a token that delivers less than was sent', () => {
    it('should revert', async () => {
      const fee = await ethers.deployContract('FeeToken')
      const over = await escrowOver(w, fee)
      ;[tokens, others] = [[fee], [over]]
      await fee.mint(funder.address, UNIT)
      await fee.connect(funder).approve(router, UNIT)
      await expect(w.router.connect(funder).pledge([await entry(over, UNIT)]))
        .to.be.revertedWithCustomError(fee, 'ERC20InsufficientBalance')
        .withArgs(router, (UNIT * 99n) / 100n, UNIT)
    })
  })

  describe('given a token without return values that refuses to change an allowance', () => {
    const FOR_EVER = 2n ** 96n - 1n
    let strict: StrictToken
    let over: Escrow

    beforeEach(async () => {
      strict = await ethers.deployContract('StrictToken')
      const price = 2n ** 100n
      over = await escrowOver(w, strict, { curve: [{ measurement: 1n, price }], cap: price, threshold: 1n })
      ;[tokens, others] = [[strict], [over]]
      await strict.mint(funder.address, price)
      await strict.connect(funder).approve(router, price)
    })

    it('should pledge again and again', async () => {
      await w.router.connect(funder).pledge([await entry(over, 3n), await entry(over, 4n)])
      await w.router.connect(funder).pledge([await entry(over, 5n)])
      expect(await over.balanceOf(funder.address), 'shares').to.equal(12n)
    })

    it('should take back an allowance that the token holds for ever', async () => {
      await w.router.connect(funder).pledge([await entry(over, FOR_EVER)])
      expect(await over.balanceOf(funder.address), 'shares').to.equal(FOR_EVER)
      expect(await strict.allowance(router, await over.getAddress()), 'allowance left').to.equal(0n)
    })
  })

  describe('given a hostile token', () => {
    let hostile: StrikingToken
    let over: Escrow

    beforeEach(async () => {
      hostile = await ethers.deployContract('StrikingToken')
      over = await escrowOver(w, hostile)
      ;[tokens, others] = [[hostile, w.token], [over]]
      await hostile.mint(funder.address, UNIT)
      await hostile.connect(funder).approve(router, UNIT)
    })

    const strike = async (target: { getAddress(): Promise<string> }, data: string) => {
      await hostile.arm(await target.getAddress(), data)
      await w.router.connect(funder).pledge([await entry(over, UNIT), await entry(escrow, UNIT)])
      expect(await hostile.attempts(), 'strikes').to.equal(2n) // the router pulls, the escrow pulls
      expect(await hostile.successes(), 'strikes that succeeded').to.equal(0n)
      expect(await escrow.balanceOf(funder.address), 'shares of the honest escrow').to.equal(UNIT)
    }
    const guard = ethers.id('ReentrancyGuardReentrantCall()').slice(0, 10)
    const reenters = async (data: string) => {
      await strike(w.router, data)
      expect(await hostile.failure(), 'error of the strike').to.equal(guard)
    }

    it('should not be entered by it through pledge', async () => {
      await reenters(w.router.interface.encodeFunctionData('pledge', [[]]))
    })

    it('should not be entered by it through pledgeNative', async () => {
      await reenters(w.router.interface.encodeFunctionData('pledgeNative', [[]]))
    })

    it('should not be entered by it through pledgeThroughVault', async () => {
      await reenters(w.router.interface.encodeFunctionData('pledgeThroughVault', [await w.token.getAddress(), []]))
    })

    it('should not be entered by it through permit', async () => {
      const call = [await w.token.getAddress(), 0n, 0n, 27, ethers.ZeroHash, ethers.ZeroHash] as const
      await reenters(w.router.interface.encodeFunctionData('permit', [...call]))
    })

    it('should not be entered by it through multicall', async () => {
      const inner = w.router.interface.encodeFunctionData('pledge', [[]])
      await reenters(w.router.interface.encodeFunctionData('multicall', [[inner]]))
    })

    it('should hold no money of the others that it could take', async () => {
      const args = [router, await hostile.getAddress(), 1n] as const
      await strike(w.token, w.token.interface.encodeFunctionData('transferFrom', [...args]))
    })

    it('should not spend the allowance of anybody but its caller', async () => {
      const pledges = [await entry(escrow, UNIT, UNIT)]
      await expect(w.router.connect(w.stranger).pledge(pledges))
        .to.be.revertedWithCustomError(w.token, 'ERC20InsufficientAllowance')
        .withArgs(router, 0n, UNIT)
    })
  })

  describe('when the last second for pledges comes', () => {
    it('should pledge in it and skip after it', async () => {
      const { pledgeBy } = await escrow.terms()
      await time.setNextBlockTimestamp(pledgeBy)
      await w.router.connect(funder).pledge([await entry(escrow, UNIT, UNIT)])
      expect(await escrow.balanceOf(funder.address), 'shares in the last second').to.equal(UNIT)
      await time.setNextBlockTimestamp(pledgeBy + 1n)
      await w.router.connect(funder).pledge([await entry(escrow, UNIT)])
      expect(await escrow.balanceOf(funder.address), 'shares after it').to.equal(UNIT)
    })
  })
})
