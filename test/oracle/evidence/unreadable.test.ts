import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import { keccak256, stringToHex } from 'viem'
import { bundlePath } from '../../../oracle/evidence/bundles.ts'
import { gather } from '../../../oracle/evidence/gather.ts'
import { oracleWorld, type OracleWorld } from '../world.ts'
import {
  addClaim,
  evidenceOperator,
  packedClaim,
  rowOf,
  testWeb,
  type TestWeb,
  type EvidenceOperator,
} from './world.ts'

const DAY = 86_400
const HOUR = 3_600

describe('oracle: evidence that could not be read in time', () => {
  let world: OracleWorld
  let web: TestWeb
  before(async () => {
    world = await oracleWorld()
  })
  after(() => world.stop())
  beforeEach(async () => {
    web = await testWeb()
  })
  afterEach(() => web.stop())

  const measuredAt = async (
    operator: EvidenceOperator,
    second: number,
    packed: Awaited<ReturnType<typeof packedClaim>>,
  ) => {
    operator.chainTime = second
    await gather(operator)
    return (await rowOf(operator, packed)).stage
  }

  it('measures 0 one second after the days of the document, with a report', async () => {
    const operator = await evidenceOperator(world)
    const packed = await packedClaim(world.escrow, [operator.recipient])
    await web.add(operator, undefined, packed)
    const filedAt = operator.chainTime
    await gather(operator)
    expect(await measuredAt(operator, filedAt + 7 * DAY, packed), 'the last second').to.equal('filed')
    expect(await measuredAt(operator, filedAt + 7 * DAY + 1, packed), 'the next').to.equal('measured')
    const row = await rowOf(operator, packed)
    const reports = await operator.store.selectFrom('reports').selectAll().execute()
    const [report] = reports
    expect([row.measurement, row.report, row.nextAt], 'the claim').to.deep.equal([
      '0',
      keccak256(stringToHex(report!.text)),
      0,
    ])
    expect([reports.length, report!.digest], 'the reports').to.deep.equal([1, row.report])
    expect(JSON.parse(report!.text), 'what it says').to.deep.include({
      claim: packed.claim,
      member: operator.member,
      measurement: '0',
      manifest: null,
      reason: 'The evidence could not be read within 7 days after filing.',
    })
    const { length } = operator.entries
    expect(await gather(operator), 'a second time').to.equal(false)
    expect(operator.entries.length, 'entries').to.equal(length)
  })

  it('measures 0 a while before the phase ends, where the document allows longer', async () => {
    for (const [phase, margin] of [
      [HOUR, HOUR / 4],
      [4 * DAY, 6 * HOUR],
      [7 * DAY, 6 * HOUR],
    ] as const) {
      const operator = await evidenceOperator(world)
      const packed = await packedClaim(world.escrow, [operator.recipient])
      const filedAt = operator.chainTime
      await addClaim(operator, packed, { observeUntil: filedAt + phase })
      expect(await measuredAt(operator, filedAt + phase - margin, packed), `${phase}: the last second`).to.equal(
        'filed',
      )
      expect(await measuredAt(operator, filedAt + phase - margin + 1, packed), `${phase}: the next`).to.equal(
        'measured',
      )
    }
  })

  it('is not measured before it was looked for once, nor while this machine is at fault, nor when the bundle is here', async () => {
    const operator = await evidenceOperator(world)
    const [late, here, broken] = await Promise.all([1, 2, 3].map(() => packedClaim(world.escrow, [operator.recipient])))
    const filedAt = operator.chainTime
    operator.chainTime += 8 * DAY
    await web.add({ ...operator, chainTime: filedAt }, late!.sealed, late!)
    await gather(operator)
    expect((await rowOf(operator, late!)).stage, 'looked at late').to.equal('proved')
    await addClaim({ ...operator, chainTime: filedAt }, here!)
    const path = bundlePath(operator.config, here!)
    await writeFile(path, here!.sealed)
    await gather(operator)
    expect((await rowOf(operator, here!)).stage, 'taken in before a crash').to.equal('proved')
    await web.add({ ...operator, chainTime: filedAt }, broken!.sealed, broken!)
    const [identity] = operator.config.evidence.identities
    const kept = await readFile(identity!)
    await rm(identity!)
    for (let i = 0; i < 3; i++) {
      await gather(operator)
      const row = await rowOf(operator, broken!)
      expect([row.stage, row.tries], `without the identity, ${i}`).to.deep.equal(['filed', 0])
      operator.clock.at = row.nextAt * 1000
    }
    expect(operator.entries.filter(({ level }) => level === 50).length, 'errors').to.equal(1)
    await writeFile(identity!, kept)
    await gather(operator)
    expect((await rowOf(operator, broken!)).stage, 'with it').to.equal('proved')
  })

  it('is missed, not measured, once the phase has ended', async () => {
    const operator = await evidenceOperator(world)
    const packed = await packedClaim(world.escrow, [operator.recipient])
    await web.add(operator, packed.sealed, packed)
    expect(await measuredAt(operator, operator.chainTime + 10 * DAY + 1, packed)).to.equal('missed')
    expect(await readdir(operator.config.data).catch(() => []), 'fetched').to.deep.equal([])
  })
})
