/** Real Safes (1.5.0) in every role: member, arbiter, funder, payee; and a change of owners under a live escrow. */
import { expect } from 'chai'
import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types'
import {
  arbitrated,
  create,
  ethers,
  file,
  loadFixture,
  observation,
  observe,
  terms,
  time,
  world,
} from '../../support/escrow.ts'
import type { Observer, TermsValues, World } from '../../support/escrow.ts'
import { expectSolvent } from '../../support/solvency.ts'
import { Safe, deploySafes } from './safe.ts'

const UNIT = 10n ** 6n

interface Setting extends World {
  safe: Safe
  /** The Safe's three owners; two decide. */
  owners: [HardhatEthersSigner, HardhatEthersSigner, HardhatEthersSigner]
  /** Those who will replace the first two. */
  heirs: [HardhatEthersSigner, HardhatEthersSigner]
}

async function setting(): Promise<Setting> {
  const w = await world()
  const [x, y, z, p, q] = (await ethers.getSigners()).slice(13) as [HardhatEthersSigner, ...HardhatEthersSigner[]]
  const owners: Setting['owners'] = [x, y!, z!]
  const safe = await Safe.create(await deploySafes(), owners, 2)
  await w.token.mint(safe.address, 1000n * UNIT)
  return { ...w, safe, owners, heirs: [p!, q!] }
}

/** An escrow with the Safe and two EOAs on its panel, into which a funder pledged; a claim is filed. */
async function withSafeOnPanel() {
  const w = await loadFixture(setting)
  const eoas = w.members.slice(0, 2)
  const all = [w.safe.address, ...eoas.map((x) => x.address)].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))
  const escrow = await create(w, await terms(w, { panel: all, quorum: 2n }))
  await escrow.connect(w.funders[0]!).deposit(500n * UNIT, w.funders[0]!.address)
  const key = await file(w, escrow)
  const seat = all.indexOf(w.safe.address)
  const sign = (by: Observer, at = key) => {
    const members = all.map((x) => eoas.find((e) => e.address === x) ?? by)
    return observation({ members }, escrow, at, seat, 5n)
  }
  const eoa = async (at = key) => {
    const members = all.map((x) => eoas.find((e) => e.address === x) ?? eoas[0]!)
    return observation({ members }, escrow, at, seat === 0 ? 1 : 0, 5n)
  }
  return { ...w, escrow, key, seat, sign, eoa }
}

/** Terms, an escrow of them, and its claim which all five EOAs observed as `m`; `override` may name the Safe. */
async function observedBy(w: Setting, m: bigint, override: Partial<TermsValues> = {}) {
  const t = await terms(w, { ...override })
  const escrow = await create(w, t)
  await escrow.connect(w.funders[0]!).deposit(500n * UNIT, w.funders[0]!.address)
  const key = await file(w, escrow)
  await observe(w, escrow, key, [m, m, m, m, m])
  return { t, escrow, key, address: await escrow.getAddress() }
}

