import { readFile } from 'node:fs/promises'
import { request, type ClientRequest, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { expect } from 'chai'
import { keccak256, stringToHex, zeroHash } from 'viem'
import { file } from '../../../sdk/actions/file.ts'
import { bundlePath, type Place } from '../../../oracle/evidence/bundles.ts'
import { gather } from '../../../oracle/evidence/gather.ts'
import type { IntakeLimits } from '../../../oracle/evidence/intake.ts'
import { makeIdentity } from '../../../sdk/evidence/seal.ts'
import { claimKey, commitmentOf, makeSalt, manifestDigest } from '../../../sdk/model/evidence.ts'
import { sealedFile } from '../../../scripts/support/evidence/sealed.ts'
import { send } from '../../../oracle/evidence/http.ts'
import { sha256 } from '../../evidence/support.ts'
import { oracleWorld, type OracleWorld } from '../world.ts'
import { attacks } from './attacks.ts'
import {
  addClaim,
  CHAIN,
  digestHeader,
  evidenceOperator,
  expectClean,
  filesIn,
  MARKER,
  notesOf,
  packedClaim,
  rowOf,
  sealedFor,
  SOLVER,
  testIntake,
  type EvidenceOperator,
  type Packed,
  type TestIntake,
} from './world.ts'

describe('oracle: the intake of evidence', () => {
  let world: OracleWorld
  let operator: EvidenceOperator
  let intake: TestIntake
  before(async () => {
    world = await oracleWorld()
  })
  after(() => world.stop())
  beforeEach(async () => {
    operator = await evidenceOperator(world)
    intake = await testIntake(operator)
  })
  afterEach(() => intake.stop())

  const pack = () => packedClaim(world.escrow, [operator.recipient])
  const added = async () => {
    const packed = await pack()
    await addClaim(operator, packed)
    return packed
  }
  const restart = async (change: Partial<IntakeLimits>) => {
    await intake.stop()
    intake = await testIntake(operator, change)
  }
  /** An upload whose body the test writes. */
  const upload = (place: Place, headers: Record<string, string | number>) => {
    const sent = request(`${intake.url}${intake.path(place)}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/age', ...headers },
    })
    const status = new Promise<number>((resolve, reject) => {
      sent.on('response', (response: IncomingMessage) => {
        response.resume()
        resolve(response.statusCode!)
      })
      sent.on('error', reject)
    })
    status.catch(() => undefined)
    return { sent, status }
  }
  const headersOf = (body: Uint8Array) => ({ 'content-length': body.length, 'repr-digest': digestHeader(body) })
  const flushed = (sent: ClientRequest, bytes: Uint8Array) => new Promise((done) => sent.write(bytes, done))
  /** Waits until the operator has written that much of a bundle. */
  const underWay = async (bytes: number) => {
    for (;;) {
      const parts = await filesIn(join(operator.config.data, 'work'))
      if ([...parts.values()].some((content) => content.length >= bytes)) return
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  it('takes in and proves a bundle as `claim` hands it in; the same again is welcome, another is not', async () => {
    const packed = await added()
    expect((await intake.put(packed, packed.sealed)).status, 'first').to.equal(201)
    expect((await rowOf(operator, packed)).stage, 'stage').to.equal('proved')
    expect(Buffer.compare(await readFile(bundlePath(operator.config, packed)), packed.sealed), 'kept').to.equal(0)
    expect((await intake.put(packed, packed.sealed)).status, 'the same again').to.equal(204)
    const other = await sealedFor(packed.bundle, [operator.recipient])
    expect((await intake.put(packed, other)).status, 'encrypted once more').to.equal(409)
    expect((await intake.put(packed, new Uint8Array(9))).status, 'junk').to.equal(409)
    expect(Buffer.compare(await readFile(bundlePath(operator.config, packed)), packed.sealed), 'still').to.equal(0)
    expect(await gather(operator), 'there is nothing to gather').to.equal(false)
    await expectClean(operator, 'afterwards')
  })

  it('is what the command line sends to', async () => {
    const packed = await added()
    const { writeFile } = await import('node:fs/promises')
    const path = join(operator.config.data, '..', 'sent.age')
    await writeFile(path, packed.sealed)
    const sealed = sealedFile(path, { size: packed.sealed.length, sha256: sha256(packed.sealed) })
    const headers = { 'content-type': 'application/age', 'repr-digest': digestHeader(packed.sealed) }
    const body = { size: sealed.size, stream: sealed.open() }
    const answer = await send(new URL(`${intake.url}${intake.path(packed)}`), { method: 'PUT', headers, body }, 'It')
    expect(answer.status).to.equal(201)
  })

  it('takes a claim that is on chain, and not yet in the store; gather finds it there', async () => {
    const writer = world.sdk.writers[1]!
    const solver = writer.wallet.account.address
    const packed = await packedClaim(world.escrow, [operator.recipient], { solver })
    expect((await intake.put(packed, packed.sealed)).status, 'before it is filed').to.equal(404)
    await file(writer, world.escrow, { commitment: packed.commitment, payee: solver, uri: '' })
    expect((await intake.put(packed, packed.sealed)).status, 'filed').to.equal(201)
    await addClaim(operator, packed)
    expect(await gather(operator), 'once its event counts').to.equal(true)
    expect((await rowOf(operator, packed)).stage).to.equal('proved')
  })

  it('takes the evidence of a break claim', async () => {
    const target = keccak256(stringToHex('paid'))
    const packed = await packedClaim(world.escrow, [operator.recipient], { target })
    await addClaim(operator, packed, { target })
    expect((await intake.put(packed, packed.sealed)).status).to.equal(201)
  })

  it('refuses what is not for it, and reads none of it', async () => {
    const packed = await added()
    const stranger = { escrow: SOLVER, claim: packed.claim }
    const unknown = { escrow: world.escrow, claim: zeroHash }
    expect((await intake.put(stranger, packed.sealed)).status, 'another escrow').to.equal(404)
    expect((await intake.put(unknown, packed.sealed)).status, 'no claim').to.equal(404)
    const at = async (path: string) =>
      (
        await fetch(`${intake.url}${path}`, {
          method: 'PUT',
          headers: { 'content-type': 'application/age', 'repr-digest': digestHeader(packed.sealed) },
          body: Buffer.from(packed.sealed),
        })
      ).status
    const path = intake.path(packed)
    expect(await at(path.replace(`/${CHAIN}/`, '/1/')), 'another chain').to.equal(404)
    expect(await at(path.replace(/0x[0-9a-f]{40}/, '../../etc')), 'no address').to.equal(404)
    expect(await at(`${path}0`), 'no key').to.equal(404)
    const put = async (headers: Record<string, string>) => (await intake.put(packed, packed.sealed, headers)).status
    expect(await put({ 'content-type': 'application/json' }), 'JSON').to.equal(415)
    expect(await put({ 'content-type': '' }), 'no type').to.equal(415)
    expect(await put({ 'repr-digest': '' }), 'no digest').to.equal(400)
    expect(await put({ 'repr-digest': 'md5=:AAAA:' }), 'another digest').to.equal(400)
    const chunked = upload(packed, { 'transfer-encoding': 'chunked', 'repr-digest': digestHeader(packed.sealed) })
    chunked.sent.end(packed.sealed)
    expect(await chunked.status, 'no length').to.equal(411)
    const large = upload(packed, { ...headersOf(packed.sealed), 'content-length': 10_000e6 + 1 })
    large.sent.flushHeaders()
    expect(await large.status, 'too large').to.equal(413)
    large.sent.destroy()
    for (const stage of ['measured', 'signed', 'recorded', 'missed', 'stopped'] as const) {
      await operator.store.updateTable('claims').set({ stage }).where('claim', '=', packed.claim).execute()
      expect((await intake.put(packed, packed.sealed)).status, stage).to.equal(409)
    }
    expect((await filesIn(operator.config.data)).size, 'files').to.equal(0)
  })

  it('refuses what has another digest than its header says, and keeps nothing of it', async () => {
    const packed = await added()
    const headers = { 'repr-digest': digestHeader(packed.bundle) }
    expect((await intake.put(packed, packed.sealed, headers)).status, 'another digest').to.equal(422)
    expect((await rowOf(operator, packed)).stage, 'stage').to.equal('filed')
    expect((await filesIn(operator.config.data)).size, 'files').to.equal(0)
    expect((await intake.put(packed, packed.sealed)).status, 'and then the right one').to.equal(201)
  })

  it('refuses another’s bundle, and one that it cannot open', async () => {
    const packed = await added()
    const other = await pack()
    const { recipient } = await makeIdentity()
    const cases: [string, Uint8Array, string][] = [
      ['another claim’s', other.sealed, 'commitment'],
      ['to somebody else', await sealedFor(packed.bundle, [recipient]), 'identity'],
      ['plain', packed.bundle, 'age'],
      ['cut short', packed.sealed.slice(0, -1), 'cut short'],
      ['longer', Buffer.concat([packed.sealed, new Uint8Array(1)]), 'changed'],
    ]
    for (const [what, body, reason] of cases) {
      const answer = await intake.put(packed, body)
      expect([answer.status, answer.text.includes(reason)], `${what}: ${answer.text}`).to.deep.equal([422, true])
    }
    expect(
      (await notesOf(operator)).map(({ from }) => from),
      'notes',
    ).to.deep.equal(cases.map(() => '127.0.0.1'))
    expect((await rowOf(operator, packed)).stage, 'stage').to.equal('filed')
    expect((await filesIn(join(operator.config.data, 'bundles'))).size, 'bundles').to.equal(0)
    const kept = (await notesOf(operator)).filter((note) => note.kept).length
    expect(kept, 'kept: all but the plain one').to.equal(cases.length - 1)
    await expectClean(operator, 'afterwards')
    expect((await intake.put(packed, packed.sealed)).status, 'and then the right one').to.equal(201)
  })

  it('refuses every archive that was made to do harm', async () => {
    const all = attacks({ escrow: world.escrow, solver: SOLVER })
    for (const { what, manifest, archive } of all) {
      const salt = makeSalt()
      const commitment = commitmentOf({
        chainId: CHAIN,
        escrow: world.escrow,
        solver: SOLVER,
        manifestDigest: manifestDigest(manifest),
        salt,
      })
      const claim = claimKey(SOLVER, commitment)
      const place = { escrow: world.escrow, claim, solver: SOLVER, commitment }
      await addClaim(operator, place)
      const { status, text } = await intake.put(
        place,
        await sealedFor(await archive(manifest, salt), [operator.recipient]),
      )
      expect(status, `${what}: ${text}`).to.equal(422)
      expect((await rowOf(operator, place)).stage, what).to.equal('filed')
      expect(text, `${what}: what is said`).to.not.include(MARKER)
    }
    expect((await notesOf(operator)).length, 'notes').to.equal(all.length)
    expect((await filesIn(join(operator.config.data, 'bundles'))).size, 'bundles').to.equal(0)
    await expectClean(operator, 'afterwards')
  })

  it('ends what stalls, what shows no manifest in time, and what breaks off', async () => {
    const packed = await added()
    const headers = headersOf(packed.sealed)
    await restart({ stalled: 100 })
    const stalled = upload(packed, headers)
    stalled.sent.write(packed.sealed.slice(0, -1))
    expect(await stalled.status, 'stalled').to.equal(408)
    await restart({ unvouched: 200 })
    const slow = upload(packed, headers)
    let at = 0
    const timer = setInterval(() => slow.sent.write(packed.sealed.slice(at, ++at)), 10)
    expect(await slow.status, 'a byte now and then').to.equal(408)
    clearInterval(timer)
    const broken = upload(packed, headers)
    await flushed(broken.sent, packed.sealed.slice(0, -1))
    await underWay(1)
    broken.sent.destroy()
    while ((await filesIn(operator.config.data)).size > 0) await new Promise((resolve) => setImmediate(resolve))
    expect((await intake.put(packed, packed.sealed)).status, 'and then whole').to.equal(201)
    await expectClean(operator, 'afterwards')
  })

  it('lets few in at a time; who shows nothing makes room, who has the bundle does not', async () => {
    const large = {
      'a.bin': crypto.getRandomValues(new Uint8Array(60_000)),
      'b.bin': crypto.getRandomValues(new Uint8Array(60_000)),
      'c.bin': crypto.getRandomValues(new Uint8Array(60_000)),
    }
    const packed = await packedClaim(world.escrow, [operator.recipient], { files: large })
    await addClaim(operator, packed)
    const headers = headersOf(packed.sealed)
    const silent = [upload(packed, headers), upload(packed, headers)]
    for (const { sent } of silent) await flushed(sent, packed.sealed.slice(0, 10))
    await underWay(10)
    const real = upload(packed, headers)
    await flushed(real.sent, packed.sealed.slice(0, 150_000))
    expect(await Promise.race(silent.map(({ status }) => status)), 'one of the silent').to.equal(408)
    await underWay(140_000)
    const more = [upload(packed, headers), upload(packed, headers)]
    for (const { sent } of more) await flushed(sent, packed.sealed.slice(0, 10))
    real.sent.end(packed.sealed.slice(150_000))
    expect(await real.status, 'the real one').to.equal(201)
    for (const { sent } of [...silent, ...more]) sent.destroy()
  })

  it('answers 503 where all are at work', async () => {
    await restart({ most: { all: 1, claim: 1 } })
    const [one, other] = [
      await packedClaim(world.escrow, [operator.recipient], {
        files: {
          'a.bin': crypto.getRandomValues(new Uint8Array(60_000)),
          'b.bin': crypto.getRandomValues(new Uint8Array(60_000)),
        },
      }),
      await added(),
    ] as [Packed, Packed]
    await addClaim(operator, one)
    const first = upload(one, headersOf(one.sealed))
    await flushed(first.sent, one.sealed.slice(0, 100_000))
    await underWay(99_000)
    expect((await intake.put(other, other.sealed)).status, 'another').to.equal(503)
    first.sent.end(one.sealed.slice(100_000))
    expect(await first.status, 'the first').to.equal(201)
    expect((await intake.put(other, other.sealed)).status, 'then').to.equal(201)
  })

  it('answers 507 where the disk is full, and leaves nothing behind', async () => {
    const packed = await added()
    const { writeStream } = await import('../../../oracle/evidence/files.ts')
    await restart({
      write: async (path) => {
        const own = (await writeStream(path)).getWriter()
        let written = 0
        return new WritableStream<Uint8Array>({
          write: async (chunk) => {
            if ((written += chunk.length) <= 50_000) return own.write(chunk)
            await own.close()
            throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC', syscall: 'write' })
          },
          close: () => own.close(),
          abort: () => own.abort(),
        })
      },
    })
    const big = await packedClaim(world.escrow, [operator.recipient], {
      files: { 'a.bin': crypto.getRandomValues(new Uint8Array(60_000)) },
    })
    await addClaim(operator, big)
    expect((await intake.put(big, big.sealed)).status, 'disk full').to.equal(507)
    expect((await filesIn(operator.config.data)).size, 'files').to.equal(0)
    expect((await rowOf(operator, big)).stage, 'stage').to.equal('filed')
    await restart({})
    expect((await intake.put(big, big.sealed)).status, 'with room').to.equal(201)
    expect((await intake.put(packed, packed.sealed)).status, 'another').to.equal(201)
  })

  it('takes the same bundle twice at once', async () => {
    const packed = await added()
    const both = await Promise.all([intake.put(packed, packed.sealed), intake.put(packed, packed.sealed)])
    for (const { status } of both) expect(status).to.be.oneOf([201, 204])
    expect(Buffer.compare(await readFile(bundlePath(operator.config, packed)), packed.sealed), 'kept').to.equal(0)
    await expectClean(operator, 'afterwards')
  })
})
