import { expect } from 'chai'
import { RpcRequestError, type Hex } from 'viem'
import { stopSigning } from '../../../oracle/observe/stop.ts'
import { setMovedAway } from '../../../oracle/sign/movedAway.ts'
import { sign } from '../../../oracle/sign/sign.ts'
import { dutyOf, signOnce } from '../../../oracle/sign/signOnce.ts'
import { LEASE, MARGIN, takeLease } from '../../../oracle/store/lease.ts'
import type { Stage } from '../../../oracle/store/tables.ts'
import { ConnectionError } from '../../../sdk/errors/ConnectionError.ts'
import { oracleWorld, type OracleWorld, type TestOperator } from '../world.ts'
import { countOf, hashOf, rejection } from './support.ts'

const ERROR = 50
const WARN = 40

describe('oracle: the step that signs', function () {
  this.timeout(60_000)
  let world: OracleWorld
  let operator: TestOperator
  let until: number

  before(async () => {
    world = await oracleWorld()
    until = Number(await world.sdk.now()) + 3600
  })
  beforeEach(async () => {
    operator = await world.operator(1)
  })
  after(() => world.stop())

  /** A claim as other steps leave it. */
  const claim = async (name: string, change: { stage?: Stage; observeUntil?: number; measurement?: string } = {}) => {
    const row = {
      escrow: world.escrow,
      claim: hashOf(name),
      target: hashOf(''),
      solver: world.escrow,
      commitment: hashOf(''),
      uri: '',
      place: 0,
      filedAt: until - 7200,
      filedBlock: 1,
      filedHash: hashOf(''),
      observeUntil: until,
      stage: 'measured' as Stage,
      note: '',
      measurement: '30',
      report: hashOf('report'),
      tries: 0,
      nextAt: 0,
      settledAt: 0,
      ...change,
    }
    await operator.store.insertInto('claims').values(row).execute()
    return row.claim
  }
  const rowOf = (key: Hex) =>
    operator.store.selectFrom('claims').selectAll().where('claim', '=', key).executeTakeFirstOrThrow()
  const duty = (key: Hex) => dutyOf(operator.store, operator.deployment.chainId, world.escrow, key)
  /** The step has nothing to do, and says nothing. */
  const isSilent = async (why: string) => {
    const before = operator.entries.length
    expect([await sign(operator), operator.entries.length], why).to.deep.equal([false, before])
  }

  it('signs what is measured, once, and is silent the second time', async () => {
    const keys = [await claim('a'), await claim('b', { measurement: '0' })]
    const others = [await claim('c', { stage: 'proved' }), await claim('d', { stage: 'stopped' })]
    expect(await sign(operator), 'did something').to.equal(true)
    for (const key of keys) {
      expect((await rowOf(key)).stage, key).to.equal('signed')
      expect((await duty(key))?.signature, key).to.match(/^0x[0-9a-f]{130}$/)
    }
    for (const key of others) expect(await duty(key), 'not measured').to.equal(undefined)
    expect(await countOf(operator.metrics.signed), 'counted').to.equal(2)
    const secrets = await operator.store.selectFrom('duties').select(['salt', 'signature', 'digest']).execute()
    const log = JSON.stringify(operator.entries)
    for (const secret of secrets.flatMap((row) => Object.values(row))) expect(log.includes(secret!)).to.equal(false)
    await isSilent('the second time')
  })

  it('does not sign after the last second for observations', async () => {
    const now = Number((await operator.chain.confirmed()).timestamp)
    const [late, last] = [await claim('a', { observeUntil: now - 1 }), await claim('b', { observeUntil: now })]
    await sign(operator)
    expect([(await rowOf(late)).stage, await duty(late)], 'a second later').to.deep.equal(['missed', undefined])
    expect((await rowOf(last)).stage, 'in it').to.equal('signed')
    await isSilent('then')
  })

  it('stops a claim for which something else was committed to, says so once, and goes on with others', async () => {
    const key = await claim('a')
    const first = { escrow: world.escrow, claim: key, measurement: 29n, report: hashOf('report') }
    const { digest } = await signOnce(operator, first)
    const other = await claim('b')
    await sign(operator)
    expect([(await rowOf(key)).stage, (await duty(key))?.digest]).to.deep.equal(['stopped', digest])
    expect((await rowOf(other)).stage, 'the other').to.equal('signed')
    expect(operator.entries.filter(({ level }) => level === ERROR).length, 'errors').to.equal(1)
    expect(await countOf(operator.metrics.refused), 'counted').to.equal(1)
    await isSilent('then')
  })

  it('tries again later where the signer fails, ever more slowly, and says so once', async () => {
    const faults: [Error, number][] = [
      [new ConnectionError('The signer did not answer.'), WARN],
      [new Error('The signer refused.'), ERROR],
    ]
    for (const [fault, level] of faults) {
      operator = await world.operator(1)
      const { signer } = operator
      let asked = 0
      operator.signer = { ...signer, sign: () => (asked++, Promise.reject(fault)) }
      const key = await claim('a')
      let waited = 0
      for (let tries = 1; tries <= 12; tries++) {
        await sign(operator)
        await isSilent('until it is due')
        const row = await rowOf(key)
        expect([row.stage, row.tries, asked], `try ${tries}`).to.deep.equal(['measured', tries, tries])
        const wait = row.nextAt - Math.floor(operator.clock.at / 1000)
        expect(wait >= waited && wait <= 300, `waits ${wait} s after ${waited}`).to.equal(true)
        waited = wait
        operator.clock.at = row.nextAt * 1000
        await takeLease(operator)
      }
      expect(
        operator.entries.map((entry) => entry.level),
        fault.message,
      ).to.deep.equal([level])
      operator.signer = signer
      await sign(operator)
      const { stage, tries, note } = await rowOf(key)
      expect([stage, tries, note], 'in the end').to.deep.equal(['signed', 0, ''])
    }
  })

  it('says what went wrong without what was asked', async () => {
    const asked = new RpcRequestError({
      body: { params: ['what was measured'] },
      error: { code: -32000, message: 'locked' },
      url: 'http://user:hunter2@127.0.0.1',
    })
    for (const fault of [asked, new ConnectionError('The signer did not answer.', asked)]) {
      operator = await world.operator(1)
      operator.signer = { ...operator.signer, sign: () => Promise.reject(fault) }
      const key = await claim('a')
      await sign(operator)
      const said = `${JSON.stringify(operator.entries)} ${(await rowOf(key)).note}`
      expect([said.includes('what was measured'), said.includes('hunter2')], said).to.deep.equal([false, false])
      expect(operator.entries.length, 'said').to.equal(1)
    }
  })

  it('is not held up by a claim that fails', async () => {
    const { signer } = operator
    const [bad, good] = [await claim('a', { observeUntil: until - 1 }), await claim('b')]
    operator.signer = {
      ...signer,
      sign: (chainId, escrow, one) => (one.claim === bad ? Promise.resolve('0x') : signer.sign(chainId, escrow, one)),
    }
    await sign(operator)
    expect([(await rowOf(bad)).stage, (await rowOf(good)).stage]).to.deep.equal(['measured', 'signed'])
  })

  describe('does nothing, silently,', () => {
    const nothing = async (why: string) => {
      const key = await claim('a')
      operator.entries.length = 0
      await isSilent(why)
      expect([(await rowOf(key)).stage, (await rowOf(key)).tries, await duty(key)], why).to.deep.equal([
        'measured',
        0,
        undefined,
      ])
    }

    it('while signing is stopped', async () => {
      await stopSigning(operator, 'a reorganisation')
      await nothing('stopped')
    })

    it('after its record moved away', async () => {
      await setMovedAway(operator.store, hashOf('record'))
      await nothing('moved')
    })

    it('while it does not hold the lease', async () => {
      operator.clock.at += LEASE + MARGIN
      await takeLease({ ...operator, holder: 'another' })
      await nothing('another holds it')
    })
  })

  it('stops in the middle where the lease is lost meanwhile', async () => {
    const { signer } = operator
    const [first, second] = [await claim('a', { observeUntil: until - 1 }), await claim('b')]
    operator.signer = {
      ...signer,
      sign: async (chainId, escrow, one) => {
        operator.clock.at += LEASE + MARGIN
        await takeLease({ ...operator, holder: 'another' })
        return signer.sign(chainId, escrow, one)
      },
    }
    expect(await sign(operator)).to.equal(true)
    const rows = [await rowOf(first), await rowOf(second)].map(({ stage, tries }) => [stage, tries])
    expect(rows).to.deep.equal([
      ['signed', 0],
      ['measured', 0],
    ])
    expect(await duty(second), 'nothing committed').to.equal(undefined)
    await isSilent('from then on')
  })

  it('that ended at any mark signs the same when it runs again', async () => {
    const points: string[] = []
    operator.mark = (point) => void points.push(point)
    await claim('counted')
    await sign(operator)
    expect(points.length, 'marks').to.equal(3)
    for (const point of points) {
      const key = await claim(point)
      operator.mark = (at) => {
        if (at !== point) return
        // The process is gone: nothing more is written.
        operator.store = {
          updateTable: () => {
            throw new Error('gone')
          },
        } as never
        throw new Error('the process ended')
      }
      const { store } = operator
      await rejection(sign(operator))
      operator.store = store
      operator.mark = () => undefined
      const committed = await duty(key)
      expect(committed, point).to.not.equal(undefined)
      await sign(operator)
      expect([(await rowOf(key)).stage, (await duty(key))?.digest], point).to.deep.equal(['signed', committed?.digest])
    }
  })
})
