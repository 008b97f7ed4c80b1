/** Threads refuse the signatures that the model refuses. */
import { expect } from 'chai'
import {
  encodeAbiParameters,
  hexToBytes,
  keccak256,
  pad,
  parseAbiParameters,
  toEventSelector,
  toHex,
  type Address,
  type Hex,
} from 'viem'
import { privateKeyToAccount, sign } from 'viem/accounts'
import type { StreamLog } from '../../../audit/collect/checkAnswer.ts'
import { Recoverers } from '../../../audit/judge/recoverers.ts'
import type { RecordedSignature } from '../../../audit/model/ears.ts'
import { Digests, hasSigned } from '../../../audit/model/signatures.ts'

const ESCROW: Address = '0x00000000000000000000000000000000000000e5'

const OTHER: Address = '0x00000000000000000000000000000000000000e6'

const place = {
  blockNumber: 1n,
  blockHash: keccak256('0x01'),
  timestamp: 1n,
  transactionHash: keccak256('0x02'),
  logIndex: 0,
}

/** A log with an observation, and what the books make of it; three of five are as they should be. */
async function observed(i: number): Promise<{ log: StreamLog; recorded: RecordedSignature; report: Hex }> {
  const [secret, claim, report] = [keccak256(toHex(`key ${i % 3}`)), keccak256(toHex(`claim ${i}`)), keccak256('0x05')]
  const member = privateKeyToAccount(secret).address
  const digest = new Digests(31337, ESCROW).of(claim, member, 5n, report)
  const signed = await sign({ hash: i % 5 === 3 ? claim : toHex(digest), privateKey: secret, to: 'hex' })
  const signature = i % 5 === 4 ? highS(signed) : signed
  const types = parseAbiParameters('uint64, bytes32, bytes')
  const topics = [toEventSelector('Observed(bytes32,address,uint64,bytes32,bytes)'), claim, pad(member).toLowerCase()]
  const data = encodeAbiParameters(types, [5n, report, signature])
  const placed = { block: 1, index: i, hash: keccak256('0x01'), transaction: keccak256('0x02'), time: 1 }
  const log = { ...placed, address: ESCROW, topics: topics as Hex[], data }
  return { log, recorded: { member, digest, signature, claim, place }, report }
}

/** The other signature that is as good for the curve, which the chain does not take. */
function highS(signature: Hex): Hex {
  const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
  const s = toHex(order - BigInt(`0x${signature.slice(66, 130)}`), { size: 32 })
  return `${signature.slice(0, 66)}${s.slice(2)}${signature.endsWith('1b') ? '1c' : '1b'}` as Hex
}

async function query(i: number, change: (signature: Hex) => Hex = (one) => one): Promise<RecordedSignature> {
  const [key, digest] = [keccak256(toHex(`key ${i % 3}`)), keccak256(toHex(`digest ${i}`))]
  const signature = change(await sign({ hash: digest, privateKey: key, to: 'hex' }))
  return { member: privateKeyToAccount(key).address, digest: hexToBytes(digest), signature, claim: digest, place }
}

