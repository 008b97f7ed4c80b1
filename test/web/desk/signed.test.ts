import { expect } from 'chai'
import { getAddress, keccak256, stringToHex } from 'viem'
import {
  alone,
  beginSigning,
  forgetRefused,
  keepSignature,
  signedHere,
  SignedBefore,
  SigningElsewhere,
  type Duty,
  type Locks,
  type Memory,
} from '../../../web/views/desk/signed.ts'

/** Storage as a browser has it. */
function memory(): Memory & { entries: Map<string, string> } {
  const entries = new Map<string, string>()
  return {
    entries,
    getItem: (key) => entries.get(key) ?? null,
    setItem: (key, value) => void entries.set(key, value),
    removeItem: (key) => void entries.delete(key),
  }
}

const digest = (text: string) => keccak256(stringToHex(text))
const duty: Duty = {
  chainId: 31337,
  escrow: getAddress('0x1111111111111111111111111111111111111111'),
  claim: digest('claim'),
  member: getAddress('0xabcdefabcdefabcdefabcdefabcdefabcdefabcd'),
}
const what = { measurement: '980', report: digest('report'), text: '{}' }

describe('page, desk: an observation is signed once', () => {
  it('remembers what was begun before there is a signature, and refuses another measurement or report', () => {
    const store = memory()
    expect(beginSigning(store, duty, what), 'first').to.equal(true)
    expect(signedHere(store, duty), 'remembered').to.deep.equal(what)
    expect(beginSigning(store, duty, what), 'the same again').to.equal(false)
    expect(() => beginSigning(store, duty, { ...what, measurement: '981' }), 'measurement').to.throw(SignedBefore)
    expect(() => beginSigning(store, duty, { ...what, report: digest('other') }), 'report').to.throw(SignedBefore)
    keepSignature(store, duty, '0xabcd')
    expect(signedHere(store, duty)?.signature, 'signature').to.equal('0xabcd')
    expect(() => beginSigning(store, duty, { ...what, measurement: '0' }), 'afterwards').to.throw(SignedBefore)
  })

  it('keeps chains, escrows, claims and accounts apart, but not ways to write an address', () => {
    const store = memory()
    beginSigning(store, duty, what)
    const others: Partial<Duty>[] = [
      { chainId: 1 },
      { escrow: duty.member },
      { claim: digest('other') },
      { member: duty.escrow },
    ]
    for (const other of others)
      expect(signedHere(store, { ...duty, ...other }), JSON.stringify(other)).to.equal(undefined)
    const lower = duty.member.toLowerCase() as Duty['member']
    expect(signedHere(store, { ...duty, member: lower }), 'lower case').to.deep.equal(what)
  })

  it('forgets a begun one that was refused, never one that has a signature', () => {
    const store = memory()
    beginSigning(store, duty, what)
    forgetRefused(store, duty)
    expect(beginSigning(store, duty, { ...what, measurement: '1' }), 'another').to.equal(true)
    keepSignature(store, duty, '0x01')
    forgetRefused(store, duty)
    expect(signedHere(store, duty)?.measurement, 'kept').to.equal('1')
  })

  it('signs nothing where what is remembered cannot be read', () => {
    const store = memory()
    beginSigning(store, duty, what)
    const [key] = [...store.entries.keys()]
    for (const broken of ['', '{', '{"measurement":"1"}', JSON.stringify({ ...what, measurement: '-1' })]) {
      store.entries.set(key!, broken)
      expect(() => beginSigning(store, duty, what), broken).to.throw('cannot be read')
      expect(store.entries.get(key!), 'left as it is').to.equal(broken)
    }
  })

  it('needs a beginning before a signature', () => {
    expect(() => keepSignature(memory(), duty, '0x01'), 'none').to.throw(TypeError)
  })

  it('should be asked for by one window at a time', async () => {
    const held = new Set<string>()
    const locks: Locks = {
      request: async (name, _, work) => {
        if (held.has(name)) {
          await work(null)
          return
        }
        held.add(name)
        try {
          await work({})
        } finally {
          held.delete(name)
        }
      },
    }
    let answer: (signature: string) => void = () => undefined
    const first = alone(duty, () => new Promise<string>((resolve) => (answer = resolve)), locks)
    const work = () => Promise.resolve('other')
    const second = await alone(duty, work, locks).catch((error: unknown) => error)
    expect(second, 'meanwhile').to.be.instanceOf(SigningElsewhere)
    expect(await alone({ ...duty, claim: digest('other') }, work, locks), 'another claim').to.equal('other')
    answer('signed')
    expect(await first).to.equal('signed')
    expect(await alone(duty, work, locks), 'afterwards').to.equal('other')
  })
})
