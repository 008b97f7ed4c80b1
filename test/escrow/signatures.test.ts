import { expect } from 'chai'
import { DOCUMENT, ethers, file, networkHelpers, observation } from '../support/escrow.ts'
import type { Forged, World } from '../support/escrow.ts'
import { open } from '../support/claims.ts'
import type { Opened } from '../support/claims.ts'

type Submitted = Awaited<ReturnType<typeof observation>>

const inOrder = (panel: string[]) => panel.sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))

/** A claim on an escrow whose panel is a new contract `name` and two EOAs. */
async function withMember(name: string, args: (w: World) => unknown[] = () => []) {
  let contract = ''
  const o = await open(async (w) => {
    contract = await (await ethers.deployContract(name, args(w))).getAddress()
    const panel = [contract, w.members[0]!.address, w.members[1]!.address]
    return { panel: inOrder(panel), quorum: 2n }
  })
  const key = await file(o.w, o.escrow)
  const [a, b] = o.w.members
  const seat = o.t.panel.indexOf(contract)
  const seats = {
    ...o.w,
    members: o.t.panel.map((x) => (x === a!.address ? a! : x === b!.address ? b! : o.w.stranger)),
  }
  /** What the contract's seat observes; signed by the stranger unless `signed` tells another. */
  const vouch = (signed: Partial<Forged> = {}) =>
    observation(seats, o.escrow, key, seat, 5n, { member: contract, ...signed })
  const eoas = [0, 1, 2].filter((x) => x !== seat)
  const others = () => Promise.all(eoas.map((x) => observation(seats, o.escrow, key, x, 5n)))
  return { ...o, key, contract, vouch, others, bit: 1n << BigInt(seat) }
}

const recorded = async ({ escrow }: Opened, key: string) => (await escrow.claimOf(key)).seats

const MAGIC = ethers.zeroPadBytes('0x1626ba7e', 32)

/** (r, n - s, flipped v): the other signature of the same digest. */
function highS(signature: string): string {
  const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
  const { r, s, yParity } = ethers.Signature.from(signature)
  return ethers.concat([r, ethers.toBeHex(order - BigInt(s), 32), yParity === 0 ? '0x1c' : '0x1b'])
}

