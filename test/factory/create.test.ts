import { expect } from 'chai'
import { DAY, DOCUMENT, Rule, UNIT, arbitrated, ethers, loadFixture, terms, time, world } from '../support/escrow.ts'
import type { TermsValues, World } from '../support/escrow.ts'
import { pass } from '../support/claims.ts'
import { MAX_128, YEAR, predict } from '../support/terms.ts'

const MAX_64 = 2n ** 64n - 1n

/** Terms in which every optional part is used. */
const full = async (w: World) =>
  terms(w, {
    ...arbitrated(w),
    rule: Rule.Contest,
    lastCall: 9n,
    holdback: 4000n,
    warranty: 30n * DAY,
    minStep: 94n,
    curve: [
      { measurement: 1n, price: 600n * UNIT },
      { measurement: 2n, price: 800n * UNIT },
      { measurement: 3n, price: 1000n * UNIT },
    ],
  })

/** Terms of which every amount, measurement and duration is as large as its bound lets it be. */
const largest = async (w: World) => {
  const t = await full(w)
  return {
    ...t,
    rule: Rule.Units,
    lastCall: 0n,
    minStep: MAX_64,
    curve: [
      { measurement: MAX_64 - 1n, price: MAX_128 - 1n },
      { measurement: MAX_64, price: MAX_128 },
    ],
    threshold: MAX_128,
    cap: MAX_128,
    pledgeBy: BigInt(await time.latest()) + 50n * YEAR,
    claimBy: BigInt(await time.latest()) + 50n * YEAR,
    verifyWithin: YEAR,
    challengeWithin: YEAR,
    arbitrateWithin: YEAR,
    claimFee: MAX_128,
    challengeFee: MAX_128,
    holdback: 10_000n,
    warranty: 5n * YEAR,
  }
}

const predicted = async (w: World, t: TermsValues) => predict(await w.factory.getAddress(), w.implementation, t)

