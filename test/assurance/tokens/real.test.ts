/** Tokens as people hold them: a dollar with blocklist and pause, the original WETH9, a savings vault that earns or loses. */
import { expect } from 'chai'
import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types'
import {
  DAY,
  Status,
  arbitrated,
  ethers,
  file,
  loadFixture,
  networkHelpers,
  observe,
  time,
} from '../../support/escrow.ts'
import type { TermsValues, World } from '../../support/escrow.ts'
import type { Escrow } from '../../../typechain-types/index.ts'
import { escrowOver, expectRouterEmpty, periphery } from '../../periphery/support.ts'
import { expectSolvent } from '../../support/solvency.ts'
import { deployWeth9 } from './make.ts'

const UNIT = 10n ** 6n
const COIN = 10n ** 18n

/** The curve of `terms`, 10 coins a unit of measurement to 100, in coins of `coin`. */
const scaled = (coin: bigint): Partial<TermsValues> => ({
  curve: [
    { measurement: 0n, price: 0n },
    { measurement: 100n, price: 1000n * coin },
  ],
  threshold: 100n * coin,
  cap: 1000n * coin,
})

/** A claim that all observe as `m`. */
async function proved(w: World, escrow: Escrow, m: bigint): Promise<string> {
  const key = await file(w, escrow)
  await observe(w, escrow, key, [m, m, m, m, m])
  return key
}

/** Ends claims and settles. */
async function close(escrow: Escrow): Promise<void> {
  await time.increaseTo((await escrow.claimsEnd()) + 1n)
  await escrow.settle(100)
}

describe('a dollar with blocklist and pause', () => {
  async function dollars() {
    const w = await periphery()
    const dollar = await ethers.deployContract('FiatToken')
    const [issuer] = await ethers.getSigners()
    await dollar.configureMinter(issuer!.address, ethers.MaxUint256)
    for (const signer of await ethers.getSigners()) await dollar.mint(signer.address, 10_000n * UNIT)
    const token = await ethers.getContractAt('TestToken', dollar)
    const over = async (override: Partial<TermsValues>) => {
      const escrow = await escrowOver({ ...w, token }, dollar, override)
      for (const funder of w.funders) await escrow.connect(funder).deposit(200n * UNIT, funder.address)
      return escrow
    }
    return { ...w, token, dollar, over }
  }

  it('should hold up nobody else when payee, a member, the arbiter and a funder are blocked', async () => {
    const w = await loadFixture(dollars)
    const [a, b, c] = w.funders as [HardhatEthersSigner, HardhatEthersSigner, HardhatEthersSigner]
    const escrow = await w.over(arbitrated(w))
    const key = await proved(w, escrow, 5n)
    await escrow.connect(w.stranger).challenge(key, 'doubts')
    for (const account of [w.payee, w.members[0]!, w.arbiter, a]) await w.dollar.blacklist(account.address)
    await escrow.connect(w.arbiter).rule(key, 4n, '')
    await close(escrow)
    const blocked = 'Blacklistable: account is blacklisted'
    for (const account of [w.payee, w.members[0]!, w.arbiter]) {
      await expect(escrow.collect(account.address, account.address), 'to itself').to.be.revertedWith(blocked)
      const other = ethers.Wallet.createRandom().address
      const owed = await escrow.owed(account.address)
      await escrow.connect(account).collect(account.address, other)
      expect(await w.dollar.balanceOf(other), 'elsewhere').to.equal(owed)
    }
    for (const member of w.members.slice(1)) await escrow.collect(member.address, member.address)
    await escrow.connect(b).redeem(200n * UNIT, b.address, b.address)
    await expect(escrow.connect(a).redeem(1n, a.address, a.address)).to.be.revertedWith(blocked)
    // Shares are not the token: a blocked funder can still sell them.
    await escrow.connect(a).transfer(c.address, 200n * UNIT)
    await escrow.connect(c).redeem(400n * UNIT, c.address, c.address)
    await expectSolvent(escrow, 'blocked accounts', 2n)
  })

  it('should let claims be filed, decided and settled while paused, where filing costs nothing; money waits', async () => {
    const w = await loadFixture(dollars)
    const escrow = await w.over({})
    await w.dollar.pause()
    await proved(w, escrow, 5n)
    await close(escrow)
    expect(await escrow.status(), 'status').to.equal(Status.Closed)
    await expect(escrow.collect(w.payee.address, w.payee.address)).to.be.revertedWith('Pausable: paused')
    await time.increase(1000n * DAY)
    await w.dollar.unpause()
    await escrow.collect(w.payee.address, w.payee.address)
    for (const f of w.funders) await escrow.connect(f).redeem(200n * UNIT, f.address, f.address)
    await expectSolvent(escrow, 'paused', 3n)
  })

  it('should let a pause that outlasts the deadline keep out a claim that costs a fee: what remains of the risk', async () => {
    const w = await loadFixture(dollars)
    const escrow = await w.over({ claimFee: 5n })
    const commitment = ethers.id('in time')
    await w.dollar.pause()
    const filing = () => escrow.connect(w.solver).file(commitment, w.payee.address, '')
    await expect(filing()).to.be.revertedWith('Pausable: paused')
    await time.increaseTo((await escrow.claimsEnd()) + 1n)
    await w.dollar.unpause()
    await expect(filing()).to.be.revertedWithCustomError(escrow, 'ClaimsEnded')
    expect(await escrow.status(), 'all goes back to the funders').to.equal(Status.Closed)
    expect(await escrow.refundable()).to.equal(600n * UNIT)
  })
})