describe('observe: signatures', () => {
  describe('given a member without code', () => {
    it('should record what the member signed', async () => {
      const o = await open()
      const key = await file(o.w, o.escrow)
      await o.escrow.observe(key, [await observation(o.w, o.escrow, key, 1, 5n)])
      expect(await recorded(o, key)).to.equal(0b10n)
    })

    const tampered: [string, (o: Opened, key: string) => Promise<Partial<Forged>>][] = [
      ['claim', async (o) => ({ claim: await file(o.w, o.escrow) })],
      ['claim (zero)', () => Promise.resolve({ claim: ethers.ZeroHash })],
      ['member', (o) => Promise.resolve({ member: o.w.members[0]!.address })],
      ['measurement', () => Promise.resolve({ measurement: 6n })],
      ['report', () => Promise.resolve({ report: ethers.id('another') })],
      ['signer', (o) => Promise.resolve({ signer: o.w.members[0]! })],
    ]
    for (const [field, forge] of tampered) {
      it(`should skip an observation that was signed with another ${field}`, async () => {
        const o = await open()
        const key = await file(o.w, o.escrow)
        const forged = await observation(o.w, o.escrow, key, 1, 5n, await forge(o, key))
        await expect(o.escrow.observe(key, [forged]), field).not.to.emit(o.escrow, 'Observed')
        expect(await recorded(o, key), field).to.equal(0n)
      })
    }
    for (const [field, value] of [
      ['name', 'Lodestar'],
      ['version', '2'],
      ['chainId', 1n],
      ['verifyingContract', '0x00000000000000000000000000000000000000aa'],
    ] as const) {
      it(`should skip an observation that was signed for another ${field} of the domain`, async () => {
        const o = await open()
        const key = await file(o.w, o.escrow)
        const { chainId } = await ethers.provider.getNetwork()
        const domain = { name: 'Lodestone', version: '1', chainId, verifyingContract: await o.escrow.getAddress() }
        const genuine = await observation(o.w, o.escrow, key, 1, 5n, { domain })
        const forged = await observation(o.w, o.escrow, key, 1, 5n, { domain: { ...domain, [field]: value } })
        expect(await o.escrow.observe.staticCall(key, [genuine]), 'the domain is right but for this').to.equal(1n)
        expect(await o.escrow.observe.staticCall(key, [forged]), field).to.equal(0n)
      })
    }
    it('should skip an observation of the same claim key on another escrow', async () => {
      const o = await open()
      const { w, escrow } = o
      const t = { ...o.t, minStep: 2n }
      await w.factory.create(t, DOCUMENT)
      const other = await ethers.getContractAt('Escrow', await w.factory.addressOf(t))
      await w.token.connect(w.funders[1]).approve(other, t.cap)
      await other.connect(w.funders[1]).deposit(t.cap, w.funders[1]!)
      const commitment = ethers.id('the same')
      for (const e of [escrow, other]) await e.connect(w.solver).file(commitment, w.payee, '')
      const key = await escrow.keyAt(ethers.ZeroHash, 0)
      expect(await other.keyAt(ethers.ZeroHash, 0), 'same key').to.equal(key)
      const signed = await observation(w, escrow, key, 0, 5n)
      expect(await escrow.observe.staticCall(key, [signed]), 'where it was signed for').to.equal(1n)
      expect(await other.observe.staticCall(key, [signed]), 'elsewhere').to.equal(0n)
    })
    it('should skip an observation submitted under another seat', async () => {
      const o = await open()
      const key = await file(o.w, o.escrow)
      const signed = await observation(o.w, o.escrow, key, 1, 5n)
      expect(await o.escrow.observe.staticCall(key, [{ ...signed, seat: 2 }])).to.equal(0n)
    })

    const malformed: [string, (signature: string) => string][] = [
      ['is empty', () => '0x'],
      ['is the high-s twin', highS],
      ['is in the 64-byte form of EIP-2098', (s) => ethers.Signature.from(s).compactSerialized],
      ['is one byte short', (s) => ethers.dataSlice(s, 0, 64)],
      ['is one byte long', (s) => ethers.concat([s, '0x00'])],
      [
        'has a v of 0 or 1',
        (s) => ethers.concat([ethers.dataSlice(s, 0, 64), ethers.toBeHex(ethers.Signature.from(s).yParity, 1)]),
      ],
      ['has the other v', (s) => ethers.concat([ethers.dataSlice(s, 0, 64), s.endsWith('1b') ? '0x1c' : '0x1b'])],
      ['is zero', () => '0x' + '00'.repeat(65)],
      ['is garbage', () => ethers.concat([ethers.id('r'), ethers.id('s'), '0x1b'])],
    ]
    for (const [what, spoil] of malformed) {
      it(`should skip a signature that ${what}, and count the good ones beside it`, async () => {
        const o = await open()
        const key = await file(o.w, o.escrow)
        const bad = await observation(o.w, o.escrow, key, 1, 5n)
        expect(await o.escrow.observe.staticCall(key, [bad]), 'good before').to.equal(1n)
        const batch: Submitted[] = [
          await observation(o.w, o.escrow, key, 0, 5n),
          { ...bad, signature: spoil(bad.signature) },
          await observation(o.w, o.escrow, key, 2, 5n),
        ]
        await o.escrow.observe(key, batch)
        expect(await recorded(o, key), what).to.equal(0b101n)
      })
    }
    it('should still record a member whose bad observation came first in the call', async () => {
      const o = await open()
      const key = await file(o.w, o.escrow)
      const good = await observation(o.w, o.escrow, key, 1, 5n)
      await o.escrow.observe(key, [{ ...good, measurement: 9n }, good])
      const view = await o.escrow.claimOf(key)
      expect([view.seats, view.highest], 'on record').to.deep.equal([0b10n, 5n])
    })
  })

  describe('given a delegated member (EIP-7702)', () => {
    it('should record what it signed by ECDSA, though its delegate accepts nothing', async () => {
      const o = await open()
      const key = await file(o.w, o.escrow)
      const delegate = await ethers.deployContract('MemberReverting')
      await networkHelpers.setCode(o.w.members[1]!.address, ethers.concat(['0xef0100', await delegate.getAddress()]))
      await o.escrow.observe(key, [await observation(o.w, o.escrow, key, 1, 5n)])
      expect(await recorded(o, key)).to.equal(0b10n)
    })
    it('should skip garbage, though its delegate accepts everything', async () => {
      const o = await open()
      const key = await file(o.w, o.escrow)
      const delegate = await ethers.deployContract('MemberPermissive')
      await networkHelpers.setCode(o.w.members[1]!.address, ethers.concat(['0xef0100', await delegate.getAddress()]))
      const forged = await observation(o.w, o.escrow, key, 1, 5n, { signer: o.w.stranger })
      await o.escrow.observe(key, [{ ...forged, signature: '0x' }, forged])
      expect(await recorded(o, key)).to.equal(0n)
    })
  })

  describe('given a member that is a contract (ERC-1271)', () => {
    it('should record what the wallet accepts', async () => {
      const o = await withMember('MemberWallet', (w) => [w.stranger.address])
      await o.escrow.observe(o.key, [await o.vouch({ signer: o.w.stranger })])
      expect(await recorded(o, o.key)).to.equal(o.bit)
    })
    it('should skip what the wallet does not accept', async () => {
      const o = await withMember('MemberWallet', (w) => [w.stranger.address])
      await o.escrow.observe(o.key, [await o.vouch({ signer: o.w.payee })])
      expect(await recorded(o, o.key)).to.equal(0n)
    })
    it('should follow a rotation of the signer under a live escrow', async () => {
      const o = await withMember('MemberWallet', (w) => [w.stranger.address])
      const wallet = await ethers.getContractAt('MemberWallet', o.contract)
      await wallet.rotate(o.w.payee)
      expect(await o.escrow.observe.staticCall(o.key, [await o.vouch({ signer: o.w.stranger })]), 'old').to.equal(0n)
      expect(await o.escrow.observe.staticCall(o.key, [await o.vouch({ signer: o.w.payee })]), 'new').to.equal(1n)
    })
    it('should record a permissive one, whose risk is its own', async () => {
      const o = await withMember('MemberPermissive')
      await o.escrow.observe(o.key, [{ ...(await o.vouch()), signature: '0x' }])
      expect(await recorded(o, o.key)).to.equal(o.bit)
    })
    it('should ask one whose code is as long as a delegation', async () => {
      const o = await withMember('MemberReverting')
      // Returns the magic value; 14 bytes of code, then zeros up to 23.
      const code = ethers.zeroPadBytes('0x631626ba7e60e01b5f5260205ff3', 23)
      await networkHelpers.setCode(o.contract, code)
      await o.escrow.observe(o.key, [{ ...(await o.vouch()), signature: '0x' }])
      expect(await recorded(o, o.key)).to.equal(o.bit)
    })
    it('should skip one that answers less than a word, right after one that answered the magic value', async () => {
      let permissive = ''
      const o = await open(async (w) => {
        const yes = await (await ethers.deployContract('MemberPermissive')).getAddress()
        const short = await (await ethers.deployContract('MemberShortAnswer')).getAddress()
        permissive = yes
        return { panel: inOrder([yes, short, w.members[0]!.address]), quorum: 2n }
      })
      const key = await file(o.w, o.escrow)
      const eoa = o.w.members[0]!.address
      const [first, second] = [permissive, o.t.panel.find((x) => x !== permissive && x !== eoa)!].map((x) => ({
        seat: o.t.panel.indexOf(x),
        measurement: 5n,
        report: ethers.ZeroHash,
        signature: '0x',
      }))
      await o.escrow.observe(key, [first!, second!])
      expect(await recorded(o, key)).to.equal(1n << BigInt(first!.seat))
    })
    for (const [what, name, args] of [
      ['reverts', 'MemberReverting', []],
      ['burns all gas it is given', 'MemberGasBurner', []],
      ['returns 400 kB of something else', 'MemberReturnBomb', [ethers.ZeroHash, false]],
      [
        'returns the magic value with stray bits behind it',
        'MemberReturnBomb',
        ['0x1626ba7e' + '00'.repeat(27) + '01', false],
      ],
      ['reverts with 400 kB that begin with the magic value', 'MemberReturnBomb', [MAGIC, true]],
    ] as const) {
      it(`should skip one that ${what}, at bounded gas, and count the others`, async () => {
        const o = await withMember(name, () => [...args])
        const receipt = await (await o.escrow.observe(o.key, [await o.vouch(), ...(await o.others())])).wait()
        expect(await recorded(o, o.key), what).to.equal(0b111n ^ o.bit)
        expect(receipt!.gasUsed, 'gas').to.be.lessThan(400_000n + 150_000n)
      })
    }
    it('should record one that answers rightly with 400 kB, at bounded gas', async () => {
      const o = await withMember('MemberReturnBomb', () => [MAGIC, false])
      const receipt = await (await o.escrow.observe(o.key, [await o.vouch()])).wait()
      expect(await recorded(o, o.key), 'recorded').to.equal(o.bit)
      expect(receipt!.gasUsed, 'gas').to.be.lessThan(400_000n + 150_000n)
    })
  })

  describe('when too little gas is left for a contract member', () => {
    it('should revert with TooLittleGas rather than skip', async () => {
      const o = await withMember('MemberWallet', (w) => [w.stranger.address])
      const observations = [await o.vouch({ signer: o.w.stranger })]
      const needed = (400_000n * 64n) / 63n + 3_000n
      await expect(o.escrow.observe(o.key, observations, { gasLimit: 420_000n }))
        .to.be.revertedWithCustomError(o.escrow, 'TooLittleGas')
        .withArgs((left: bigint) => left < needed && left > 300_000n, needed)
      expect(await recorded(o, o.key), 'not recorded').to.equal(0n)
    })
    it('should be recorded at the gas that is estimated', async () => {
      const o = await withMember('MemberWallet', (w) => [w.stranger.address])
      const observations = [await o.vouch({ signer: o.w.stranger })]
      const gasLimit = await o.escrow.observe.estimateGas(o.key, observations)
      await o.escrow.observe(o.key, observations, { gasLimit })
      expect(await recorded(o, o.key), 'recorded').to.equal(o.bit)
    })
  })
})
