import { expect } from 'chai'
import { create, ethers, loadFixture, terms, time } from '../support/escrow.ts'
import type { Escrow } from '../../typechain-types/index.ts'
import { periphery, type Periphery } from './support.ts'

const ENDPOINT = 'https://operator.example/lodestone'
const KEY = 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p'

describe('OperatorDirectory', () => {
  let w: Periphery
  beforeEach(async () => {
    w = await loadFixture(periphery)
  })

  describe('publish', () => {
    describe('given an operator', () => {
      it('should record endpoint, key and time', async () => {
        const now = BigInt(await time.latest()) + 9n
        await time.setNextBlockTimestamp(now)
        await w.directory.connect(w.stranger).publish(ENDPOINT, KEY)
        const operator = await w.directory.operatorOf(w.stranger.address)
        expect([...operator], 'the entry').to.deep.equal([ENDPOINT, KEY, now])
      })

      it('should emit Published', async () => {
        await expect(w.directory.connect(w.stranger).publish(ENDPOINT, KEY))
          .to.emit(w.directory, 'Published')
          .withArgs(w.stranger.address, ENDPOINT, KEY)
      })

      it('should replace what was published before', async () => {
        await w.directory.connect(w.stranger).publish(ENDPOINT, KEY)
        await w.directory.connect(w.stranger).publish('https://b.example', 'age1other')
        const operator = await w.directory.operatorOf(w.stranger.address)
        expect([operator.endpoint, operator.encryptionKey], 'the entry').to.deep.equal([
          'https://b.example',
          'age1other',
        ])
      })

      it('should leave the entries of others alone', async () => {
        await w.directory.connect(w.stranger).publish(ENDPOINT, KEY)
        expect([...(await w.directory.operatorOf(w.solver.address))], 'entry of another').to.deep.equal(['', '', 0n])
      })
    })

    describe('when the endpoint has a length out of bounds', () => {
      it('should revert if it is empty', async () => {
        await expect(w.directory.publish('', KEY))
          .to.be.revertedWithCustomError(w.directory, 'EndpointLength')
          .withArgs(0n)
      })

      it('should take 256 bytes and revert at 257', async () => {
        await w.directory.publish('e'.repeat(256), KEY)
        await expect(w.directory.publish('e'.repeat(257), KEY))
          .to.be.revertedWithCustomError(w.directory, 'EndpointLength')
          .withArgs(257n)
      })

      it('should count bytes, not characters', async () => {
        await expect(w.directory.publish('é'.repeat(129), KEY))
          .to.be.revertedWithCustomError(w.directory, 'EndpointLength')
          .withArgs(258n)
      })
    })

    describe('when the encryption key has a length out of bounds', () => {
      it('should revert if it is empty', async () => {
        await expect(w.directory.publish(ENDPOINT, ''))
          .to.be.revertedWithCustomError(w.directory, 'EncryptionKeyLength')
          .withArgs(0n)
      })

      it('should take 2048 bytes and revert at 2049', async () => {
        await w.directory.publish(ENDPOINT, 'a'.repeat(2048))
        await expect(w.directory.publish(ENDPOINT, 'a'.repeat(2049)))
          .to.be.revertedWithCustomError(w.directory, 'EncryptionKeyLength')
          .withArgs(2049n)
      })
    })
  })

  describe('accept', () => {
    let escrow: Escrow
    beforeEach(async () => {
      escrow = await create(w, await terms(w))
    })

    describe('given a member of the panel', () => {
      it('should record the time', async () => {
        const now = BigInt(await time.latest()) + 9n
        await time.setNextBlockTimestamp(now)
        const member = w.members[4]!
        await w.directory.connect(member).accept(await escrow.getAddress())
        expect(await w.directory.acceptedAt(member.address, await escrow.getAddress()), 'acceptance').to.equal(now)
        expect(
          await w.directory.acceptedAt(w.members[0]!.address, await escrow.getAddress()),
          'of another member',
        ).to.equal(0n)
      })

      it('should emit Accepted', async () => {
        const member = w.members[0]!
        await expect(w.directory.connect(member).accept(await escrow.getAddress()))
          .to.emit(w.directory, 'Accepted')
          .withArgs(member.address, await escrow.getAddress())
      })

      it('should revert the second time and keep the first', async () => {
        const member = w.directory.connect(w.members[2])
        await member.accept(await escrow.getAddress())
        const first = BigInt(await time.latest())
        await expect(member.accept(await escrow.getAddress()))
          .to.be.revertedWithCustomError(w.directory, 'AlreadyAccepted')
          .withArgs(w.members[2]!.address, await escrow.getAddress(), first)
        expect(await w.directory.acceptedAt(w.members[2]!.address, await escrow.getAddress()), 'acceptance').to.equal(
          first,
        )
      })
    })

    describe('given somebody else', () => {
      it('should revert', async () => {
        await expect(w.directory.connect(w.stranger).accept(await escrow.getAddress()))
          .to.be.revertedWithCustomError(w.directory, 'NotMember')
          .withArgs(w.stranger.address, await escrow.getAddress())
      })
    })

    describe('given an address that the factory did not make', () => {
      it('should revert', async () => {
        const factory = await ethers.deployContract('EscrowFactory', [w.implementation])
        const foreign = await (await create({ ...w, factory }, await terms(w))).getAddress()
        for (const account of [w.stranger.address, w.implementation, foreign]) {
          await expect(w.directory.connect(w.members[0]).accept(account), account)
            .to.be.revertedWithCustomError(w.directory, 'NotEscrow')
            .withArgs(account)
        }
      })
    })
  })

  describe('factory', () => {
    describe('given router and directory', () => {
      it('should be the one they were made for', async () => {
        expect(await w.router.factory(), 'factory of the router').to.equal(await w.factory.getAddress())
        expect(await w.directory.factory(), 'factory of the directory').to.equal(await w.factory.getAddress())
      })
    })
  })
})