describe('the original WETH9', () => {
  it('should take ether through the router, pay in it, refund it, and give the ether back', async () => {
    const w = await loadFixture(periphery)
    const weth = await ethers.getContractAt('TestToken', await deployWeth9())
    const one = await escrowOver({ ...w, token: weth }, weth, scaled(COIN))
    const two = await escrowOver({ ...w, token: weth }, weth, { ...scaled(COIN), cap: 150n * COIN })
    const [a] = w.funders as [HardhatEthersSigner]
    const pledges = [
      { escrow: await one.getAddress(), assets: 300n * COIN, least: 300n * COIN },
      { escrow: await two.getAddress(), assets: 200n * COIN, least: 0n },
    ]
    await expect(w.router.connect(a).pledgeNative(pledges, { value: 600n * COIN })).to.changeEtherBalance(
      ethers,
      a,
      -450n * COIN,
    )
    expect([await one.balanceOf(a.address), await two.balanceOf(a.address)], 'shares').to.deep.equal([
      300n * COIN,
      150n * COIN,
    ])
    await expectRouterEmpty(w.router, [weth], [one, two])

    await proved(w, one, 7n)
    await close(one)
    await one.collect(w.payee.address, w.payee.address)
    expect(await weth.balanceOf(w.payee.address), 'paid').to.equal(70n * COIN)
    await one.connect(a).redeem(300n * COIN, a.address, a.address)
    expect(await weth.balanceOf(a.address), 'refunded').to.equal(230n * COIN)
    await expectSolvent(one, 'WETH9', 1n)

    const unwrap = new ethers.Contract(await weth.getAddress(), ['function withdraw(uint256)'], w.payee)
    await expect(unwrap.getFunction('withdraw')(70n * COIN)).to.changeEtherBalance(ethers, w.payee, 70n * COIN)
  })

  it('should take allowances of any size, and refuse what is not there without a reason', async () => {
    const w = await loadFixture(periphery)
    const address = await deployWeth9()
    const weth = await ethers.getContractAt('TestToken', address)
    const escrow = await escrowOver({ ...w, token: weth }, weth, scaled(COIN))
    const [a, b] = w.funders as [HardhatEthersSigner, HardhatEthersSigner]
    await a.sendTransaction({ to: address, value: 100n * COIN })
    await escrow.connect(a).deposit(100n * COIN, a.address)
    expect(await weth.allowance(a.address, escrow), 'an infinite allowance stays').to.equal(ethers.MaxUint256)
    await expect(escrow.connect(b).deposit(1n, b.address)).to.be.revertedWithoutReason(ethers)
    await expectSolvent(escrow, 'WETH9', 0n)
  })
})

