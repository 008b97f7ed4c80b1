import { readFile, rm, stat } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import { expect } from 'chai'
import { bundlePath } from '../../../oracle/evidence/bundles.ts'
import { fetchBundle } from '../../../oracle/evidence/fetchBundle.ts'
import { Fetches } from '../../../oracle/evidence/fetches.ts'
import { gather } from '../../../oracle/evidence/gather.ts'
import { withEvidence } from '../../../oracle/evidence/withEvidence.ts'
import { InputError } from '../../../sdk/errors/InputError.ts'
import { cidOf } from '../../../sdk/evidence/cid.ts'
import { makeIdentity } from '../../../sdk/evidence/seal.ts'
import { sha256 } from '../../evidence/support.ts'
import { oracleWorld, type OracleWorld } from '../world.ts'
import {
  addClaim,
  evidenceOperator,
  expectClean,
  FILES,
  notesOf,
  packedClaim,
  rowOf,
  testWeb,
  type TestWeb,
} from './world.ts'

const DAY = 86_400

describe('oracle: gathering evidence', () => {
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

  it('fetches, proves and keeps a bundle, still encrypted; then there is nothing to do', async () => {
    const operator = await evidenceOperator(world)
    const packed = await packedClaim(world.escrow, [(await makeIdentity()).recipient, operator.recipient])
    await web.add(operator, packed.sealed, packed)
    expect(await gather(operator), 'worked').to.equal(true)
    expect((await rowOf(operator, packed)).stage, 'stage').to.equal('proved')
    const path = bundlePath(operator.config, packed)
    expect(path, 'place').to.equal(join(operator.config.data, 'bundles', `${world.escrow}-${packed.claim}.age`))
    expect(Buffer.compare(await readFile(path), packed.sealed), 'the very bundle').to.equal(0)
    expect((await stat(path)).mode & 0o077, 'for others').to.equal(0)
    await expectClean(operator, 'afterwards')
    const { length } = operator.entries
    expect(await gather(operator), 'a second time').to.equal(false)
    expect(operator.entries.length, 'entries').to.equal(length)
    expect(web.asked.length, 'requests').to.equal(1)
  })

  it('opens it for work in a folder that goes, also when the work fails', async () => {
    const operator = await evidenceOperator(world)
    const packed = await packedClaim(world.escrow, [operator.recipient])
    await web.add(operator, packed.sealed, packed)
    await gather(operator)
    let seen = ''
    const said = await withEvidence(operator, packed, async ({ folder, manifest, salt }) => {
      seen = folder
      expect([manifest, salt], 'manifest and salt').to.deep.equal([packed.manifest, packed.salt])
      expect((await stat(folder)).mode & 0o777, 'mode').to.equal(0o700)
      for (const [path, content] of Object.entries(FILES))
        expect(Buffer.compare(await readFile(join(folder, 'files', path)), content), path).to.equal(0)
      return 7
    })
    expect(said, 'what the work gives').to.equal(7)
    expect(await stat(seen).catch(() => undefined), 'the folder').to.equal(undefined)
    const failed = withEvidence(operator, packed, () => Promise.reject(new RangeError('no')))
    expect(await failed.catch((error: unknown) => error), 'what the work throws').to.be.instanceOf(RangeError)
    await expectClean(operator, 'afterwards')
  })

  it('gets a bundle again that was lost, and never measures 0 for that', async () => {
    const operator = await evidenceOperator(world)
    const packed = await packedClaim(world.escrow, [operator.recipient])
    const path = await web.add(operator, packed.sealed, packed)
    await gather(operator)
    await rm(bundlePath(operator.config, packed))
    const missing = await withEvidence(operator, packed, () => Promise.resolve()).catch((error: unknown) => error)
    expect((missing as Error).name, 'what is thrown').to.equal('BundleMissing')
    web.pages.delete(path)
    operator.chainTime += 8 * DAY
    for (let i = 0; i < 3; i++) {
      await gather(operator)
      operator.clock.at += DAY * 1000
    }
    expect((await rowOf(operator, packed)).stage, 'while it is not there').to.equal('proved')
    web.pages.set(path, packed.sealed)
    await gather(operator)
    expect(await withEvidence(operator, packed, ({ salt }) => Promise.resolve(salt)), 'again').to.equal(packed.salt)
  })

  it('fetches by an IPFS gateway', async () => {
    const operator = await evidenceOperator(world, {
      config: (config) => (config.evidence.ipfsGateway = `${web.url}/`),
    })
    const packed = await packedClaim(world.escrow, [operator.recipient])
    const cid = cidOf(sha256(packed.sealed))
    web.pages.set(`/ipfs/${cid}`, packed.sealed)
    await addClaim(operator, packed, { uri: `ipfs://${cid}` })
    await gather(operator)
    expect((await rowOf(operator, packed)).stage).to.equal('proved')
  })

  it('puts off what does not answer, longer each time, and says each reason once', async () => {
    const operator = await evidenceOperator(world)
    const packed = await packedClaim(world.escrow, [operator.recipient])
    const path = await web.add(operator, undefined, packed)
    const waits: number[] = []
    for (let i = 0; i < 9; i++) {
      const now = Math.floor(operator.clock.at / 1000)
      expect(await gather(operator), `try ${i}`).to.equal(true)
      const { nextAt, tries } = await rowOf(operator, packed)
      expect(tries, 'tries').to.equal(i + 1)
      waits.push(nextAt - now)
      operator.clock.at = (nextAt - 1) * 1000
      expect(await gather(operator), `too early for try ${i + 1}`).to.equal(false)
      operator.clock.at = nextAt * 1000
    }
    expect(waits, 'seconds').to.deep.equal([30, 60, 120, 240, 480, 960, 1920, 3600, 3600])
    expect(operator.entries.filter(({ level }) => level >= 40).length, 'warnings').to.equal(1)
    expect(web.asked.length, 'requests').to.equal(9)
    web.pages.set(path, packed.sealed)
    await gather(operator)
    const row = await rowOf(operator, packed)
    expect([row.stage, row.tries, row.nextAt, row.note], 'once it is there').to.deep.equal(['proved', 0, 0, ''])
  })

  it('one claim’s trouble is not another’s', async () => {
    const operator = await evidenceOperator(world)
    const packed = await Promise.all(Array.from({ length: 12 }, () => packedClaim(world.escrow, [operator.recipient])))
    for (const [i, one] of packed.entries()) await web.add(operator, i % 4 === 3 ? undefined : one.sealed, one)
    await gather(operator)
    await gather(operator)
    for (const [i, one] of packed.entries())
      expect((await rowOf(operator, one)).stage, `claim ${i}`).to.equal(i % 4 === 3 ? 'filed' : 'proved')
  })

  it('does not hold up the other steps for a server that is slow, and takes what comes later', async () => {
    const operator = await evidenceOperator(world)
    const packed = await packedClaim(world.escrow, [operator.recipient])
    const path = await web.add(operator, undefined, packed)
    let finish = () => {}
    const came = new Promise<void>((resolve) => {
      web.pages.set(path, (response) => {
        response.write(packed.sealed.slice(0, 1000))
        finish = () => response.end(packed.sealed.slice(1000))
        resolve()
      })
    })
    let slept: number | undefined
    const sleep = operator.clock.sleep
    operator.clock.sleep = async (milliseconds) => {
      slept = milliseconds
      await came
    }
    expect(await gather(operator), 'while it is on its way').to.equal(false)
    expect(slept, 'milliseconds waited').to.equal(2000)
    expect(await gather(operator), 'still').to.equal(false)
    expect(web.asked.length, 'requests').to.equal(1)
    operator.clock.sleep = sleep
    finish()
    expect(await gather(operator), 'once it has come').to.equal(true)
    expect((await rowOf(operator, packed)).stage, 'stage').to.equal('proved')
  })

  it('gives up on a body that stalls, and one that comes too slowly, and ends all when the service stops', async () => {
    const operator = await evidenceOperator(world)
    const row = async (drip: boolean) => {
      const packed = await packedClaim(world.escrow, [operator.recipient])
      const path = await web.add(operator, undefined, packed)
      web.pages.set(path, (response) => {
        response.write(packed.sealed.slice(0, 100))
        const timer = setInterval(() => drip && response.write(packed.sealed.slice(100, 101)), 5)
        response.on('close', () => clearInterval(timer))
      })
      return rowOf(operator, packed)
    }
    const ended = async (limits: { stalled: number; within: number }, drip: boolean) => {
      const one = await row(drip)
      const fetches = new Fetches(operator, limits)
      fetches.start(one)
      await fetches.wait(1)
      return rowOf(operator, one)
    }
    const stalled = await ended({ stalled: 100, within: 60_000 }, false)
    expect([stalled.tries, stalled.stage], 'stalled').to.deep.equal([1, 'filed'])
    const slow = await ended({ stalled: 60_000, within: 300 }, true)
    expect([slow.tries, slow.stage], 'too slow').to.deep.equal([1, 'filed'])
    const last = await row(true)
    const fetches = new Fetches(operator, { stalled: 60_000, within: 60_000 })
    fetches.start(last)
    await fetches.stop()
    expect((await rowOf(operator, last)).tries, 'a stop is no try').to.equal(0)
    fetches.start(last)
    expect(fetches.count, 'started after the stop').to.equal(0)
    await expectClean(operator, 'afterwards')
  })

  it('reads no more than the limit of a body without end, and of an age header without end', async () => {
    const operator = await evidenceOperator(world, { config: (config) => (config.evidence.mostMegabytes = 1) })
    let sent = 0
    const endless = (first: string, piece: Uint8Array) => (response: ServerResponse) => {
      const more = () => {
        while (!response.destroyed && response.write(piece)) sent += piece.length
      }
      response.write(first)
      response.on('drain', more)
      more()
    }
    web.pages.set('/endless', endless('', new Uint8Array(60_000)))
    const limits = { stalled: 10_000, within: 10_000 }
    const over = new AbortController()
    const body = await fetchBundle(operator, `${web.url}/endless`, limits, over.signal)
    let read = 0
    const error = await (async () => {
      for await (const chunk of body) read += chunk.length
    })().catch((reason: unknown) => reason)
    expect(error, 'a body without end').to.be.instanceOf(InputError)
    expect(read, 'bytes read').to.be.at.most(1e6)
    const packed = await packedClaim(world.escrow, [operator.recipient])
    const path = await web.add(operator, undefined, packed)
    const stanza = `-> X25519 ${'A'.repeat(43)}\n${'A'.repeat(43)}\n`
    web.pages.set(path, endless('age-encryption.org/v1\n', Buffer.from(stanza.repeat(500))))
    await gather(operator)
    const [note] = await notesOf(operator)
    expect(note?.reason, 'reason').to.include('header')
    expect(note?.size, 'bytes kept').to.be.below(400_000)
    expect((await rowOf(operator, packed)).stage, 'stage').to.equal('filed')
    expect(sent, 'bytes sent').to.be.below(50e6)
    await expectClean(operator, 'afterwards')
  })

  it('puts what does not match aside with its reason, and takes the right one later', async () => {
    const operator = await evidenceOperator(world)
    const [packed, other] = [
      await packedClaim(world.escrow, [operator.recipient]),
      await packedClaim(world.escrow, [operator.recipient]),
    ]
    const path = await web.add(operator, other.sealed, packed)
    await gather(operator)
    const row = await rowOf(operator, packed)
    expect([row.stage, row.tries, row.nextAt - Math.floor(operator.clock.at / 1000)], 'put off').to.deep.equal([
      'filed',
      1,
      600,
    ])
    const [note, ...more] = await notesOf(operator)
    expect(more, 'other notes').to.deep.equal([])
    expect(note!.from, 'from').to.equal(`${web.url}${path}`)
    expect(note!.sha256, 'digest').to.equal(sha256(other.sealed))
    expect(note!.reason, 'reason').to.include('commitment')
    web.pages.set(path, packed.sealed)
    operator.clock.at = row.nextAt * 1000
    await gather(operator)
    expect((await rowOf(operator, packed)).stage, 'stage').to.equal('proved')
    await expectClean(operator, 'afterwards')
  })
})