describe('a Safe', () => {
  it('should be the released version', async () => {
    const { safe } = await loadFixture(setting)
    expect(await safe.version()).to.equal('1.5.0')
  })

  describe('as a member', () => {
    it('should vouch by two of its owners, not by one, nor by strangers', async () => {
      const o = await withSafeOnPanel()
      const [x, y, z] = o.owners
      const [p, q] = o.heirs
      const recorded = async (...by: HardhatEthersSigner[]) =>
        o.escrow.observe.staticCall(o.key, [await o.sign(o.safe.as(by))])
      expect(await recorded(x, y), 'x and y').to.equal(1n)
      expect(await recorded(y, z), 'y and z').to.equal(1n)
      expect(await recorded(x), 'x alone').to.equal(0n)
      expect(await recorded(x, p), 'x and a stranger').to.equal(0n)
      expect(await recorded(p, q), 'strangers').to.equal(0n)
    })
    it('should make a quorum with an EOA, for which the solver is paid', async () => {
      const o = await withSafeOnPanel()
      await o.escrow.observe(o.key, [await o.sign(o.safe.as([o.owners[0], o.owners[2]])), await o.eoa()])
      expect((await o.escrow.claimOf(o.key)).verdict, 'verdict').to.equal(5n)
      await time.increase(8n * 86_400n)
      await o.escrow.settle(1)
      expect(await o.escrow.owed(o.payee.address), 'owed').to.equal(50n * UNIT)
    })
    it('should follow its change of owners under a live escrow: the new count, the old do not', async () => {
      const o = await withSafeOnPanel()
      const [x, y, z] = o.owners
      const [p, q] = o.heirs
      const early = await o.sign(o.safe.as([x, y]))
      await o.safe.rotate([x, y], x.address, p.address)
      await o.safe.rotate([y, z], y.address, q.address)
      expect(await o.escrow.observe.staticCall(o.key, [early]), 'signed before, submitted after').to.equal(0n)
      expect(await o.escrow.observe.staticCall(o.key, [await o.sign(o.safe.as([x, y]))]), 'old').to.equal(0n)
      expect(await o.escrow.observe.staticCall(o.key, [await o.sign(o.safe.as([x, z]))]), 'old and kept').to.equal(0n)
      await o.escrow.observe(o.key, [early, await o.sign(o.safe.as([p, q]))])
      expect((await o.escrow.claimOf(o.key)).seats, 'the new owners’').to.equal(1n << BigInt(o.seat))
    })
    it('should vouch with 32 owners within the gas that a member is given', async () => {
      const owners = Array.from({ length: 32 }, () => ethers.Wallet.createRandom())
      const safe = await Safe.create(await deploySafes(), owners, 32)
      const digest = ethers.id('what is signed')
      const types = { Message: [{ name: 'digest', type: 'bytes32' }] }
      const signature = await safe.as(owners).signTypedData({ name: 'Test' }, types, { digest })
      const hash = ethers.TypedDataEncoder.hash({ name: 'Test' }, types, { digest })
      const member = await ethers.getContractAt('MemberWallet', safe.address)
      expect(await member.isValidSignature(hash, signature), 'answer').to.equal('0x1626ba7e')
      const all = await member.isValidSignature.estimateGas(hash, signature)
      const calldata = BigInt([...ethers.getBytes(signature)].reduce((sum, x) => sum + (x === 0 ? 4 : 16), 21_000))
      expect(all - calldata < 300_000n, `${all - calldata} gas`).to.equal(true)
    })
    it('should vouch for one claim only', async () => {
      const o = await withSafeOnPanel()
      const other = await file(o, o.escrow)
      const signed = await o.sign(o.safe.as([o.owners[0], o.owners[1]]))
      expect(await o.escrow.observe.staticCall(other, [signed]), 'the same signature elsewhere').to.equal(0n)
      expect(await o.escrow.observe.staticCall(o.key, [signed]), 'where it belongs').to.equal(1n)
    })
  })

  describe('as the arbiter', () => {
    it('should rule by two owners, and earn the fee', async () => {
      const w = await loadFixture(setting)
      const { safe, owners } = w
      const o = await observedBy(w, 5n, { ...arbitrated(w), arbiter: safe.address })
      await o.escrow.connect(w.stranger).challenge(o.key, 'doubts')
      const data = o.escrow.interface.encodeFunctionData('rule', [o.key, 2n, 'looked into it'])
      await expect(safe.execute([owners[0]], { to: o.address, data }), 'one owner').to.be.revert(ethers)
      await expect(o.escrow.connect(owners[0]).rule(o.key, 2n, ''), 'an owner by itself')
        .to.be.revertedWithCustomError(o.escrow, 'NotArbiter')
        .withArgs(owners[0].address, safe.address)
      await safe.execute([owners[0], owners[1]], { to: o.address, data })
      await o.escrow.settle(1)
      expect(await o.escrow.progress(), 'progress').to.equal(2n)
      const before = await w.token.balanceOf(safe.address)
      await o.escrow.connect(w.stranger).collect(safe.address, safe.address)
      expect((await w.token.balanceOf(safe.address)) - before, 'fee').to.equal(o.t.challengeFee)
      await expectSolvent(o.escrow, 'ruled by a Safe', 0n)
    })
  })

  describe('as a funder', () => {
    for (const batch of [false, true]) {
      it(`should pledge ${batch ? 'in one batch' : 'step by step'} and redeem what is refunded`, async () => {
        const w = await loadFixture(setting)
        const { safe, token } = w
        const two = [w.owners[1], w.owners[2]]
        const escrow = await create(w, await terms(w))
        const address = await escrow.getAddress()
        const calls = [
          { to: await token.getAddress(), data: token.interface.encodeFunctionData('approve', [address, 300n * UNIT]) },
          { to: address, data: escrow.interface.encodeFunctionData('deposit', [300n * UNIT, safe.address]) },
        ]
        if (batch) await safe.executeAll(two, calls)
        else for (const call of calls) await safe.execute(two, call)
        expect(await escrow.balanceOf(safe.address), 'shares').to.equal(300n * UNIT)
        expect(await token.balanceOf(safe.address), 'tokens left').to.equal(700n * UNIT)
        const key = await file(w, escrow)
        await observe(w, escrow, key, [10n, 10n, 10n, 10n, 10n])
        await time.increaseTo((await escrow.claimsEnd()) + 1n)
        await escrow.settle(1)
        const data = escrow.interface.encodeFunctionData('redeem', [300n * UNIT, safe.address, safe.address])
        await safe.execute(two, { to: address, data })
        expect(await token.balanceOf(safe.address), 'refunded').to.equal(900n * UNIT)
        expect(await escrow.balanceOf(safe.address), 'shares burned').to.equal(0n)
        await expectSolvent(escrow, 'pledged by a Safe', 0n)
      })
    }
    it('should undo the whole batch when a part of it is refused', async () => {
      const w = await loadFixture(setting)
      const escrow = await create(w, await terms(w))
      const address = await escrow.getAddress()
      const approve = w.token.interface.encodeFunctionData('approve', [address, 300n * UNIT])
      const tooMuch = escrow.interface.encodeFunctionData('deposit', [5000n * UNIT, w.safe.address])
      const two = [w.owners[0], w.owners[1]]
      const calls = [
        { to: await w.token.getAddress(), data: approve },
        { to: address, data: tooMuch },
      ]
      await expect(w.safe.executeAll(two, calls)).to.be.revert(ethers)
      expect(await w.token.allowance(w.safe.address, address), 'allowance').to.equal(0n)
    })
  })

  describe('as a payee', () => {
    it('should be paid by whoever collects for it', async () => {
      const w = await loadFixture(setting)
      const o = await observedBy(w, 5n)
      await o.escrow.connect(w.payee).assign(o.key, w.safe.address)
      await o.escrow.settle(1)
      const before = await w.token.balanceOf(w.safe.address)
      await o.escrow.connect(w.stranger).collect(w.safe.address, w.safe.address)
      expect((await w.token.balanceOf(w.safe.address)) - before).to.equal(50n * UNIT)
    })
    it('should assign its claim, and direct what it is owed to another address', async () => {
      const w = await loadFixture(setting)
      const two = [w.owners[0], w.owners[2]]
      const o = await observedBy(w, 5n)
      const i = o.escrow.interface
      const second = await file(w, o.escrow)
      await observe(w, o.escrow, second, [3n, 3n, 3n, 3n, 3n])
      for (const key of [o.key, second]) await o.escrow.connect(w.payee).assign(key, w.safe.address)
      await w.safe.execute(two, { to: o.address, data: i.encodeFunctionData('assign', [second, w.solver.address]) })
      await o.escrow.settle(2)
      expect(await o.escrow.owed(w.solver.address), 'assigned').to.equal(30n * UNIT)
      const before = await w.token.balanceOf(w.funders[2]!.address)
      const data = i.encodeFunctionData('collect', [w.safe.address, w.funders[2]!.address])
      await expect(o.escrow.connect(w.owners[0]).collect(w.safe.address, w.owners[0].address), 'an owner by itself')
        .to.be.revertedWithCustomError(o.escrow, 'NotAccount')
        .withArgs(w.owners[0].address, w.safe.address)
      await w.safe.execute(two, { to: o.address, data })
      expect((await w.token.balanceOf(w.funders[2]!.address)) - before, 'directed').to.equal(50n * UNIT)
      await expectSolvent(o.escrow, 'paid to a Safe', 0n)
    })
  })
})
