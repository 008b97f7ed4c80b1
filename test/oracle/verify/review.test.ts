import { expect } from 'chai'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Hex } from 'viem'
import { InputError } from '../../../sdk/errors/InputError.ts'
import { openStore } from '../../../oracle/store/openStore.ts'
import { whereStore } from '../../../oracle/store/whereStore.ts'
import { MOST_TRIES } from '../../../oracle/verifiers/noteFailure.ts'
import { approve, listReviews, reject, retry, showReview } from '../../../oracle/verifiers/reviews.ts'
import { reviewCommand } from '../../../scripts/commands/oracle/review.ts'
import { oracleWorld, type OracleWorld, type TestOperator } from '../world.ts'
import * as f from './fixtures.ts'

const manual = (approvals: number) => ({ kind: 'manual' as const, outcomes: '*' as const, approvals })
const faultsOf = async (call: Promise<unknown>) =>
  call.then(
    () => [],
    (error: unknown) => (error instanceof InputError ? error.faults.map(({ path }) => path) : [String(error)]),
  )

describe('oracle: review by people', () => {
  let world: OracleWorld
  let { operatorWith, claimFor, once } = {} as ReturnType<typeof f.bench>
  before(async () => {
    world = await oracleWorld()
    ;({ operatorWith, claimFor, once } = f.bench(world))
  })
  afterEach(f.endAll)
  after(async () => {
    await world.stop()
    await f.clean()
  })
  const waiting = async (approvals: number): Promise<{ operator: TestOperator; claim: Hex }> => {
    const operator = await operatorWith(manual(approvals))
    const claim = await claimFor(operator)
    expect(await once(operator), 'queued').to.equal(true)
    return { operator, claim }
  }
  const place = (claim: Hex) => ({ escrow: world.escrow, claim })
  const said = (reviewer: string, measurement: string) => ({ reviewer, measurement, reasons: `${reviewer} counted.` })

  it('queues a claim once, in silence afterwards', async () => {
    const { operator, claim } = await waiting(1)
    expect((await f.rowOf(operator, claim)).stage, 'stage').to.equal('review')
    expect(
      operator.entries.map(({ msg }) => msg),
      'log',
    ).to.deep.equal(['a claim waits for review'])
    expect(await once(operator), 'second time').to.equal(false)
    expect(operator.entries.length, 'logged').to.equal(1)
    const queue = await listReviews(operator.store)
    expect(
      queue.map((one) => [one.claim, one.title]),
      'queue',
    ).to.deep.equal([[claim, 'A test outcome']])
  })

  it('measures what one person approves, where one is enough', async () => {
    const { operator, claim } = await waiting(1)
    await approve(operator.store, place(claim), said('ann', '40'), 1)
    expect(await once(operator), 'decided').to.equal(true)
    const row = await f.rowOf(operator, claim)
    expect([row.stage, row.measurement], 'claim').to.deep.equal(['measured', '40'])
    const report = await f.reportOf(operator, claim)
    expect(report['sideConditions'], 'conditions').to.deep.equal([{ name: 'quiet', holds: true }])
    expect(report['verifier'], 'who').to.deep.equal({
      kind: 'manual',
      approvals: 1,
      reviews: [{ reviewer: 'ann', approved: true, measurement: '40', reasons: 'ann counted.' }],
    })
    expect(await listReviews(operator.store), 'queue').to.deep.equal([])
    expect(await faultsOf(approve(operator.store, place(claim), said('bob', '99'), 2)), 'too late').to.deep.equal([
      'claim',
    ])
  })

  it('measures 0 what a person rejects, with the reasons', async () => {
    const { operator, claim } = await waiting(1)
    await reject(operator.store, place(claim), { reviewer: 'ann', reasons: 'Nothing was done.' }, 1)
    await once(operator)
    const report = await f.reportOf(operator, claim)
    expect((await f.rowOf(operator, claim)).measurement, 'measurement').to.equal('0')
    expect(JSON.stringify(report['verifier']), 'reasons').to.include('Nothing was done.')
    expect(report['reason'], 'reason').to.not.equal('')
  })

  it('needs two people, not one twice', async () => {
    const { operator, claim } = await waiting(2)
    await approve(operator.store, place(claim), said('ann', '40'), 1)
    await approve(operator.store, place(claim), said('ann', '40'), 2)
    expect(await once(operator), 'by one').to.equal(false)
    expect((await f.rowOf(operator, claim)).stage, 'by one').to.equal('review')
    await approve(operator.store, place(claim), said('bob', '40'), 3)
    expect(await once(operator), 'by two').to.equal(true)
    expect((await f.rowOf(operator, claim)).measurement, 'measurement').to.equal('40')
  })

  it('goes back with a note where two differ, until they agree', async () => {
    const { operator, claim } = await waiting(2)
    await approve(operator.store, place(claim), said('ann', '40'), 1)
    await approve(operator.store, place(claim), said('bob', '41'), 2)
    await approve(operator.store, place(claim), said('cat', '40'), 3)
    expect(await once(operator), 'differing').to.equal(false)
    const [queued] = await listReviews(operator.store)
    expect(queued!.note, 'note').to.include('ann says 40, bob says 41, cat says 40: they must agree')
    await reject(operator.store, place(claim), { reviewer: 'bob', reasons: 'I see.' }, 4)
    expect(await once(operator), 'still differing').to.equal(false)
    await approve(operator.store, place(claim), said('bob', '40'), 5)
    expect(await once(operator), 'agreed').to.equal(true)
    expect((await f.rowOf(operator, claim)).measurement, 'measurement').to.equal('40')
  })

  it('is not decided by what was changed while the decision was written down', async () => {
    const { operator, claim } = await waiting(1)
    await approve(operator.store, place(claim), said('ann', '40'), 1)
    const { withEvidence } = f.evidence(world)
    // Between reading the reviews and moving the claim on, ann corrects herself.
    const { verify } = f.verification(async (o, p, use) => {
      await approve(operator.store, place(claim), said('ann', '4'), 2)
      return withEvidence(o, p, use)
    })
    await verify(operator)
    expect((await f.rowOf(operator, claim)).stage, 'stage').to.equal('review')
    expect(await operator.store.selectFrom('reports').selectAll().execute(), 'reports').to.deep.equal([])
    await once(operator)
    expect((await f.rowOf(operator, claim)).measurement, 'measurement').to.equal('4')
  })

  it('refuses names that could be two people, numbers that are no measurement, no reasons, and claims not in the queue', async () => {
    const { operator, claim } = await waiting(1)
    const bad: [object, string][] = [
      [{ reviewer: 'Ann' }, 'reviewer'],
      [{ reviewer: ' ann' }, 'reviewer'],
      [{ reviewer: 'аnn' }, 'reviewer'],
      [{ measurement: '-1' }, 'measurement'],
      [{ measurement: '1.5' }, 'measurement'],
      [{ measurement: '018' }, 'measurement'],
      [{ measurement: '18446744073709551616' }, 'measurement'],
      [{ reasons: '' }, 'reasons'],
    ]
    for (const [change, path] of bad) {
      const call = approve(operator.store, place(claim), { ...said('ann', '1'), ...change }, 1)
      expect(await faultsOf(call), JSON.stringify(change)).to.deep.equal([path])
    }
    await approve(operator.store, place(claim), said('ann', '18446744073709551615'), 1)
    const other = place(f.hashOf('another'))
    expect(await faultsOf(approve(operator.store, other, said('ann', '1'), 1)), 'other').to.deep.equal(['claim'])
    expect(await faultsOf(showReview(operator.store, other)), 'other').to.deep.equal(['claim'])
  })

  it('gives back what was stopped, and only that', async () => {
    const operator = await operatorWith(await f.shell('exit 1', { sandbox: 'none' }))
    const claim = await claimFor(operator)
    expect(await faultsOf(retry(operator.store, place(claim))), 'not stopped').to.deep.equal(['claim'])
    for (let i = 0; i < MOST_TRIES; i++) {
      await once(operator)
      operator.clock.at += 3_600_000
    }
    expect((await f.rowOf(operator, claim)).stage, 'stage').to.equal('stopped')
    operator.config.verifiers = [await f.shell(f.says(f.GOOD), { sandbox: 'none' })]
    await retry(operator.store, place(claim))
    await once(operator)
    expect((await f.rowOf(operator, claim)).measurement, 'measurement').to.equal('12')
    await operator.store.updateTable('claims').set({ stage: 'stopped' }).execute()
    expect(await faultsOf(retry(operator.store, place(claim))), 'measured').to.deep.equal(['claim'])
  })

  describe('on the command line', () => {
    /** Runs `review` over the store of an operator; what it printed, as JSON. */
    const review = async (config: string, ...words: string[]) => {
      const printed: string[] = []
      const { log, error } = console
      console.log = (line: string) => printed.push(line)
      console.error = (line: string) => printed.push(line)
      const open = () => Promise.resolve(evidenceOf)
      try {
        await reviewCommand(open).parseAsync([...words, '--config', config, '--json'], { from: 'user' })
      } finally {
        Object.assign(console, { log, error })
      }
      const code = process.exitCode
      process.exitCode = undefined
      return { code, data: JSON.parse(printed.join('\n')) as Record<string, unknown> }
    }
    const evidenceOf = async <T>(
      _: unknown,
      at: { escrow: `0x${string}`; claim: Hex },
      use: (o: { folder: string; manifest: ReturnType<typeof f.manifestFor> }) => Promise<T>,
    ) => f.evidence(world).withEvidence({} as TestOperator, at, use)

    it('lists, shows, approves and rejects beside the running service', async () => {
      const folder = await f.folder()
      const file = join(folder, 'oracle.json')
      const { operator } = await waiting(1)
      const { evidence, verifiers } = operator.config
      const config = {
        version: 1,
        chain: { rpc: ['http://127.0.0.1:1'], deployment: 'deployment.json' },
        signer: { kind: 'local', keyFile: 'x' },
        gas: { signer: { kind: 'local', keyFile: 'x' } },
        data: 'data',
        evidence,
        serve: { port: 0 },
        verifiers,
      }
      await writeFile(file, JSON.stringify(config))
      await writeFile(join(folder, 'deployment.json'), JSON.stringify(operator.deployment))
      expect((await review(file, 'list')).code, 'without a store').to.equal(1)
      await mkdir(join(folder, 'data'))
      await operator.store.destroy()
      operator.store = await openStore(whereStore({ data: join(folder, 'data') }))
      const claims = [await claimFor(operator), await claimFor(operator)] as const
      await once(operator)
      await once(operator)

      const { queue } = (await review(file, 'list')).data as { queue: { claim: Hex }[] }
      expect(
        queue.map(({ claim }) => claim),
        'queue',
      ).to.deep.equal(claims)
      const out = join(folder, 'out')
      const shown = await review(file, 'show', world.escrow, claims[0], '--out', out)
      expect(shown.data, 'shown').to.deep.include({ claim: claims[0], out, reviews: [] })
      expect(await readFile(join(out, 'files', 'things.csv'), 'utf8'), 'file').to.equal('things,1000\n')
      expect((await review(file, 'show', world.escrow, claims[0], '--out', out)).code, 'folder there').to.equal(1)

      const by = ['--reviewer', 'ann', '--reasons', 'Counted.']
      expect((await review(file, 'approve', world.escrow, claims[0], '--measurement', '7', ...by)).code).to.equal(
        undefined,
      )
      expect((await review(file, 'reject', world.escrow, claims[1], ...by)).code).to.equal(undefined)
      await once(operator)
      await once(operator)
      const measured = await Promise.all(claims.map(async (claim) => (await f.rowOf(operator, claim)).measurement))
      expect(measured, 'measurements').to.deep.equal(['7', '0'])
      const again = await review(file, 'approve', world.escrow, claims[0], '--measurement', '8', ...by)
      expect([again.code, again.data['error']], 'too late').to.deep.equal([1, 'InputError'])
      expect((await review(file, 'retry', world.escrow, claims[0])).code, 'retry').to.equal(1)
    })
  })
})
