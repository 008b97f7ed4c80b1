import { expect } from 'chai'
import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types'
import { ethers, loadFixture } from '../support/escrow.ts'
import type { Escrow, HostileCaller, HostileToken } from '../../typechain-types/index.ts'
import { entry, escrowOver, expectRouterEmpty, periphery, type Periphery } from './support.ts'

const ETHER = 10n ** 18n
const MONEY = { curve: [{ measurement: 1n, price: 10n * ETHER }], cap: 10n * ETHER, threshold: ETHER }
const GUARD = ethers.id('ReentrancyGuardReentrantCall()').slice(0, 10)

describe('PledgeRouter.pledgeNative', () => {
  let w: Periphery
  let funder: HardhatEthersSigner
  let escrow: Escrow
  let tokens: { getAddress(): Promise<string> }[]
  let others: Escrow[]

  beforeEach(async () => {
    w = await loadFixture(periphery)
    funder = w.funders[0]!
    escrow = await escrowOver(w, w.weth, MONEY)
    ;[tokens, others] = [[w.weth], []]
  })
  afterEach(() => expectRouterEmpty(w.router, tokens, [escrow, ...others]))

  const fill = async (amount: bigint) => {
    await w.weth.connect(w.stranger).deposit({ value: amount })
    await w.weth.connect(w.stranger).approve(await escrow.getAddress(), amount)
    await escrow.connect(w.stranger).deposit(amount, w.stranger.address)
  }

  describe('given escrows over wrapped ETH', () => {
    it('should wrap and pledge to all of them', async () => {
      others = [await escrowOver(w, w.weth, MONEY)]
      const pledges = [await entry(escrow, ETHER), await entry(others[0]!, 2n * ETHER)]
      const sent = w.router.connect(funder).pledgeNative(pledges, { value: 3n * ETHER })
      await expect(sent).to.changeEtherBalance(ethers, funder, -3n * ETHER)
      expect(await escrow.balanceOf(funder.address), 'shares of the first').to.equal(ETHER)
      expect(await others[0]!.balanceOf(funder.address), 'shares of the second').to.equal(2n * ETHER)
      expect(await w.weth.balanceOf(await escrow.getAddress()), 'wrapped ETH of the first').to.equal(ETHER)
    })

    it('should return what was pledged to each', async () => {
      await fill(9n * ETHER)
      const pledges = [await entry(escrow, 5n * ETHER), await entry(escrow, 1n)]
      const pledged = await w.router.connect(funder).pledgeNative.staticCall(pledges, { value: 5n * ETHER })
      expect(pledged, 'pledged').to.deep.equal([ETHER, 0n])
    })

    it('should give back what does not fit', async () => {
      await fill(9n * ETHER)
      const sent = w.router
        .connect(funder)
        .pledgeNative([await entry(escrow, 5n * ETHER, ETHER)], { value: 5n * ETHER })
      await expect(sent).to.changeEtherBalance(ethers, funder, -ETHER)
      expect(await escrow.balanceOf(funder.address), 'shares').to.equal(ETHER)
    })

    it('should give back all of it if nothing fits', async () => {
      await fill(10n * ETHER)
      const sent = w.router.connect(funder).pledgeNative([await entry(escrow, ETHER)], { value: ETHER })
      await expect(sent).to.changeEtherBalance(ethers, funder, 0n)
    })

    it('should revert if less than the least fits', async () => {
      await fill(9n * ETHER)
      await expect(
        w.router.connect(funder).pledgeNative([await entry(escrow, 5n * ETHER, ETHER + 1n)], { value: 5n * ETHER }),
      )
        .to.be.revertedWithCustomError(w.router, 'TooLittleFits')
        .withArgs(await escrow.getAddress(), ETHER, ETHER + 1n)
    })
  })

  describe('when the value does not suffice', () => {
    it('should revert at the first pledge that it cannot pay', async () => {
      others = [await escrowOver(w, w.weth, MONEY)]
      const pledges = [await entry(escrow, ETHER), await entry(others[0]!, ETHER)]
      await expect(w.router.connect(funder).pledgeNative(pledges, { value: 2n * ETHER - 1n }))
        .to.be.revertedWithCustomError(w.router, 'ValueTooLow')
        .withArgs(await others[0]!.getAddress(), ETHER - 1n, ETHER)
    })

    it('should not count a value twice in a multicall', async () => {
      const call = w.router.interface.encodeFunctionData('pledgeNative', [[await entry(escrow, ETHER)]])
      const data = w.router.interface.encodeFunctionData('multicall', [[call, call]])
      const to = await w.router.getAddress()
      await expect(funder.sendTransaction({ to, data, value: ETHER })).to.be.revertedWithoutReason(ethers)
      await expect(w.router.connect(funder).multicall([call, call]))
        .to.be.revertedWithCustomError(w.router, 'ValueTooLow')
        .withArgs(await escrow.getAddress(), 0n, ETHER)
    })

    it('should refuse ETH that is simply sent', async () => {
      const to = await w.router.getAddress()
      await expect(funder.sendTransaction({ to, value: 1n })).to.be.revertedWithoutReason(ethers)
    })
  })

  describe('given an address that the factory did not make', () => {
    it('should revert', async () => {
      const pledges = [{ escrow: w.stranger.address, assets: 1n, least: 0n }]
      await expect(w.router.connect(funder).pledgeNative(pledges, { value: 1n }))
        .to.be.revertedWithCustomError(w.router, 'NotEscrow')
        .withArgs(w.stranger.address)
    })
  })

  describe('given an asset that is not wrapped ETH', () => {
    it('should revert if it has no deposit', async () => {
      const over = await escrowOver(w)
      ;[tokens, others] = [[w.token], [over]]
      await expect(
        w.router.connect(funder).pledgeNative([await entry(over, 1n)], { value: 1n }),
      ).to.be.revertedWithoutReason(ethers)
    })

    it('should revert if it swallows the ETH', async () => {
      const phantom = await ethers.deployContract('PhantomToken')
      const over = await escrowOver(w, phantom, MONEY)
      ;[tokens, others] = [[phantom], [over]]
      await expect(w.router.connect(funder).pledgeNative([await entry(over, ETHER)], { value: ETHER }))
        .to.be.revertedWithCustomError(w.router, 'NotWrapped')
        .withArgs(await over.getAddress(), ETHER, 0n)
    })
  })

  describe('given a hostile asset', () => {
    it('should not be entered by it while the rest of the value is there', async () => {
      const hostile: HostileToken = await ethers.deployContract('HostileToken')
      const over = await escrowOver(w, hostile, MONEY)
      ;[tokens, others] = [[hostile, w.weth], [over]]
      const steal = w.router.interface.encodeFunctionData('pledgeNative', [[]])
      await hostile.arm(await w.router.getAddress(), steal)
      const pledges = [await entry(over, ETHER), await entry(escrow, ETHER)]
      const sent = w.router.connect(funder).pledgeNative(pledges, { value: 5n * ETHER })
      await expect(sent).to.changeEtherBalance(ethers, funder, -2n * ETHER)
      expect(await hostile.attempts(), 'strikes').to.equal(2n) // when it wraps, when the escrow pulls
      expect(await hostile.successes(), 'strikes that succeeded').to.equal(0n)
      expect(await hostile.failure(), 'error of the strike').to.equal(GUARD)
      expect(await escrow.balanceOf(funder.address), 'shares of the honest escrow').to.equal(ETHER)
    })
  })

  describe('given a caller that is a contract', () => {
    let caller: HostileCaller
    let data: string

    beforeEach(async () => {
      caller = await ethers.deployContract('HostileCaller')
      data = w.router.interface.encodeFunctionData('pledgeNative', [[await entry(escrow, ETHER)]])
    })

    it('should revert if it does not take back its rest', async () => {
      await caller.refuse()
      await expect(caller.run(await w.router.getAddress(), data, { value: ETHER + 1n })).to.be.revertedWithCustomError(
        caller,
        'Refused',
      )
    })

    it('should pledge for it if there is no rest', async () => {
      await caller.refuse()
      await caller.run(await w.router.getAddress(), data, { value: ETHER })
      expect(await escrow.balanceOf(await caller.getAddress()), 'shares').to.equal(ETHER)
    })

    it('should not be entered by it when it takes back its rest', async () => {
      await caller.arm(await w.router.getAddress(), w.router.interface.encodeFunctionData('pledgeNative', [[]]))
      await caller.run(await w.router.getAddress(), data, { value: ETHER + 5n })
      expect(await caller.attempts(), 'strikes').to.equal(1n)
      expect(await caller.failure(), 'error of the strike').to.equal(GUARD)
      expect(await ethers.provider.getBalance(await caller.getAddress()), 'the rest').to.equal(5n)
    })
  })
})
