/** What is left behind: secrets in logs, evidence on the disk, reports on the old machine. */
import { expect } from 'chai'
import { access, mkdir, mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { keccak256, stringToHex, zeroHash, type Hex } from 'viem'
import { InputError } from '../../../sdk/errors/InputError.ts'
import { canonicalJson } from '../../../sdk/model/canonicalJson.ts'
import { bundlePath } from '../../../oracle/evidence/bundles.ts'
import { discard } from '../../../oracle/evidence/discard.ts'
import { publicServer } from '../../../oracle/serve/server.ts'
import { exportRecord, importRecord } from '../../../oracle/sign/record.ts'
import { noteFailure } from '../../../oracle/verifiers/noteFailure.ts'
import { VerifierError } from '../../../oracle/verifiers/VerifierError.ts'
import { controls, signClaim } from '../panel.ts'
import { oracleWorld, type OracleWorld, type TestOperator } from '../world.ts'

const DAY = 86_400

describe('oracle: what is left behind', function () {
  this.timeout(60_000)
  let world: OracleWorld
  let operator: TestOperator
  let claim: Hex
  beforeEach(async () => {
    world = await oracleWorld(3, 2)
    operator = await world.operator(0)
    claim = await world.claim()
    await signClaim(world, operator, 0, claim)
  })
  afterEach(async () => {
    await world.stop()
  })
  const isThere = (path: string) =>
    access(path).then(
      () => true,
      () => false,
    )

  it('what a program says on stderr, which may quote evidence, is in a file of the operator alone', async () => {
    await operator.store.updateTable('claims').set({ stage: 'proved', measurement: null, report: null }).execute()
    const row = await operator.store.selectFrom('claims').selectAll().executeTakeFirstOrThrow()
    await noteFailure(
      operator,
      row,
      new VerifierError('failed', 'The program ended with 1.', 'line 7: MARKERplaintext'),
    )
    expect(operator.entries.length, 'entries').to.equal(1)
    expect(JSON.stringify(operator.entries), 'log').not.to.include('MARKERplaintext')
    const path = String(operator.entries[0]?.['said'])
    expect(await readFile(path, 'utf8'), 'file').to.equal('line 7: MARKERplaintext\n')
    expect((await stat(path)).mode & 0o077, 'for others').to.equal(0)
    const { note } = await operator.store.selectFrom('claims').select('note').executeTakeFirstOrThrow()
    expect(note, 'note').not.to.include('MARKERplaintext')
  })

  it('evidence goes some days after nobody observes any more, and not before', async () => {
    const { config } = operator
    const own = bundlePath(config, { escrow: world.escrow, claim })
    const unknown = bundlePath(config, { escrow: world.escrow, claim: zeroHash })
    await mkdir(dirname(own), { recursive: true })
    for (const path of [own, unknown]) await writeFile(path, 'sealed')
    const look = async () => {
      operator.clock.at += 3_600_000
      const did = await discard(operator)
      return [did, await isThere(own), await isThere(unknown)]
    }
    const { observeUntil } = await operator.store.selectFrom('claims').select('observeUntil').executeTakeFirstOrThrow()
    const over = observeUntil + config.evidence.keepDays * DAY
    await utimes(unknown, over, over)
    const node = controls(world.sdk.client)
    await node.setNextBlockTimestamp({ timestamp: BigInt(over) })
    await node.mine({ blocks: 1 })
    expect(await look(), 'in the last second').to.deep.equal([false, true, true])
    await node.mine({ blocks: 1 })
    expect(await look(), 'after it').to.deep.equal([true, false, true])
    await utimes(unknown, 1, 1)
    expect(await look(), 'of a claim that is not known').to.deep.equal([true, false, false])
    expect(await look(), 'nothing is left').to.deep.equal([false, false, false])
  })

  it('reports move along with the record, and damaged ones are refused', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lodestone-leftovers-'))
    const there = await world.operator(0)
    const text = canonicalJson({ why: 'so' })
    const digest = keccak256(stringToHex(text))
    // A duty names its report by digest; this one is made to fit.
    const { report } = await operator.store.selectFrom('duties').select('report').executeTakeFirstOrThrow()
    for (const one of [digest, keccak256(stringToHex('of nobody'))]) {
      await operator.store.insertInto('reports').values({ digest: one, text, madeAt: 1 }).execute()
    }
    const path = join(folder, 'record.json')
    await exportRecord(operator, path)
    type Recorded = { reports?: { digest: Hex; text: string }[]; digest: Hex }
    const record = JSON.parse(await readFile(path, 'utf8')) as Recorded
    expect(record.reports, 'of other claims nothing').to.equal(undefined)
    await operator.store.insertInto('reports').values({ digest: report, text, madeAt: 1 }).execute()
    await exportRecord(operator, join(folder, 'with.json'))
    const damaged = JSON.parse(await readFile(join(folder, 'with.json'), 'utf8')) as Recorded
    expect(damaged.reports, 'its own').to.deep.equal([{ digest: report, text }])
    const thrown: unknown = await importRecord(there, damaged).then(
      () => undefined,
      (error: unknown) => error,
    )
    expect(thrown, 'a text with another digest').to.be.instanceOf(InputError)
    expect(
      (thrown as InputError).faults.map((fault) => fault.path),
      'where',
    ).to.deep.equal(['reports.0.digest'])
    const whole = { ...damaged, reports: [{ digest, text }], digest: undefined }
    await importRecord(there, { ...whole, digest: keccak256(stringToHex(canonicalJson(whole))) })
    const kept = await there.store.selectFrom('reports').select(['digest', 'text']).execute()
    expect(
      kept.map((row) => ({ ...row })),
      'there',
    ).to.deep.equal([{ digest, text }])
    await rm(folder, { recursive: true })
  })

  it('an upload has as long as evidence may take', async () => {
    const server = publicServer(operator, [])
    expect(server.server.requestTimeout, 'a whole request').to.be.at.least(operator.config.evidence.mostSeconds * 1000)
    expect(server.server.headersTimeout, 'its headers').to.be.at.most(60_000)
    await server.close()
  })
})
