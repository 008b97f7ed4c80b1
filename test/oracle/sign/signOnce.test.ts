import { expect } from 'chai'
import { AbiCoder, keccak256, verifyTypedData } from 'ethers'
import { hexToBigInt, numberToHex, parseSignature, serializeSignature, type Address, type Hex } from 'viem'
import { resumeSigning, stopSigning } from '../../../oracle/observe/stop.ts'
import { commitmentOf } from '../../../oracle/sign/commitment.ts'
import { safeMessage } from '../../../oracle/sign/safeMember.ts'
import { SecondDigest, signOnce, SigningStopped } from '../../../oracle/sign/signOnce.ts'
import { WrongSignature } from '../../../oracle/sign/verifySignature.ts'
import { LEASE, LeaseLost, MARGIN, takeLease } from '../../../oracle/store/lease.ts'
import type { Store } from '../../../oracle/store/openStore.ts'
import { observationDigest, observationTypedData, OBSERVATION_TYPES } from '../../../sdk/model/typedData.ts'
import { makeLogger } from '../../../oracle/operate/logger.ts'
import { DATABASES, type Database } from '../store/stores.ts'
import {
  ACCOUNT,
  accountOf,
  CHAIN,
  countOf,
  digestOf,
  ESCROW,
  hashOf,
  honest,
  measured,
  rejection,
  signing,
  type SignWith,
  type TestSigning,
} from './support.ts'

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

