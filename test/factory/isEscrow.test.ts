import { expect } from 'chai'
import { create, ethers, loadFixture, networkHelpers, terms, world } from '../support/escrow.ts'

describe('isEscrow', () => {
  describe('given an escrow of this factory', () => {
    it('should be true', async () => {
      const w = await loadFixture(world)
      expect(await w.factory.isEscrow(await create(w, await terms(w)))).to.equal(true)
    })
  })
  describe('given an escrow with the most points and members', () => {
    it('should be true', async () => {
      const w = await loadFixture(world)
      const curve = Array.from({ length: 16 }, (_, i) => ({ measurement: BigInt(i), price: BigInt(i) * 10n ** 8n }))
      const panel = Array.from({ length: 32 }, (_, i) => ethers.zeroPadValue(ethers.toBeHex(i + 99), 20))
      expect(await w.factory.isEscrow(await create(w, await terms(w, { curve, panel, quorum: 17n })))).to.equal(true)
    })
  })
  describe('given an escrow of another factory', () => {
    it('should be false', async () => {
      const w = await loadFixture(world)
      const other = await ethers.deployContract('EscrowFactory', [w.implementation])
      expect(await other.isEscrow(await create(w, await terms(w)))).to.equal(false)
    })
  })
  describe('given the escrow is not created yet', () => {
    it('should be false', async () => {
      const w = await loadFixture(world)
      expect(await w.factory.isEscrow(await w.factory.addressOf(await terms(w)))).to.equal(false)
    })
  })
  describe('given the code of an escrow at another address', () => {
    it('should be false', async () => {
      const w = await loadFixture(world)
      const escrow = await create(w, await terms(w))
      await networkHelpers.setCode(w.stranger.address, await ethers.provider.getCode(escrow))
      expect(await w.factory.isEscrow(w.stranger.address)).to.equal(false)
    })
  })
  describe('given the implementation, the token, the factory or an account without code', () => {
    it('should be false', async () => {
      const w = await loadFixture(world)
      for (const account of [w.implementation, w.token, w.factory, w.stranger.address, ethers.ZeroAddress]) {
        expect(await w.factory.isEscrow(account), await ethers.resolveAddress(account)).to.equal(false)
      }
    })
  })
  describe('given a bare proxy without terms', () => {
    it('should be false', async () => {
      const w = await loadFixture(world)
      const proxy = ethers.concat(['0x363d3d373d3d3d363d73', w.implementation, '0x5af43d82803e903d91602b57fd5bf3'])
      await networkHelpers.setCode(w.stranger.address, proxy)
      expect(await w.factory.isEscrow(w.stranger.address)).to.equal(false)
    })
  })
})
