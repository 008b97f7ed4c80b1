import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { cpSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { bundlePath, workPath } from '../../../oracle/evidence/bundles.ts'
import { gather } from '../../../oracle/evidence/gather.ts'
import { putAside } from '../../../oracle/evidence/quarantine.ts'
import { sweepWork, withEvidence } from '../../../oracle/evidence/withEvidence.ts'
import { openStore } from '../../../oracle/store/openStore.ts'
import type { ClaimsTable } from '../../../oracle/store/tables.ts'
import { testServer, type TestServer } from '../../evidence/servers.ts'
import { oracleWorld, type OracleWorld } from '../world.ts'
import {
  addClaim,
  evidenceOperator,
  expectClean,
  filesIn,
  MARKER,
  packedClaim,
  rowOf,
  testIntake,
  type EvidenceOperator,
} from './world.ts'

const DAY = 86_400

/** What was on the disk when a mark was reached: what a process that ended there has left. */
interface Left {
  mark: string
  data: string
}

describe('oracle: evidence after a process was killed', () => {
  let world: OracleWorld
  let web: TestServer
  let page: Uint8Array | undefined
  let root: string
  let operator: EvidenceOperator
  let left: Left[]
  /** Its time is the chain's. */
  let chain: { chainTime: number }
  before(async () => {
    world = await oracleWorld()
  })
  after(() => world.stop())
  beforeEach(async () => {
    page = undefined
    web = await testServer(async (_, response) => {
      if (page === undefined) response.writeHead(404).end()
      else response.end(page)
      return Promise.resolve()
    })
    root = await mkdtemp(join(tmpdir(), 'lodestone-killed-'))
    left = []
    const base = await evidenceOperator(world)
    chain = base
    const data = join(root, 'data')
    await cp(join(base.config.data, '..'), data, { recursive: true })
    const escrow = await base.store.selectFrom('escrows').selectAll().executeTakeFirstOrThrow()
    const store = await openStore(join(data, 'store.sqlite'))
    await store.insertInto('escrows').values(escrow).execute()
    const mark = (name: string) => {
      const copy = join(root, `left-${left.length}`)
      cpSync(data, copy, { recursive: true })
      left.push({ mark: name, data: copy })
    }
    operator = { ...base, config: { ...base.config, data }, store, mark }
  })
  afterEach(async () => {
    await operator.store.destroy()
    await web.stop()
    await rm(root, { recursive: true })
  })

  /** Runs over what was left at each mark, as a process does that starts again. @returns the marks. */
  const again = async (work: (operator: EvidenceOperator, mark: string) => Promise<void>) => {
    const marks = left.map(({ mark }) => mark)
    for (const { mark, data } of left) {
      const store = await openStore(join(data, 'store.sqlite'))
      const next = { ...operator, config: { ...operator.config, data }, store, entries: [], mark: () => undefined }
      await sweepWork(next)
      await work(next, mark)
      expect(await readdir(join(data, 'work')).catch(() => []), `${mark}: under way`).to.deep.equal([])
      for (const [path, content] of await filesIn(data))
        expect(content.includes(MARKER), `${mark}: plain text in ${path}`).to.equal(false)
      await store.destroy()
    }
    return marks
  }
  const pack = () => packedClaim(world.escrow, [operator.recipient])
  const MARKS = ['evidence: bundle is whole', 'evidence: bundle has its name']

  it('while it fetched: the claim is proved once, and nothing is left under way', async () => {
    const packed = await pack()
    page = packed.sealed
    await addClaim(operator, packed, { uri: `${web.url}/x` })
    await gather(operator)
    const marks = await again(async (next, mark) => {
      const before = web.asked.length
      expect(await gather(next), mark).to.equal(true)
      expect((await rowOf(next, packed)).stage, mark).to.equal('proved')
      expect(Buffer.compare(await readFile(bundlePath(next.config, packed)), packed.sealed), mark).to.equal(0)
      expect(web.asked.length - before, `${mark}: fetched again`).to.equal(mark === MARKS[0] ? 1 : 0)
      expect(await gather(next), `${mark}: a second time`).to.equal(false)
    })
    expect(marks, 'marks').to.deep.equal(MARKS)
  })

  it('while it took in: what was answered 2xx is there, and the same can be handed in again', async () => {
    const packed = await pack()
    await addClaim(operator, packed)
    const intake = await testIntake(operator)
    expect((await intake.put(packed, packed.sealed)).status, 'taken in').to.equal(201)
    await intake.stop()
    const marks = await again(async (next, mark) => {
      const other = await testIntake(next)
      expect((await other.put(packed, packed.sealed)).status, mark).to.equal(mark === MARKS[0] ? 201 : 204)
      await other.stop()
      await gather(next)
      expect((await rowOf(next, packed)).stage, mark).to.equal('proved')
    })
    expect(marks, 'marks').to.deep.equal(MARKS)
  })

  it('while it put something aside: the claim still waits for the right bundle', async () => {
    const [packed, other] = [await pack(), await pack()]
    page = other.sealed
    await addClaim(operator, packed, { uri: `${web.url}/x` })
    await gather(operator)
    page = packed.sealed
    const marks = await again(async (next, mark) => {
      await gather(next)
      expect((await rowOf(next, packed)).stage, mark).to.equal('proved')
    })
    expect(marks, 'marks').to.deep.equal(['evidence: refused bundle is in quarantine'])
  })

  it('while it worked with open evidence: none of it is there afterwards', async () => {
    const packed = await pack()
    page = packed.sealed
    await addClaim(operator, packed, { uri: `${web.url}/x` })
    await gather(operator)
    left = []
    await withEvidence(operator, packed, () => Promise.resolve())
    const plain = [...(await filesIn(left[0]!.data)).values()].some((content) => content.includes(MARKER))
    expect(plain, 'there was plain text').to.equal(true)
    const marks = await again(async (next, mark) => {
      const salt = await withEvidence(next, packed, (opened) => Promise.resolve(opened.salt))
      expect(salt, mark).to.equal(packed.salt)
    })
    expect(marks, 'marks').to.deep.equal(['evidence: opened'])
  })

  it('while it measured 0: measurement and report are there together', async () => {
    const packed = await pack()
    await addClaim(operator, packed)
    chain.chainTime += 7 * DAY + 1
    await gather(operator)
    const row = (one: ClaimsTable) => [one.stage, one.measurement, one.report]
    const marks = await again(async (next, mark) => {
      await gather(next)
      expect(row(await rowOf(next, packed)), mark).to.deep.equal(row(await rowOf(operator, packed)))
      expect((await next.store.selectFrom('reports').selectAll().execute()).length, `${mark}: reports`).to.equal(1)
      expect(await gather(next), `${mark}: a second time`).to.equal(false)
    })
    expect(marks, 'marks').to.deep.equal(['verify: measured, nothing kept', 'verify: report kept'])
  })

  it('keeps no more in quarantine than its bounds, the latest first', async () => {
    const reasons = async () => {
      const files = await filesIn(join(operator.config.data, 'quarantine'))
      const notes = [...files].filter(([name]) => name.endsWith('.json')).map(([, text]) => text.toString())
      const said = notes.map((text) => JSON.parse(text) as { reason: string; kept: boolean })
      const bundles = [...files.keys()].filter((name) => name.endsWith('.age')).length
      return { said: said.map(({ reason, kept }) => `${reason} ${kept}`).sort(), bundles }
    }
    const place = { escrow: world.escrow, claim: '0x00', from: 'a test' } as const
    const aside = async (reason: string, size: number, most: { count: number; bytes: number }) => {
      operator.clock.at += 1000
      const part = await workPath(operator.config)
      await writeFile(part, 'age-encryption.org/v1\n'.padEnd(size, 'x'))
      await putAside(operator, part, { ...place, reason }, most)
    }
    for (let i = 0; i < 6; i++) await aside(`${i}`, 100, { count: 4, bytes: 1e6 })
    expect(await reasons(), 'by number').to.deep.equal({ said: ['2 true', '3 true', '4 true', '5 true'], bundles: 4 })
    await aside('6', 200_000, { count: 4, bytes: 1e6 })
    expect(await reasons(), 'too large to keep').to.deep.equal({
      said: ['3 true', '4 true', '5 true', '6 false'],
      bundles: 3,
    })
    for (const i of [7, 8]) await aside(`${i}`, 100, { count: 4, bytes: 1000 })
    await aside('9', 22, { count: 100, bytes: 250 })
    expect((await reasons()).said, 'by size').to.deep.equal(['6 false', '7 true', '8 true', '9 true'])
    await expectClean(operator, 'afterwards')
  })

  it('leaves no file open, however much is refused', async () => {
    const open = async () => (await readdir('/dev/fd')).length
    const before = await open()
    for (let i = 0; i < 20; i++) {
      const part = await workPath(operator.config)
      await writeFile(part, 'age-encryption.org/v1\n')
      await putAside(operator, part, { escrow: world.escrow, claim: '0x00', from: 'a test', reason: 'none' })
    }
    expect(await open(), 'open files').to.be.below(before + 10)
  })
})