describe('a savings vault as asset', () => {
  /** Two funders pledge 300 dollars each through the vault; one claim earns half of the shares. */
  async function saved() {
    const w = await periphery()
    const dollar = await ethers.deployContract('TestToken', ['Dollar', 'USD', 6])
    const vault = await ethers.deployContract('SavingsVault', [dollar])
    const shares = await ethers.getContractAt('TestToken', vault)
    const escrow = await escrowOver({ ...w, token: shares }, vault)
    const [a, b] = w.funders as [HardhatEthersSigner, HardhatEthersSigner]
    for (const funder of [a, b]) {
      await dollar.mint(funder.address, 300n * UNIT)
      await dollar.connect(funder).approve(w.router, ethers.MaxUint256)
      const pledge = { escrow: await escrow.getAddress(), assets: 300n * UNIT, least: 300n * UNIT }
      await w.router.connect(funder).pledgeThroughVault(dollar, [pledge])
    }
    await expectRouterEmpty(w.router, [dollar, vault], [escrow, vault])
    return { ...w, token: shares, dollar, vault, escrow, a, b }
  }

  for (const [what, factor, worth] of [
    ['earned half', 150n, 450n * UNIT],
    ['lost half', 50n, 150n * UNIT],
    ['lost everything', 0n, 0n],
  ] as const) {
    it(`should pay and refund every share when the vault has ${what}: each bears it by its part`, async () => {
      const w = await loadFixture(saved)
      const { escrow, vault, dollar, a, b } = w
      await proved(w, escrow, 30n)
      const address = await vault.getAddress()
      const held = await dollar.balanceOf(address)
      if (factor > 100n) await dollar.mint(address, (held * (factor - 100n)) / 100n)
      else {
        await networkHelpers.impersonateAccount(address)
        await networkHelpers.setBalance(address, COIN)
        const loss = (held * (100n - factor)) / 100n
        await dollar.connect(await ethers.getSigner(address)).transfer(w.stranger.address, loss)
      }
      await close(escrow)
      await escrow.collect(w.payee.address, w.payee.address)
      expect(await vault.balanceOf(w.payee.address), 'shares paid').to.equal(300n * UNIT)
      for (const funder of [a, b]) await escrow.connect(funder).redeem(300n * UNIT, funder.address, funder.address)
      for (const funder of [a, b]) {
        expect(await vault.balanceOf(funder.address), 'shares refunded').to.equal(150n * UNIT)
      }
      const value = await vault.convertToAssets(300n * UNIT)
      expect(value <= worth && worth - value <= 1n, `the solver's part is worth ${value}`).to.equal(true)
      await expectSolvent(escrow, what, 0n)
    })
  }
})

describe('corners of tokens that refuse', () => {
  it('should keep worthless shares from being redeemed over a token that reverts on 0, and harm nobody by it', async () => {
    const w = await loadFixture(periphery)
    const hostile = await ethers.deployContract('HostileToken')
    await hostile.setMode(10) // RefusesZeroAmount
    for (const signer of await ethers.getSigners()) await hostile.mint(signer.address, 2000n * UNIT)
    const token = await ethers.getContractAt('TestToken', hostile)
    const escrow = await escrowOver({ ...w, token }, token)
    const [a] = w.funders as [HardhatEthersSigner]
    await escrow.connect(a).deposit(1000n * UNIT, a.address)
    await proved(w, escrow, 100n)
    await escrow.settle(1)
    expect(await escrow.refundable(), 'refundable').to.equal(0n)
    await expect(escrow.connect(a).redeem(5n, a.address, a.address)).to.be.revertedWithCustomError(hostile, 'Refused')
    await escrow.collect(w.payee.address, w.payee.address)
    await expectSolvent(escrow, 'reverts on 0', 0n)
  })

  it('should strand what is owed to a payee that is the escrow itself, and nothing else', async () => {
    const w = await loadFixture(periphery)
    const escrow = await escrowOver(w)
    const address = await escrow.getAddress()
    const [a] = w.funders as [HardhatEthersSigner]
    await escrow.connect(a).deposit(200n * UNIT, a.address)
    await escrow.connect(w.solver).file(ethers.id('own goal'), address, '')
    const key = await escrow.keyAt(ethers.ZeroHash, 0)
    await observe(w, escrow, key, [5n, 5n, 5n, 5n, 5n])
    await close(escrow)
    await escrow.collect(address, address)
    await escrow.connect(a).redeem(200n * UNIT, a.address, a.address)
    expect(await w.token.balanceOf(address), 'stranded').to.equal(50n * UNIT)
    expect(await escrow.owed(address), 'owed').to.equal(0n)
  })
})
