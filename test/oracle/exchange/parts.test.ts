import { expect } from 'chai'
import { concatHex, numberToHex, slice, type Address, type Hex } from 'viem'
import { exchangeUrl } from '../../../oracle/exchange/exchangeUrl.ts'
import { hasSigned } from '../../../oracle/exchange/hasSigned.ts'
import { publicFetch } from '../../../oracle/exchange/publicFetch.ts'
import { PeerFault } from '../../../oracle/exchange/pull.ts'
import { rateLimit } from '../../../oracle/exchange/rateLimit.ts'
import { signAs } from '../panel.ts'
import { MEMBERS, oracleWorld, type OracleWorld } from '../world.ts'

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
const ESCROW: Address = '0x00000000000000000000000000000000000000A1'
const CLAIM: Hex = `0x${'12'.repeat(32)}`

describe('oracle: parts of the exchange', () => {
  describe('where a peer is asked', () => {
    const at = (endpoint: string, chainId = 1) =>
      exchangeUrl(endpoint, { chainId, escrow: ESCROW, claim: CLAIM, what: 'commitment' })?.href
    const path = `exchange/1/${ESCROW.toLowerCase()}/${CLAIM}/commitment`
    it('is below its endpoint', () => {
      expect(at('https://example.org'), 'a host').to.equal(`https://example.org/${path}`)
      expect(at('https://example.org/a/b//'), 'a folder').to.equal(`https://example.org/a/b/${path}`)
    })
    it('is https but on this machine’s chain', () => {
      for (const endpoint of ['http://example.org', 'http://127.0.0.1:80', 'ftp://x', 'x', '', 'https://a:b@x.org']) {
        expect(at(endpoint), endpoint).to.equal(undefined)
      }
      expect(at('http://127.0.0.1:8080', 31337), 'loopback on the local chain').to.be.a('string')
      expect(at('http://10.0.0.1:8080', 31337), 'another machine on the local chain').to.equal(undefined)
    })
    it('is not in a private network', async () => {
      const signal = AbortSignal.timeout(5_000)
      for (const host of [
        '127.0.0.1',
        '10.1.2.3',
        '169.254.169.254',
        '[::1]',
        '[fd00::1]',
        '[::ffff:10.0.0.1]',
        'localhost',
      ]) {
        const error = await publicFetch(1)(new URL(`https://${host}:1/`), { signal }).catch((one: unknown) => one)
        expect(error, host).to.be.instanceOf(PeerFault)
      }
    })
  })

  it('limits each name by itself, and forgets the oldest', () => {
    const clock = { at: 0, now: () => clock.at, sleep: () => Promise.resolve() }
    const within = rateLimit(clock, 2, 60, 2)
    expect([within('a'), within('a'), within('a'), within('b')], 'two for each').to.deep.equal([
      true,
      true,
      false,
      true,
    ])
    clock.at = 59_999
    expect(within('a'), 'within the minute').to.equal(false)
    clock.at = 60_000
    expect(within('a'), 'the next minute').to.equal(true)
    within('c')
    expect([within('b'), within('b'), within('b')], 'forgotten and anew').to.deep.equal([true, true, false])
    clock.at = 0
    expect(within('b'), 'a clock that went back does not lock out').to.equal(true)
  })

  describe('a signature', () => {
    let world: OracleWorld
    before(async () => (world = await oracleWorld(3, 2)))
    after(async () => world.stop())
    const check = (member: Address, digest: Hex, signature: Hex) =>
      hasSigned(world.sdk.client, member, digest, signature)

    it('of a key counts as on chain', async () => {
      const { member, digest, signature } = await signAs(world, 0, CLAIM, 5n)
      expect(await check(member, digest, signature), 'the member’s').to.equal(true)
      expect(await check(MEMBERS[1]!.address, digest, signature), 'another member').to.equal(false)
      expect(await check(member, CLAIM, signature), 'another digest').to.equal(false)
      const [r, s, v] = [slice(signature, 0, 32), slice(signature, 32, 64), slice(signature, 64)]
      const mirrored = concatHex([r, numberToHex(ORDER - BigInt(s), { size: 32 }), v === '0x1b' ? '0x1c' : '0x1b'])
      expect(await check(member, digest, mirrored), 'with a high s').to.equal(false)
      expect(await check(member, digest, concatHex([r, s, v === '0x1b' ? '0x00' : '0x01'])), 'v of 0 or 1').to.equal(
        false,
      )
      expect(await check(member, digest, concatHex([signature, '0x00'])), '66 bytes').to.equal(false)
      expect(await check(member, digest, '0x'), 'empty').to.equal(false)
      expect(await check(member, digest, `0x${'00'.repeat(65)}`), 'zeros').to.equal(false)
    })

    const CONTRACTS: Record<string, boolean> = {
      MemberPermissive: true,
      MemberReverting: false,
      MemberReturnBomb: false,
      MemberGasBurner: false,
      MemberShortAnswer: false,
    }
    for (const [name, valid] of Object.entries(CONTRACTS)) {
      it(`of ${name} ${valid ? 'counts' : 'does not count'}`, async () => {
        const source = `mocks/members/${name}.sol/${name}`
        const address: Address = '0x00000000000000000000000000000000000000c1'
        await world.sdk.upgrade(address, source)
        expect(await check(address, CLAIM, '0x1234'), name).to.equal(valid)
      })
    }

    it('of a wallet is that of its owner now', async () => {
      const wallet = await world.sdk.deploy('mocks/members/MemberWallet.sol/MemberWallet', [MEMBERS[0]!.address])
      const signature = await MEMBERS[0]!.sign({ hash: CLAIM })
      expect(await check(wallet, CLAIM, signature), 'the owner').to.equal(true)
      expect(await check(wallet, CLAIM, await MEMBERS[1]!.sign({ hash: CLAIM })), 'another').to.equal(false)
    })
  })
})