describe('audit: signatures in threads', function () {
  // One of three processors is left: two threads.
  const recoverers = new Recoverers(3)
  before(() => {
    recoverers.start(1_000_000)
  })
  const others: Recoverers[] = []
  const opened = (): Recoverers => {
    const one = new Recoverers(3)
    others.push(one)
    return one
  }
  // A thread that is left would keep a failed run from ending.
  after(() => Promise.all([recoverers, ...others].map((one) => one.close())))

  it('refuses what the model refuses, in order', async () => {
    const changes: ((signature: Hex) => Hex)[] = [
      (one) => one,
      (one) => `0x00${one.slice(4)}`,
      (one) => one.slice(0, -2) as Hex,
      (one) => `${one}00`,
      () => '0x',
      (one) => `${one.slice(0, -2)}${one.endsWith('1b') ? '1c' : '1b'}` as Hex,
      (one) => `${one.slice(0, -2)}${one.endsWith('1b') ? '00' : '01'}` as Hex,
      () => `0x${'00'.repeat(64)}1b`,
      (one) => `0x${'ff'.repeat(32)}${one.slice(66)}`,
      (one) => `${one.slice(0, -2)}zz` as Hex,
      (one) => `0xzz${one.slice(4)}`,
    ]
    expect(recoverers.areStarted).to.equal(true)
    for (let round = 0; round < 4; round++) {
      const queries = await Promise.all(
        Array.from({ length: 40 }, (_, i) => query(i, changes[(i * (round + 1)) % changes.length])),
      )
      const expected = queries
        .filter(({ member, digest, signature }) => !hasSigned(member, digest, signature))
        .map((one) => ({ ...one, digest: one.claim }))
      expect(expected.length, 'some are wrong, some are not').to.be.within(1, 39)
      expect(await recoverers.refused(ESCROW, queries)).to.deep.equal(expected)
    }
  })

  for (const when of ['before', 'after'] as const) {
    it(`refuses the same where it saw them in logs ${when} it was started`, async () => {
      const other = opened()
      if (when === 'after') other.start(1_000_000)
      const logs = await Promise.all(Array.from({ length: 300 }, (_, i) => observed(i)))
      for (const { log } of logs) other.see(31337, log)
      // A log of another form is passed over, and what it says judged when it is asked for.
      other.see(31337, { ...logs[0]!.log, data: `${logs[0]!.log.data}00` })
      if (when === 'before') other.start(1_000_000)
      const signatures = logs.map(({ recorded }) => recorded)
      const isRefused = ({ member, digest, signature }: RecordedSignature) => !hasSigned(member, digest, signature)
      const expected = signatures.filter(isRefused).map((one) => ({ ...one, digest: toHex(one.digest) }))
      expect(expected.length, 'some are wrong, some are not').to.be.within(50, 250)
      expect(await other.refused(ESCROW, signatures)).to.deep.equal(expected)
      expect(await other.refused(ESCROW, signatures), 'and again').to.deep.equal(expected)
      await other.close()
    })
  }

  it('takes nothing for good that was seen with another signature, of another member, or in another escrow', async () => {
    const other = opened()
    other.start(1_000_000)
    const [one, two] = [await observed(1), await observed(2)]
    for (const { log } of [one, two]) other.see(31337, log)
    const changed = [
      { ...one.recorded, signature: two.recorded.signature },
      { ...one.recorded, member: two.recorded.member },
      {
        ...one.recorded,
        digest: new Digests(31337, OTHER).of(one.recorded.claim, one.recorded.member, 5n, one.report),
      },
    ]
    const refused = await other.refused(ESCROW, [...changed, one.recorded])
    expect(refused.map(({ digest }) => digest)).to.deep.equal(changed.map(({ digest }) => toHex(digest)))
    await other.close()
  })

  it('has nothing to do without signatures, and does not start for few logs or one processor', async () => {
    expect(await recoverers.refused(ESCROW, [])).to.deep.equal([])
    const few = new Recoverers(8)
    few.start(100)
    expect(few.areStarted).to.equal(false)
    const alone = new Recoverers(1)
    alone.start(1_000_000)
    expect(alone.areStarted).to.equal(false)
    await Promise.all([few, alone].map((one) => one.close()))
  })

  it('starts by itself once it has seen a thousand observations', async () => {
    const other = opened()
    const [{ log, recorded }] = [await observed(3)]
    for (let i = 1; i < 1_000; i++) other.see(31337, log)
    expect(other.areStarted).to.equal(false)
    other.see(31337, log)
    expect(other.areStarted).to.equal(true)
    const refused = await other.refused(ESCROW, [recorded])
    expect(refused.map(({ claim }) => claim)).to.deep.equal([recorded.claim])
    await other.close()
  })

  it('leaves nothing waiting when it is closed', async () => {
    const other = opened()
    other.start(1_000_000)
    const asked = other.refused(ESCROW, [await query(1)]).then(
      () => 'answered',
      () => 'ended',
    )
    await other.close()
    expect(await asked).to.equal('ended')
    const late = other.refused(ESCROW, [await query(2)]).then(
      () => 'answered',
      () => 'ended',
    )
    expect(await late, 'nobody is there to answer').to.equal('ended')
  })
})
