/** Hostile tokens: nothing they do moves anybody else's money, and what they deliver short is refused. */
import { expect } from 'chai'
import {
  ethers,
  arbitrated,
  create,
  file,
  keyOf,
  loadFixture,
  observation,
  observe,
  terms,
  time,
  world,
} from '../support/escrow.ts'
import { expectSolvent } from '../support/solvency.ts'
import { close } from './env.ts'

const Mode = { Honest: 0, TakesFee: 1, AnswersFalse: 2, Reverts: 3 } as const

/** A binding escrow with arbiter and fees over a token that is honest so far; its first claim passed all phases but settling. */
async function over(name: 'HostileToken' | 'ReentrantToken') {
  const w = await world()
  const deployed = await ethers.deployContract(name)
  // Both are minted like the test token.
  const token = await ethers.getContractAt('TestToken', await deployed.getAddress())
  const t = await terms(w, { ...arbitrated(w), asset: await token.getAddress() })
  const escrow = await create({ ...w, token }, t)
  for (const signer of await ethers.getSigners()) await token.mint(signer.address, 10n ** 12n)
  const [a, b] = [w.funders[0]!, w.funders[1]!]
  await escrow.connect(a).deposit(200n * 10n ** 6n, a.address)
  return { w, token, escrow, address: await escrow.getAddress(), a, b }
}

async function hostile() {
  const { token, ...rest } = await over('HostileToken')
  return { ...rest, token: await ethers.getContractAt('HostileToken', token) }
}
async function reentrant() {
  const { token, ...rest } = await over('ReentrantToken')
  return { ...rest, token: await ethers.getContractAt('ReentrantToken', token) }
}

