/** The receipts as ERC-20 with EIP-2612 permits and an EIP-712 domain, and the refund figures of the design. */
import { expect } from 'chai'
import { ethers, create, file, loadFixture, observe, terms, time, world } from '../support/escrow.ts'
import { expectSolvent } from '../support/solvency.ts'
import { close, each } from './env.ts'

const PERMIT = {
  Permit: [
    { name: 'owner', type: 'address' },
    { name: 'spender', type: 'address' },
    { name: 'value', type: 'uint256' },
    { name: 'nonce', type: 'uint256' },
    { name: 'deadline', type: 'uint256' },
  ],
}

async function fixture() {
  const w = await world()
  const escrow = await create(w, await terms(w))
  const [a, b, c] = [w.funders[0]!, w.funders[1]!, w.funders[2]!]
  await escrow.connect(a).deposit(1000n, a.address)
  const address = await escrow.getAddress()
  const domain = {
    name: 'Lodestone',
    version: '1',
    chainId: (await ethers.provider.getNetwork()).chainId,
    verifyingContract: address,
  }
  const deadline = BigInt(await time.latest()) + 100n
  return { w, escrow, address, a, b, c, domain, deadline }
}

describe('shares', () => {
  describe('when they are described', () => {
    it('should have the name of the protocol', async () => {
      const { escrow } = await loadFixture(fixture)
      expect(await escrow.name(), 'name').to.equal('Lodestone')
    })

    it('should have a symbol that ends in the last four bytes of the address', async () => {
      const { escrow, address } = await loadFixture(fixture)
      expect(await escrow.symbol(), 'symbol').to.equal(`LODE-0x${address.slice(-8).toLowerCase()}`)
    })

    it('should have the decimals of the asset', async () => {
      const { escrow } = await loadFixture(fixture)
      expect(await escrow.decimals(), 'decimals').to.equal(6n)
    })

    it('should have 18 decimals where the asset has none', async () => {
      const { w } = await loadFixture(fixture)
      const token = await ethers.deployContract('BareToken')
      const escrow = await create(w, await terms(w, { asset: await token.getAddress() }))
      await token.mint(w.funders[0]!.address, 5n)
      await escrow.connect(w.funders[0]).deposit(5n, w.funders[0]!.address)
      expect(await escrow.decimals(), 'decimals').to.equal(18n)
      expect(await escrow.totalAssets(), 'totalAssets').to.equal(5n)
    })

    it('should have the domain that EIP-5267 tells', async () => {
      const { escrow, domain, address } = await loadFixture(fixture)
      const told = await escrow.eip712Domain()
      expect([...told].slice(0, 6), 'fields, name, version, chain, contract, salt').to.deep.equal([
        '0x0f', domain.name, domain.version, domain.chainId, address, ethers.ZeroHash,
      ]) // prettier-ignore
      expect(told.extensions.length, 'extensions').to.equal(0)
      const separator = ethers.TypedDataEncoder.hashDomain(domain)
      expect(await escrow.DOMAIN_SEPARATOR(), 'separator').to.equal(separator)
    })
  })

  describe('when they are moved', () => {
    it('should move by their owner', async () => {
      const { escrow, a, b } = await loadFixture(fixture)
      await expect(escrow.connect(a).transfer(b.address, 400n))
        .to.emit(escrow, 'Transfer')
        .withArgs(a.address, b.address, 400n)
      expect([await escrow.balanceOf(a.address), await escrow.balanceOf(b.address)], 'balances').to.deep.equal([
        600n,
        400n,
      ])
      expect(await escrow.totalSupply(), 'supply').to.equal(1000n)
    })

    it('should revert above the balance', async () => {
      const { escrow, a, b } = await loadFixture(fixture)
      await expect(escrow.connect(a).transfer(b.address, 1001n))
        .to.be.revertedWithCustomError(escrow, 'ERC20InsufficientBalance')
        .withArgs(a.address, 1000n, 1001n)
    })

    it('should move by an allowance, exactly as far as it reaches', async () => {
      const { escrow, a, b, c } = await loadFixture(fixture)
      await expect(escrow.connect(a).approve(b.address, 10n))
        .to.emit(escrow, 'Approval')
        .withArgs(a.address, b.address, 10n)
      await expect(escrow.connect(b).transferFrom(a.address, c.address, 11n))
        .to.be.revertedWithCustomError(escrow, 'ERC20InsufficientAllowance')
        .withArgs(b.address, 10n, 11n)
      await escrow.connect(b).transferFrom(a.address, c.address, 10n)
      expect(await escrow.balanceOf(c.address), 'moved').to.equal(10n)
      expect(await escrow.allowance(a.address, b.address), 'allowance').to.equal(0n)
    })

    it('should carry the refund to whoever holds them', async () => {
      const { w, escrow, a, b } = await loadFixture(fixture)
      await escrow.connect(a).transfer(b.address, 1000n)
      await time.increaseTo((await escrow.terms()).pledgeBy + 1n)
      const before = await w.token.balanceOf(b.address)
      await escrow.connect(b).redeem(1000n, b.address, b.address)
      expect((await w.token.balanceOf(b.address)) - before, 'refund').to.equal(1000n)
    })
  })

  describe('when a permit is given', () => {
    it('should set the allowance once', async () => {
      const { w, escrow, a, b, domain, deadline } = await loadFixture(fixture)
      const value = { owner: a.address, spender: b.address, value: 77n, nonce: 0n, deadline }
      const { v, r, s } = ethers.Signature.from(await a.signTypedData(domain, PERMIT, value))
      const permit = escrow.connect(w.stranger).permit
      await permit(a.address, b.address, 77n, deadline, v, r, s)
      expect(await escrow.allowance(a.address, b.address), 'allowance').to.equal(77n)
      expect(await escrow.nonces(a.address), 'nonce').to.equal(1n)
      await expect(permit(a.address, b.address, 77n, deadline, v, r, s)).to.be.revertedWithCustomError(
        escrow,
        'ERC2612InvalidSigner',
      )
    })

    const tampered = {
      owner: (x: { b: string }) => ({ owner: x.b }),
      spender: (x: { b: string }) => ({ spender: x.b }),
      value: () => ({ value: 78n }),
      nonce: () => ({ nonce: 1n }),
      deadline: () => ({ deadline: 1n << 40n }),
    }
    it('should revert if any field was signed differently', async () => {
      const { w, escrow, a, b, domain, deadline } = await loadFixture(fixture)
      const honest = { owner: a.address, spender: w.stranger.address, value: 77n, nonce: 0n, deadline }
      const domains = [
        { ...domain, name: 'Lodestar' },
        { ...domain, version: '2' },
        { ...domain, chainId: domain.chainId + 1n },
        { ...domain, verifyingContract: b.address },
      ]
      const signatures = [
        ...Object.values(tampered).map((tamper) =>
          a.signTypedData(domain, PERMIT, { ...honest, ...tamper({ b: b.address }) }),
        ),
        ...domains.map((other) => a.signTypedData(other, PERMIT, honest)),
        b.signTypedData(domain, PERMIT, honest),
      ]
      expect(signatures.length, 'cases').to.equal(10)
      for (const [i, signature] of signatures.entries()) {
        const { v, r, s } = ethers.Signature.from(await signature)
        await expect(
          escrow.permit(a.address, w.stranger.address, 77n, deadline, v, r, s),
          `case ${i}`,
        ).to.be.revertedWithCustomError(escrow, 'ERC2612InvalidSigner')
      }
    })

    it('should revert after its deadline and not in its last second', async () => {
      const { escrow, a, b, domain, deadline } = await loadFixture(fixture)
      const value = { owner: a.address, spender: b.address, value: 77n, nonce: 0n, deadline }
      const { v, r, s } = ethers.Signature.from(await a.signTypedData(domain, PERMIT, value))
      await time.setNextBlockTimestamp(deadline)
      await escrow.permit(a.address, b.address, 77n, deadline, v, r, s)
      const again = ethers.Signature.from(await a.signTypedData(domain, PERMIT, { ...value, nonce: 1n }))
      await expect(escrow.permit(a.address, b.address, 77n, deadline, again.v, again.r, again.s))
        .to.be.revertedWithCustomError(escrow, 'ERC2612ExpiredSignature')
        .withArgs(deadline)
    })
  })

  describe('given 10,000,001 units are refundable over three equal pledges', () => {
    it('should refund 3,333,333 to each and leave 2', async () => {
      const { w } = await loadFixture(fixture)
      const curve = [
        { measurement: 1n, price: 4_999_999n },
        { measurement: 2n, price: 15_000_000n },
      ]
      const escrow = await create(w, await terms(w, { curve, threshold: 15_000_000n, cap: 15_000_000n }))
      await each(w, escrow, [5_000_000n, 5_000_000n, 5_000_000n])
      const key = await file(w, escrow)
      await observe(w, escrow, key, [1n, 1n, 1n, 1n, 1n])
      await close(escrow)
      expect(await escrow.refundable(), 'R').to.equal(10_000_001n)
      for (const funder of w.funders) {
        const before = await w.token.balanceOf(funder.address)
        await escrow.connect(funder).redeem(5_000_000n, funder.address, funder.address)
        expect((await w.token.balanceOf(funder.address)) - before, 'refund').to.equal(3_333_333n)
      }
      await escrow.collect(w.payee.address, w.payee.address)
      expect(await w.token.balanceOf(await escrow.getAddress()), 'dust').to.equal(2n)
      await expectSolvent(escrow, 'after all refunds', 2n)
    })
  })

  describe('given an escrow of one unit, which is paid', () => {
    it('should leave shares without value when the last one is gone', async () => {
      const w = await loadFixture(world)
      const escrow = await create(w, await terms(w, { threshold: 1n, cap: 1n }))
      const [a] = w.funders
      await escrow.connect(a).deposit(1n, a!)
      const key = await file(w, escrow)
      await observe(w, escrow, key, [1n, 1n, 1n])
      await time.increase(8n * 86_400n)
      await escrow.settle(1)
      await expect(escrow.connect(a).redeem(1n, a!, a!))
        .to.emit(escrow, 'Withdraw')
        .withArgs(a!.address, a!.address, a!.address, 0n, 1n)
      expect(await escrow.totalSupply(), 'shares').to.equal(0n)
      expect(await escrow.convertToAssets(5n), 'the ratio is kept').to.equal(0n)
    })
  })
  describe('given 6 of 7 units are refundable', () => {
    it('should saturate what would take 2^256 shares, and no less', async () => {
      const { w } = await loadFixture(fixture)
      const curve = [
        { measurement: 1n, price: 1n },
        { measurement: 2n, price: 7n },
      ]
      const escrow = await create(w, await terms(w, { curve, threshold: 7n, cap: 7n }))
      await each(w, escrow, [7n])
      const key = await file(w, escrow)
      await observe(w, escrow, key, [1n, 1n, 1n, 1n, 1n])
      await close(escrow)
      // Times 7 / 6 that is 2^256 - 1 and a fraction.
      const assets = (ethers.MaxUint256 * 6n) / 7n + 1n
      expect((assets * 7n) / 6n, 'rounded down').to.equal(ethers.MaxUint256)
      expect((assets * 7n) % 6n > 0n, 'a fraction is left').to.equal(true)
      expect(await escrow.previewWithdraw(assets), 'rounded up').to.equal(ethers.MaxUint256)
      expect(await escrow.convertToShares(assets), 'rounded down').to.equal(ethers.MaxUint256)
      expect(await escrow.previewWithdraw(assets - 1n), 'a unit less').to.equal(((assets - 1n) * 7n + 5n) / 6n)
      expect(await escrow.previewWithdraw(1n), 'a sixth of a share more than one, rounded up').to.equal(2n)
    })
  })
})
