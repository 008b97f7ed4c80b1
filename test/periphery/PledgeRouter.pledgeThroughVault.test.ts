import { expect } from 'chai'
import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types'
import { UNIT, ethers, loadFixture } from '../support/escrow.ts'
import type { Escrow, HostileVault, SavingsVault, TestToken } from '../../typechain-types/index.ts'
import { entry, escrowOver, expectRouterEmpty, periphery, type Periphery } from './support.ts'

const CAP = 1000n * UNIT

describe('PledgeRouter.pledgeThroughVault', () => {
  let w: Periphery
  let funder: HardhatEthersSigner
  let vault: SavingsVault
  let escrow: Escrow
  let dollars: string
  let others: { getAddress(): Promise<string> }[]

  beforeEach(async () => {
    w = await loadFixture(periphery)
    funder = w.funders[0]!
    vault = await ethers.deployContract('SavingsVault', [await w.token.getAddress()])
    escrow = await escrowOver(w, vault)
    dollars = await w.token.getAddress()
    others = []
    // Savings of a stranger that have grown: 200 shares are worth 300 tokens and a bit.
    await w.token.connect(w.stranger).approve(await vault.getAddress(), ethers.MaxUint256)
    await vault.connect(w.stranger).deposit(200n * UNIT, w.stranger.address)
    await w.token.connect(w.stranger).transfer(await vault.getAddress(), 100n * UNIT + 7n)
  })
  afterEach(() => expectRouterEmpty(w.router, [w.token, vault], [escrow, vault, ...others]))

  // The vault's arithmetic, recomputed: one virtual share, one virtual unit.
  const [supply, total] = [200n * UNIT + 1n, 300n * UNIT + 8n]
  const sharesFor = (assets: bigint) => (assets * supply) / total
  const priceOf = (shares: bigint) => (shares * total + supply - 1n) / supply

  const spent = async (act: () => Promise<unknown>) => {
    const before = await w.token.balanceOf(funder.address)
    await act()
    return before - (await w.token.balanceOf(funder.address))
  }
  /** Leaves room for `room` more vault shares. */
  const fill = async (room: bigint, over = escrow) => {
    await w.token.mint(w.stranger.address, 10_000n * UNIT)
    await vault.connect(w.stranger).mint(CAP - room, w.stranger.address)
    await vault.connect(w.stranger).approve(await over.getAddress(), CAP)
    await over.connect(w.stranger).deposit(CAP - room, w.stranger.address)
  }

  describe('given a savings vault', () => {
    it('should pledge the shares that the assets buy', async () => {
      const cost = await spent(async () =>
        w.router.connect(funder).pledgeThroughVault(w.token, [await entry(escrow, 30n * UNIT)]),
      )
      expect(cost, 'tokens spent').to.equal(30n * UNIT)
      expect(await escrow.balanceOf(funder.address), 'shares of the escrow').to.equal(sharesFor(30n * UNIT))
      expect(await vault.balanceOf(await escrow.getAddress()), 'vault shares in the escrow').to.equal(
        sharesFor(30n * UNIT),
      )
    })

    it('should return what was pledged to each', async () => {
      const pledges = [await entry(escrow, 30n * UNIT), await entry(escrow, 0n)]
      const pledged = await w.router.connect(funder).pledgeThroughVault.staticCall(w.token, pledges)
      expect(pledged, 'pledged').to.deep.equal([sharesFor(30n * UNIT), 0n])
    })

    it('should pledge to many escrows', async () => {
      const second = await escrowOver(w, vault)
      others = [second]
      await w.router.connect(funder).pledgeThroughVault(w.token, [await entry(escrow, UNIT), await entry(second, UNIT)])
      expect(await escrow.balanceOf(funder.address), 'shares of the first').to.equal(sharesFor(UNIT))
      expect(await second.balanceOf(funder.address), 'shares of the second').to.be.greaterThan(0n)
    })

    it('should pledge in one transaction with other kinds by multicall', async () => {
      const plain = await escrowOver(w)
      others = [plain]
      await w.router
        .connect(funder)
        .multicall([
          w.router.interface.encodeFunctionData('pledgeThroughVault', [dollars, [await entry(escrow, UNIT, 1n)]]),
          w.router.interface.encodeFunctionData('pledge', [[await entry(plain, UNIT, 1n)]]),
        ])
      expect(await escrow.balanceOf(funder.address), 'shares through the vault').to.equal(sharesFor(UNIT))
      expect(await plain.balanceOf(funder.address), 'shares of the plain escrow').to.equal(UNIT)
    })
  })

  describe('when less than the assets fits', () => {
    it('should take only the underlying that is needed', async () => {
      await fill(5n * UNIT)
      const needed = await vault.previewMint(5n * UNIT)
      expect(needed, 'price of what fits').to.be.closeTo(priceOf(5n * UNIT), 1n)
      const pledges = [await entry(escrow, 900n * UNIT, 5n * UNIT)]
      const cost = await spent(() => w.router.connect(funder).pledgeThroughVault(w.token, pledges))
      expect(cost, 'tokens spent').to.equal(needed)
      expect(await escrow.balanceOf(funder.address), 'shares').to.equal(5n * UNIT)
      expect(await escrow.maxDeposit(funder.address), 'room left').to.equal(0n)
    })

    it('should revert if less than the least fits', async () => {
      await fill(5n * UNIT)
      await expect(
        w.router.connect(funder).pledgeThroughVault(w.token, [await entry(escrow, 900n * UNIT, 5n * UNIT + 1n)]),
      )
        .to.be.revertedWithCustomError(w.router, 'TooLittleFits')
        .withArgs(await escrow.getAddress(), 5n * UNIT, 5n * UNIT + 1n)
    })

    it('should skip and take nothing if nothing fits', async () => {
      await fill(0n)
      const pledges = [await entry(escrow, 900n * UNIT)]
      const cost = await spent(() => w.router.connect(funder).pledgeThroughVault(w.token, pledges))
      expect(cost, 'tokens spent').to.equal(0n)
    })
  })

  describe('when the vault gives less than wanted', () => {
    it('should revert below the least', async () => {
      const least = sharesFor(30n * UNIT) + 1n
      await expect(w.router.connect(funder).pledgeThroughVault(w.token, [await entry(escrow, 30n * UNIT, least)]))
        .to.be.revertedWithCustomError(w.router, 'TooLittleFits')
        .withArgs(await escrow.getAddress(), least - 1n, least)
    })
  })

  describe('given an address that the factory did not make', () => {
    it('should revert', async () => {
      const pledges = [{ escrow: w.stranger.address, assets: 1n, least: 0n }]
      await expect(w.router.connect(funder).pledgeThroughVault(w.token, pledges))
        .to.be.revertedWithCustomError(w.router, 'NotEscrow')
        .withArgs(w.stranger.address)
    })
  })

  describe('given an asset that is no vault', () => {
    it('should revert', async () => {
      const plain = await escrowOver(w)
      others = [plain]
      const sent = w.router.connect(funder).pledgeThroughVault(w.token, [await entry(plain, UNIT)])
      await expect(sent).to.be.revertedWithoutReason(ethers)
    })
  })

  describe('given a hostile vault', () => {
    let hostile: HostileVault
    let over: Escrow

    beforeEach(async () => {
      hostile = await ethers.deployContract('HostileVault', [await w.token.getAddress()])
      over = await escrowOver(w, hostile)
      others = [hostile, over]
    })

    it('should give back underlying that it did not take and its allowance', async () => {
      await hostile.behave(40n, 40n)
      const cost = await spent(async () =>
        w.router.connect(funder).pledgeThroughVault(w.token, [await entry(over, 10n * UNIT)]),
      )
      expect(cost, 'tokens spent').to.equal(4n * UNIT)
      expect(await over.balanceOf(funder.address), 'shares').to.equal(4n * UNIT)
    })

    it('should give the caller the vault shares above the cap', async () => {
      await hostile.behave(100n, 150n)
      await w.router.connect(funder).pledgeThroughVault(w.token, [await entry(over, CAP)])
      expect(await over.balanceOf(funder.address), 'shares').to.equal(CAP)
      expect(await hostile.balanceOf(funder.address), 'vault shares given back').to.equal(CAP / 2n)
    })

    it('should revert if it takes money and gives nothing', async () => {
      await hostile.behave(100n, 0n)
      const pledges = [await entry(escrow, 5n * UNIT), await entry(over, 3n * UNIT)]
      await expect(w.router.connect(funder).pledgeThroughVault(w.token, pledges))
        .to.be.revertedWithCustomError(w.router, 'NothingBought')
        .withArgs(await over.getAddress(), 3n * UNIT)
    })

    it('should cost no more than was named for its own escrow if it gives next to nothing', async () => {
      await hostile.behave(100n, 1n)
      const pledges = [await entry(over, 3n * UNIT), await entry(escrow, 5n * UNIT)]
      const cost = await spent(() => w.router.connect(funder).pledgeThroughVault(w.token, pledges))
      expect(cost, 'tokens spent').to.equal(8n * UNIT)
      expect(await over.totalSupply(), 'pledged to its escrow').to.equal((3n * UNIT) / 100n)
      expect(await escrow.balanceOf(funder.address), 'shares of the honest escrow').to.equal(sharesFor(5n * UNIT))
    })

    it('should revert if it gives less than the least', async () => {
      await hostile.behave(100n, 50n)
      await expect(w.router.connect(funder).pledgeThroughVault(w.token, [await entry(over, 4n * UNIT, 2n * UNIT + 1n)]))
        .to.be.revertedWithCustomError(w.router, 'TooLittleFits')
        .withArgs(await over.getAddress(), 2n * UNIT, 2n * UNIT + 1n)
    })

    it('should not be entered by it', async () => {
      await hostile.arm(
        await w.router.getAddress(),
        w.router.interface.encodeFunctionData('pledgeThroughVault', [dollars, []]),
      )
      await w.router.connect(funder).pledgeThroughVault(w.token, [await entry(over, UNIT)])
      expect(await hostile.attempts(), 'strikes').to.equal(1n)
      expect(await hostile.failure(), 'error of the strike').to.equal(
        ethers.id('ReentrancyGuardReentrantCall()').slice(0, 10),
      )
    })

    it('should take no more than the router allowed it', async () => {
      await hostile.behave(101n, 100n)
      await expect(w.router.connect(funder).pledgeThroughVault(w.token, [await entry(over, 100n * UNIT)]))
        .to.be.revertedWithCustomError(w.token, 'ERC20InsufficientAllowance')
        .withArgs(await hostile.getAddress(), 100n * UNIT, 101n * UNIT)
    })
  })

  describe('given a hostile vault that turns to another token before the transaction', () => {
    let hostile: HostileVault
    let over: Escrow
    let other: TestToken

    beforeEach(async () => {
      hostile = await ethers.deployContract('HostileVault', [dollars])
      over = await escrowOver(w, hostile)
      // A token that the funder allowed the router for ever, and has not named in this call.
      other = await ethers.deployContract('TestToken', ['Other', 'OTH', 18])
      await other.mint(funder.address, 500n * UNIT)
      await other.connect(funder).approve(await w.router.getAddress(), ethers.MaxUint256)
      others = [hostile, over, other]
      await hostile.turn(await other.getAddress(), 500n * UNIT)
    })
    afterEach(async () => {
      expect(await other.balanceOf(funder.address), 'of the token that was not named').to.equal(500n * UNIT)
    })

    it('should revert with both tokens and take nothing', async () => {
      const pledges = [await entry(escrow, UNIT), await entry(over, 1000n * UNIT)]
      const cost = await spent(async () => {
        await expect(w.router.connect(funder).pledgeThroughVault(w.token, pledges))
          .to.be.revertedWithCustomError(w.router, 'OtherUnderlying')
          .withArgs(await over.getAddress(), await other.getAddress(), dollars)
      })
      expect(cost, 'tokens spent').to.equal(0n)
    })

    it('should revert too if nothing fits', async () => {
      const pledges = [await entry(over, 0n)]
      await expect(w.router.connect(funder).pledgeThroughVault(w.token, pledges))
        .to.be.revertedWithCustomError(w.router, 'OtherUnderlying')
        .withArgs(await over.getAddress(), await other.getAddress(), dollars)
    })
  })

  describe('given a hostile vault that turns its price', () => {
    it('should take no more than the assets, and nothing where nothing fits', async () => {
      const hostile = await ethers.deployContract('HostileVault', [dollars])
      const over = await escrowOver(w, hostile)
      others = [hostile, over]
      await hostile.turn(dollars, ethers.MaxUint256)
      const pledge = async (assets: bigint) => {
        const pledges = [await entry(over, assets)]
        return spent(() => w.router.connect(funder).pledgeThroughVault(w.token, pledges))
      }
      expect(await pledge(CAP - UNIT), 'tokens spent').to.equal(CAP - UNIT)
      expect(await pledge(UNIT), 'tokens spent on the rest').to.equal(UNIT)
      expect(await over.maxDeposit(funder.address), 'room').to.equal(0n)
      expect(await pledge(UNIT), 'tokens spent when full').to.equal(0n)
    })
  })

  describe('given a vault whose share a donation has made dearer than the assets', () => {
    it('should revert', async () => {
      const inflated = await ethers.deployContract('SavingsVault', [dollars])
      const over = await escrowOver(w, inflated)
      others = [inflated, over]
      await w.token.connect(w.stranger).approve(await inflated.getAddress(), 1n)
      await inflated.connect(w.stranger).deposit(1n, w.stranger.address)
      await w.token.connect(w.stranger).transfer(await inflated.getAddress(), 100n * UNIT)
      const cost = await spent(async () => {
        await expect(w.router.connect(funder).pledgeThroughVault(w.token, [await entry(over, 50n * UNIT)]))
          .to.be.revertedWithCustomError(w.router, 'NothingBought')
          .withArgs(await over.getAddress(), 50n * UNIT)
      })
      expect(cost, 'tokens spent').to.equal(0n)
    })
  })
})
