/** Threads refuse the signatures that the model refuses. */
import { expect } from 'chai'
import { hexToBytes, keccak256, toHex, type Hex } from 'viem'
import { privateKeyToAccount, sign } from 'viem/accounts'
import { Recoverers } from '../../../audit/judge/recoverers.ts'
import type { RecordedSignature } from '../../../audit/model/ears.ts'
import { hasSigned } from '../../../audit/model/signatures.ts'

const place = {
  blockNumber: 1n,
  blockHash: keccak256('0x01'),
  timestamp: 1n,
  transactionHash: keccak256('0x02'),
  logIndex: 0,
}

async function query(i: number, change: (signature: Hex) => Hex = (one) => one): Promise<RecordedSignature> {
  const [key, digest] = [keccak256(toHex(`key ${i % 3}`)), keccak256(toHex(`digest ${i}`))]
  const signature = change(await sign({ hash: digest, privateKey: key, to: 'hex' }))
  return { member: privateKeyToAccount(key).address, digest: hexToBytes(digest), signature, claim: digest, place }
}

describe('audit: signatures in threads', function () {
  const recoverers = new Recoverers()
  before(() => {
    recoverers.start(1_000_000, 2)
  })
  after(() => recoverers.close())

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
      expect(await recoverers.refused(queries)).to.deep.equal(expected)
    }
  })

  it('has nothing to do without signatures, and does not start for few logs or one processor', async () => {
    expect(await recoverers.refused([])).to.deep.equal([])
    const other = new Recoverers()
    other.start(100, 8)
    other.start(1_000_000, 1)
    expect(other.areStarted).to.equal(false)
    await other.close()
  })

  it('leaves nothing waiting when it is closed', async () => {
    const other = new Recoverers()
    other.start(1_000_000, 2)
    const asked = other.refused([await query(1)]).then(
      () => 'answered',
      () => 'ended',
    )
    await other.close()
    expect(await asked).to.equal('ended')
    const late = other.refused([await query(2)]).then(
      () => 'answered',
      () => 'ended',
    )
    expect(await late, 'nobody is there to answer').to.equal('ended')
  })
})