for (const { name, open } of DATABASES) {
  describe(`oracle: sign once, in ${name}`, function () {
    this.timeout(60_000)
    let database: Database
    let store: Store
    let next = 0

    before(async () => {
      database = await open()
      store = await database.connect()
    })
    beforeEach(() => store.deleteFrom('leases').execute())
    after(() => database.stop())

    /** One that holds the lease. */
    const holding = async (...rest: [SignWith?, ((point: string) => void)?]): Promise<TestSigning> => {
      const operator = signing(store, ...rest)
      expect(await takeLease(operator), 'it holds the lease').to.equal(true)
      return operator
    }
    const dutiesOf = (claim: Hex) => store.selectFrom('duties').selectAll().where('claim', '=', claim).execute()

    it('signs the observation, and keeps what it signed', async () => {
      const operator = await holding()
      const what = measured(next++)
      const duty = await signOnce(operator, what)
      const message = { ...what, member: ACCOUNT.address }
      const domain = { name: 'Lodestone', version: '1', chainId: CHAIN, verifyingContract: ESCROW }
      const by = verifyTypedData(domain, { Observation: [...OBSERVATION_TYPES.Observation] }, message, duty.signature)
      expect(by, 'signed by').to.equal(ACCOUNT.address)
      expect(await dutiesOf(what.claim), 'kept').to.deep.equal([duty])
      expect(duty.salt, 'salt').to.match(/^0x[0-9a-f]{64}$/)
      const packed = AbiCoder.defaultAbiCoder().encode(['bytes32', 'bytes32'], [duty.digest, duty.salt])
      expect(commitmentOf(duty.digest, duty.salt), 'commitment').to.equal(keccak256(packed))
      expect((await signOnce(operator, measured(next++))).salt, 'salt of another').to.not.equal(duty.salt)
    })

    it('gives the same observation again without asking the signer, also after a restart', async () => {
      const operator = await holding()
      const what = measured(next++)
      const duty = await signOnce(operator, what)
      expect(await signOnce(operator, what), 'again').to.deep.equal(duty)
      const again = signing(await database.connect())
      again.holder = operator.holder
      expect(await signOnce(again, what), 'after a restart').to.deep.equal(duty)
      expect([operator.asked, again.asked], 'asked').to.deep.equal([[digestOf(what)], []])
    })

    it('refuses every other observation of the claim for ever, also after a restart and in another spelling', async () => {
      const operator = await holding()
      const what = measured(next++)
      await signOnce(operator, what)
      const again = signing(await database.connect())
      again.holder = operator.holder
      const others = [
        { ...what, measurement: 31n },
        { ...what, measurement: 0n },
        { ...what, report: hashOf('another') },
        { ...what, measurement: 31n, claim: `0x${what.claim.slice(2).toUpperCase()}` as Hex },
        { ...what, measurement: 31n, escrow: ESCROW.toLowerCase() as Address },
      ]
      for (const one of [operator, again]) {
        for (const other of others) {
          expect(await rejection(signOnce(one, other)), `${other.measurement}`).to.be.instanceOf(SecondDigest)
        }
        expect(await countOf(one.metrics.refused), 'counted').to.equal(others.length)
      }
      expect([...operator.asked, ...again.asked], 'asked').to.deep.equal([digestOf(what)])
      expect((await dutiesOf(what.claim)).length, 'duties').to.equal(1)
    })

    it('takes one of many that come at once', async () => {
      const operator = await holding()
      const what = measured(next++)
      const all = Array.from({ length: 8 }, (_, i) => signOnce(operator, { ...what, measurement: BigInt(i % 4) }))
      const ended = await Promise.allSettled(all)
      expect(ended.filter(({ status }) => status === 'fulfilled').length, 'of the first digest').to.equal(2)
      expect(new Set(operator.asked).size, 'digests that the signer saw').to.equal(1)
    })

    for (const point of ['the digest is committed', 'the signature is made', 'the signature is stored']) {
      it(`that ended where ${point} signs the same later, and nothing else`, async () => {
        const crash = new Error('the process ended')
        const operator = await holding(honest, (at) => {
          if (at === `sign: ${point}`) throw crash
        })
        const what = measured(next++)
        expect(await rejection(signOnce(operator, what)), 'it ended there').to.equal(crash)
        const again = signing(await database.connect())
        again.holder = operator.holder
        const other = { ...what, measurement: 31n }
        expect(await rejection(signOnce(again, other)), 'another').to.be.instanceOf(SecondDigest)
        const { digest, signature } = await signOnce(again, what)
        expect(digest, 'the same').to.equal(digestOf(what))
        expect((await dutiesOf(what.claim)).map((duty) => duty.signature)).to.deep.equal([signature])
        expect(new Set([...operator.asked, ...again.asked]), 'asked').to.deep.equal(new Set([digest]))
      })
    }

    it('asks a signer that fails once in a call', async () => {
      const fault = new Error('the signer does not answer')
      const operator = await holding(() => Promise.reject(fault))
      const what = measured(next++)
      expect(await rejection(signOnce(operator, what))).to.equal(fault)
      expect(operator.asked.length, 'asked').to.equal(1)
      expect((await dutiesOf(what.claim)).map(({ digest, signature }) => [digest, signature])).to.deep.equal([
        [digestOf(what), null],
      ])
    })

    describe('does not believe the signer', () => {
      const mirrored: SignWith = async (observation) => {
        const { r, s, yParity } = parseSignature(await honest(observation))
        const high = numberToHex(ORDER - hexToBigInt(s), { size: 32 })
        return serializeSignature({ r, s: high, yParity: 1 - yParity! })
      }
      const lies: [string, SignWith][] = [
        ['another key', (one) => accountOf('other').signTypedData(observationTypedData(CHAIN, ESCROW, one))],
        ['another measurement', (one) => honest({ ...one, measurement: one.measurement + 1n })],
        ['another chain', (one) => ACCOUNT.signTypedData(observationTypedData(1, ESCROW, one))],
        ['a high s', mirrored],
        ['64 bytes', async (one) => (await honest(one)).slice(0, 130) as Hex],
        ['66 bytes', async (one) => `${await honest(one)}00`],
        ['zeros', async () => `0x${'00'.repeat(65)}`],
        ['ones', async () => `0x${'ff'.repeat(65)}`],
        ['no hex', async () => `0x${'zz'.repeat(65)}`],
        ['nothing', async () => undefined as never],
        ['an object', async () => ({ signature: '0x' }) as never],
      ]
      for (const [what, lie] of lies) {
        it(`that gives ${what}`, async () => {
          const operator = await holding(lie)
          const one = measured(next++)
          expect(await rejection(signOnce(operator, one))).to.be.instanceOf(WrongSignature)
          expect(operator.asked.length, 'asked').to.equal(1)
          expect(
            (await dutiesOf(one.claim)).map(({ signature }) => signature),
            'kept',
          ).to.deep.equal([null])
        })
      }

      it('but takes v as 0 or 1, and keeps it as contracts take it', async () => {
        const operator = await holding(async (one) => {
          const signature = await honest(one)
          return `${signature.slice(0, 130)}${signature.endsWith('1b') ? '00' : '01'}` as Hex
        })
        const what = measured(next++)
        const { signature } = await signOnce(operator, what)
        expect(signature).to.equal(await honest({ ...what, member: ACCOUNT.address }))
      })
    })

    it('signs the same again with a new key, where the account’s key has changed', async () => {
      const operator = await holding()
      const what = measured(next++)
      const old = await signOnce(operator, what)
      const key = accountOf('new key')
      operator.signer = {
        address: key.address,
        // The member is a Safe, whose owner this key is now.
        sign: (chainId, escrow, one) =>
          key.signTypedData(safeMessage(chainId, ACCOUNT.address, observationDigest(chainId, escrow, one))),
      }
      const renewed = await signOnce(operator, what)
      expect([renewed.digest, renewed.salt]).to.deep.equal([old.digest, old.salt])
      expect(renewed.signature).to.equal(await key.signTypedData(safeMessage(CHAIN, ACCOUNT.address, old.digest)))
      expect((await dutiesOf(what.claim)).map(({ signature }) => signature)).to.deep.equal([renewed.signature])
    })

    describe('without the lease', () => {
      const refuses = async (operator: TestSigning, why: string) => {
        const what = measured(next++)
        expect(await rejection(signOnce(operator, what)), why).to.be.instanceOf(LeaseLost)
        expect([operator.asked.length, (await dutiesOf(what.claim)).length], why).to.deep.equal([0, 0])
      }

      it('commits to nothing and signs nothing', async () => {
        await refuses(signing(store), 'never taken')
        await holding()
        await refuses(signing(store), 'held by another')
      })

      it('that ran out', async () => {
        const operator = await holding()
        operator.clock.at += LEASE
        await refuses(operator, 'at its end')
      })

      it('that another took while this one slept, by a clock that stands still', async () => {
        const slept = await holding()
        const other = signing(store)
        other.clock.at = slept.clock.at + LEASE + MARGIN
        expect(await takeLease(other), 'taken over').to.equal(true)
        await refuses(slept, 'its own clock says that it still holds')
        await signOnce(other, measured(next++))
      })
    })

    it('is stopped until a person resumes it', async () => {
      const operator = await holding()
      const log = makeLogger('silent')
      await stopSigning({ ...operator, log } as never, 'a deep reorganisation')
      const what = measured(next++)
      expect(await rejection(signOnce(operator, what))).to.be.instanceOf(SigningStopped)
      expect([operator.asked.length, (await dutiesOf(what.claim)).length], 'nothing').to.deep.equal([0, 0])
      await resumeSigning(store)
      expect((await signOnce(operator, what)).digest).to.equal(digestOf(what))
    })
  })
}