describe('hostile tokens', () => {
  describe('given a token that takes a fee', () => {
    it('should refuse pledges', async () => {
      const { token, escrow, a } = await loadFixture(hostile)
      await token.setMode(Mode.TakesFee)
      await expect(escrow.connect(a).deposit(100n, a.address))
        .to.be.revertedWithCustomError(escrow, 'TokenDeliveredLess')
        .withArgs(100n, 99n)
      await expect(escrow.connect(a).mint(100n, a.address))
        .to.be.revertedWithCustomError(escrow, 'TokenDeliveredLess')
        .withArgs(100n, 99n)
      expect(await escrow.pledged(), 'P').to.equal(200n * 10n ** 6n)
    })

    it('should refuse the fees of claims, break claims and challenges', async () => {
      const { w, token, escrow } = await loadFixture(hostile)
      const key = await file(w, escrow)
      await observe(w, escrow, key, [1n, 1n, 1n, 1n, 1n])
      await token.setMode(Mode.TakesFee)
      const { claimFee, challengeFee } = await escrow.terms()
      await expect(escrow.connect(w.solver).file(ethers.id('x'), w.payee.address, ''))
        .to.be.revertedWithCustomError(escrow, 'TokenDeliveredLess')
        .withArgs(claimFee, claimFee - 1n)
      await expect(escrow.connect(w.solver).challenge(key, ''))
        .to.be.revertedWithCustomError(escrow, 'TokenDeliveredLess')
        .withArgs(challengeFee, challengeFee - 1n)
      const held = await create(
        { ...w, token: await ethers.getContractAt('TestToken', token) },
        {
          ...(await terms(w, { asset: await token.getAddress(), claimFee: 5n, holdback: 5000n, warranty: 86_400n })),
        },
      )
      await token.setMode(Mode.Honest)
      const funder = w.funders[0]!
      await held.connect(funder).deposit(200n * 10n ** 6n, funder.address)
      const target = await file(w, held)
      await observe(w, held, target, [1n, 1n, 1n, 1n, 1n])
      await held.settle(1)
      await token.setMode(Mode.TakesFee)
      await expect(held.connect(w.solver).fileBreak(target, ethers.id('x'), w.payee.address, ''))
        .to.be.revertedWithCustomError(held, 'TokenDeliveredLess')
        .withArgs(5n, 4n)
      await token.setMode(Mode.Honest)
      await expectSolvent(escrow, 'fee on transfer', 0n)
      await expectSolvent(held, 'fee on transfer, holdback', 0n)
    })
  })

  describe('given a token that answers false', () => {
    it('should move nothing in or out', async () => {
      const { w, token, escrow, a } = await loadFixture(hostile)
      const key = await file(w, escrow)
      await observe(w, escrow, key, [1n, 1n, 1n, 1n, 1n])
      await close(escrow)
      await token.setMode(Mode.AnswersFalse)
      const shares = await escrow.balanceOf(a.address)
      const actions = {
        redeem: () => escrow.connect(a).redeem(5n, a.address, a.address),
        withdraw: () => escrow.connect(a).withdraw(5n, a.address, a.address),
        collect: () => escrow.collect(w.payee.address, w.payee.address),
      }
      await escrow.settle(1)
      for (const [name, action] of Object.entries(actions)) {
        await expect(action(), name).to.be.revertedWithCustomError(escrow, 'SafeERC20FailedOperation').withArgs(token)
      }
      expect(await escrow.balanceOf(a.address), 'shares stay').to.equal(shares)
      expect((await escrow.owed(w.payee.address)) > 0n, 'owed stays').to.equal(true)
      await token.setMode(Mode.Honest)
      await actions.collect()
      await escrow.connect(a).redeem(shares, a.address, a.address)
      await expectSolvent(escrow, 'answers false', 1n)
    })

    it('should refuse pledges', async () => {
      const { token, escrow, a } = await loadFixture(hostile)
      await token.setMode(Mode.AnswersFalse)
      await expect(escrow.connect(a).deposit(5n, a.address)).to.be.revertedWithCustomError(
        escrow,
        'SafeERC20FailedOperation',
      )
    })
  })

  describe('given a token that reverts', () => {
    it('should still decide and settle', async () => {
      const { w, token, escrow, a } = await loadFixture(hostile)
      const key = await file(w, escrow)
      await token.setMode(Mode.Reverts)
      await observe(w, escrow, key, [1n, 1n, 1n, 1n, 1n])
      await time.increase((await escrow.terms()).challengeWithin + 1n)
      await escrow.settle(1)
      expect((await escrow.docket()).settled, 'settled').to.equal(1n)
      await expect(escrow.collect(w.payee.address, w.payee.address)).to.be.revertedWithCustomError(token, 'Refused')
      await expect(escrow.connect(a).deposit(1n, a.address)).to.be.revertedWithCustomError(
        escrow,
        'ERC4626ExceededMaxDeposit',
      )
      await token.setMode(Mode.Honest)
      await escrow.collect(w.payee.address, w.payee.address)
      await expectSolvent(escrow, 'reverts', 0n)
    })
  })

  describe('given a token that blocks an account', () => {
    it('should let the payee collect elsewhere', async () => {
      const { w, token, escrow, b } = await loadFixture(hostile)
      const key = await file(w, escrow)
      await observe(w, escrow, key, [1n, 1n, 1n, 1n, 1n])
      await time.increase((await escrow.terms()).challengeWithin + 1n)
      await escrow.settle(1)
      await token.block_(w.payee.address)
      await expect(escrow.collect(w.payee.address, w.payee.address)).to.be.revertedWithCustomError(token, 'Refused')
      const owed = await escrow.owed(w.payee.address)
      const before = await token.balanceOf(b.address)
      await escrow.connect(w.payee).collect(w.payee.address, b.address)
      expect((await token.balanceOf(b.address)) - before, 'collected elsewhere').to.equal(owed)
      await expectSolvent(escrow, 'blocked payee', 0n)
    })

    it('should let the funder redeem elsewhere and nobody else be stopped', async () => {
      const { token, escrow, a, b } = await loadFixture(hostile)
      await escrow.connect(b).deposit(7n, b.address)
      await close(escrow)
      await token.block_(a.address)
      await expect(escrow.connect(a).redeem(5n, a.address, a.address)).to.be.revertedWithCustomError(token, 'Refused')
      await escrow.connect(b).redeem(7n, b.address, b.address)
      const before = await token.balanceOf(b.address)
      await escrow.connect(a).redeem(await escrow.balanceOf(a.address), b.address, a.address)
      expect((await token.balanceOf(b.address)) - before, 'redeemed elsewhere').to.equal(200n * 10n ** 6n)
      await expectSolvent(escrow, 'blocked funder', 0n)
    })
  })

  describe('given a token that calls back', () => {
    it('should answer views as if the token had moved already', async () => {
      const { w, token, escrow, address, a } = await loadFixture(reentrant)
      const i = escrow.interface
      const key = keyOf(w.solver.address, ethers.id('z'))
      const views = {
        filedAt: () => i.encodeFunctionData('claimOf', [key]),
        challengedAt: () => i.encodeFunctionData('claimOf', [key]),
        shares: () => i.encodeFunctionData('balanceOf', [a.address]),
        owed: () => i.encodeFunctionData('owed', [w.payee.address]),
      }
      /** What the token is told by `view` while it moves, and what anybody is told afterwards. */
      const during = async (view: keyof typeof views, action: () => Promise<unknown>) => {
        await token.arm(address, [views[view]()])
        await action()
        const [told, after] = [await token.answers(0), await ethers.provider.call({ to: address, data: views[view]() })]
        await token.arm(address, [])
        return [told, after]
      }
      const steps: [keyof typeof views, () => Promise<unknown>][] = [
        ['shares', () => escrow.connect(a).deposit(5n, a.address)],
        ['shares', () => escrow.connect(a).mint(5n, a.address)],
        ['filedAt', () => escrow.connect(w.solver).file(ethers.id('z'), w.payee.address, '')],
        ['challengedAt', () => escrow.connect(w.stranger).challenge(key, '')],
        ['owed', () => escrow.collect(w.payee.address, w.payee.address)],
        ['shares', () => escrow.connect(a).redeem(5n, a.address, a.address)],
        ['shares', () => escrow.connect(a).withdraw(5n, a.address, a.address)],
      ]
      for (const [n, [view, action]] of steps.entries()) {
        if (view === 'challengedAt') await observe(w, escrow, key, [1n, 1n, 1n, 1n, 1n])
        if (view === 'owed') {
          await time.increaseTo((await escrow.claimsEnd()) + 1n)
          await escrow.settle(1)
        }
        const [told, after] = await during(view, action)
        expect(told, `step ${n}: ${view}`).to.equal(after)
      }
    })

    it('should refuse every state-changing call while tokens move in or out', async () => {
      const { w, token, escrow, address, a } = await loadFixture(reentrant)
      const key = await file(w, escrow)
      const signed = await observation(w, escrow, key, 0, 1n)
      const i = escrow.interface
      const tokenAddress = await token.getAddress()
      const calls = {
        file: i.encodeFunctionData('file', [ethers.id('y'), a.address, '']),
        fileBreak: i.encodeFunctionData('fileBreak', [key, ethers.id('y'), a.address, '']),
        observe: i.encodeFunctionData('observe', [key, [signed]]),
        challenge: i.encodeFunctionData('challenge', [key, '']),
        rule: i.encodeFunctionData('rule', [key, 1n, '']),
        assign: i.encodeFunctionData('assign', [key, a.address]),
        settle: i.encodeFunctionData('settle', [1n]),
        settleBreaks: i.encodeFunctionData('settleBreaks', [key, 1n]),
        award: i.encodeFunctionData('award'),
        release: i.encodeFunctionData('release', [[key]]),
        collect: i.encodeFunctionData('collect', [tokenAddress, tokenAddress]),
        deposit: i.encodeFunctionData('deposit', [0n, a.address]),
        mint: i.encodeFunctionData('mint', [0n, a.address]),
        withdraw: i.encodeFunctionData('withdraw', [0n, tokenAddress, tokenAddress]),
        redeem: i.encodeFunctionData('redeem', [0n, tokenAddress, tokenAddress]),
      }
      // Moving one's own shares is as open to the token as to anybody; it moves nobody else's and needs no guard.
      const writes = i.fragments.filter((f) => f.type === 'function' && 'constant' in f && !f.constant)
      const names = writes.map((f) => (f as { name?: string }).name)
      const free = ['approve', 'transfer', 'transferFrom', 'permit']
      expect(names.filter((name) => !free.includes(name ?? '')).sort(), 'all writes are tried').to.deep.equal(
        Object.keys(calls).sort(),
      )

      const refused = i.getError('ReentrancyGuardReentrantCall')!.selector
      const trip = async (label: string, action: () => Promise<unknown>) => {
        await token.arm(address, Object.values(calls))
        await action()
        expect(await token.succeeded(), `${label}: calls that came through`).to.equal(0n)
        expect(await token.answersCount(), `${label}: calls tried`).to.equal(BigInt(names.length - free.length))
        for (const [n, name] of Object.keys(calls).entries()) {
          expect(await token.answers(n), `${label}: ${name}`).to.equal(refused)
        }
        await token.arm(address, [])
      }
      await trip('deposit', () => escrow.connect(a).deposit(5n, a.address))
      await trip('mint', () => escrow.connect(a).mint(5n, a.address))
      await trip('file', () => escrow.connect(w.solver).file(ethers.id('z'), w.payee.address, ''))
      await observe(w, escrow, key, [1n, 1n, 1n, 1n, 1n])
      await trip('challenge', () => escrow.connect(w.stranger).challenge(key, ''))
      await time.increaseTo((await escrow.claimsEnd()) + 1n)
      await escrow.settle(5)
      await trip('collect', () => escrow.collect(w.payee.address, w.payee.address))
      await trip('redeem', () => escrow.connect(a).redeem(5n, a.address, a.address))
      await trip('withdraw', () => escrow.connect(a).withdraw(5n, a.address, a.address))
      await expectSolvent(escrow, 're-entrant token', 2n)
    })
  })
})