describe('create', () => {
  describe('when the document does not hash to the outcome', () => {
    it('should revert with DocumentMismatch', async () => {
      const w = await loadFixture(world)
      const t = await terms(w)
      const other = ethers.toUtf8Bytes('another')
      await expect(w.factory.create(t, other))
        .to.be.revertedWithCustomError(w.factory, 'DocumentMismatch')
        .withArgs(t.outcome, ethers.keccak256(other))
    })
    it('should revert with DocumentMismatch for an escrow that exists too', async () => {
      const w = await loadFixture(world)
      const t = await terms(w)
      await w.factory.create(t, DOCUMENT)
      await expect(w.factory.create(t, '0x'))
        .to.be.revertedWithCustomError(w.factory, 'DocumentMismatch')
        .withArgs(t.outcome, ethers.keccak256('0x'))
    })
  })

  describe('when the terms are new', () => {
    it('should create the escrow at the address that ethers predicts', async () => {
      const w = await loadFixture(world)
      for (const t of [await terms(w), await full(w)]) {
        const address = await predicted(w, t)
        expect(await ethers.provider.getCode(address), 'no code before').to.equal('0x')
        expect(await w.factory.create.staticCall(t, DOCUMENT), 'returned').to.equal(address)
        await w.factory.create(t, DOCUMENT)
        expect(ethers.dataLength(await ethers.provider.getCode(address)), 'code').to.equal(
          45 + 32 * (6 + t.curve.length + t.panel.length),
        )
      }
    })
    for (const [size, make] of [
      ['', full],
      [' at its largest value', largest],
    ] as const)
      it(`should keep every field of the terms${size}`, async () => {
        const w = await loadFixture(world)
        const t = await make(w)
        expect(await w.factory.addressOf(t), 'address').to.equal(await predicted(w, t))
        await w.factory.create(t, DOCUMENT)
        const read = await (await ethers.getContractAt('Escrow', await predicted(w, t))).terms()
        for (const [name, value] of Object.entries(t)) {
          if (name === 'curve') {
            const points = t.curve.map((p) => [p.measurement, p.price])
            expect(
              read.curve.map((p) => [p.measurement, p.price]),
              name,
            ).to.deep.equal(points)
          } else if (name === 'panel') expect([...read.panel], name).to.deep.equal(t.panel)
          else if (typeof value === 'string') expect(read[name as 'outcome'], name).to.equal(value)
          else expect(read[name as 'cap'], name).to.equal(BigInt(value as bigint | number))
        }
      })
    it('should emit Created with the document', async () => {
      const w = await loadFixture(world)
      const t = await terms(w)
      await expect(w.factory.connect(w.stranger).create(t, DOCUMENT))
        .to.emit(w.factory, 'Created')
        .withArgs(await predicted(w, t), t.outcome, w.stranger.address, ethers.hexlify(DOCUMENT))
    })
    it('should name a contract that calls as the creator', async () => {
      const w = await loadFixture(world)
      const t = await terms(w)
      const contract = await ethers.deployContract('HostileCaller')
      const data = w.factory.interface.encodeFunctionData('create', [t, DOCUMENT])
      await expect(contract.run(w.factory, data))
        .to.emit(w.factory, 'Created')
        .withArgs(await predicted(w, t), t.outcome, await contract.getAddress(), ethers.hexlify(DOCUMENT))
    })
    it('should give different terms different addresses, field by field', async () => {
      const w = await loadFixture(world)
      const t = await full(w)
      const seen = new Map([[await predicted(w, t), 'none']])
      const changes: Partial<TermsValues> = {
        outcome: ethers.id('other'),
        asset: w.implementation,
        rule: Rule.Units,
        curve: t.curve.slice(1),
        minStep: 95n,
        pledgeBy: BigInt(t.pledgeBy) + 1n,
        threshold: 101n * UNIT,
        cap: 999n * UNIT,
        claimBy: BigInt(t.claimBy) + 1n,
        verifyWithin: 7n * DAY + 1n,
        challengeWithin: 3n * DAY + 1n,
        arbitrateWithin: 5n * DAY + 1n,
        lastCall: 10n,
        panel: t.panel.slice(1),
        quorum: 4n,
        arbiter: w.stranger.address,
        claimFee: 12n,
        challengeFee: 8n,
        holdback: 4001n,
        warranty: 30n * DAY + 1n,
      }
      expect(Object.keys(changes).sort(), 'every field is changed').to.deep.equal(Object.keys(t).sort())
      for (const [name, value] of Object.entries(changes)) {
        const address = await w.factory.addressOf({ ...t, [name]: value })
        expect(address, `${name} by ethers`).to.equal(await predicted(w, { ...t, [name]: value }))
        expect(seen.get(address), `${name} collides`).to.equal(undefined)
        seen.set(address, name)
      }
    })
  })

  describe('when the escrow exists', () => {
    it('should return it and emit nothing', async () => {
      const w = await loadFixture(world)
      const t = await terms(w)
      await w.factory.create(t, DOCUMENT)
      expect(await w.factory.connect(w.stranger).create.staticCall(t, DOCUMENT), 'same').to.equal(await predicted(w, t))
      const receipt = await (await w.factory.connect(w.stranger).create(t, DOCUMENT)).wait()
      expect(receipt?.status, 'succeeds').to.equal(1)
      expect(receipt?.logs, 'logs').to.deep.equal([])
    })
    it('should not return it for terms that do not fit and would be packed into the same words', async () => {
      const w = await loadFixture(world)
      const t = await terms(w)
      await w.factory.create(t, DOCUMENT)
      const rules = await ethers.getContractAt('TermsRules', w.implementation)
      const beyond = { ...t, threshold: BigInt(t.threshold) + 2n ** 128n }
      await expect(w.factory.create(beyond, DOCUMENT))
        .to.be.revertedWithCustomError(rules, 'ThresholdOutOfRange')
        .withArgs(beyond.threshold, t.cap)
    })
    it('should return it after its times have passed', async () => {
      const w = await loadFixture(world)
      const t = await terms(w)
      await w.factory.create(t, DOCUMENT)
      for (const passed of [t.pledgeBy, t.claimBy]) {
        await pass(BigInt(passed))
        expect(await w.factory.create.staticCall(t, DOCUMENT), 'same').to.equal(await predicted(w, t))
        const receipt = await (await w.factory.create(t, DOCUMENT)).wait()
        expect(receipt?.logs, 'logs').to.deep.equal([])
      }
      const rules = await ethers.getContractAt('TermsRules', w.implementation)
      const late = { ...t, minStep: 2n }
      await expect(w.factory.create(late, DOCUMENT), 'new ones are refused').to.be.revertedWithCustomError(
        rules,
        'PledgeByPassed',
      )
    })
    it('should return it when its pledges and claims have changed its state', async () => {
      const w = await loadFixture(world)
      const t = await terms(w)
      await w.factory.create(t, DOCUMENT)
      const escrow = await ethers.getContractAt('Escrow', await predicted(w, t))
      const [funder] = w.funders
      await w.token.connect(funder).approve(await escrow.getAddress(), 5n)
      await escrow.connect(funder).deposit(5n, funder!.address)
      await time.increase(1)
      await w.factory.create(t, DOCUMENT)
      expect(await escrow.pledged(), 'pledged').to.equal(5n)
    })
  })
})
