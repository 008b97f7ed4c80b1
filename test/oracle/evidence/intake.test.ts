import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { keccak256, stringToHex, zeroHash } from 'viem'
import { file } from '../../../sdk/actions/file.ts'
import { bundlePath } from '../../../oracle/evidence/bundles.ts'
import { gather } from '../../../oracle/evidence/gather.ts'
import { makeIdentity } from '../../../sdk/evidence/seal.ts'
import { claimKey, commitmentOf, makeSalt, manifestDigest } from '../../../sdk/model/evidence.ts'
import { sealedFile } from '../../../scripts/support/evidence/sealed.ts'
import { send } from '../../../oracle/evidence/http.ts'
import { sha256 } from '../../evidence/support.ts'
import { oracleWorld, type OracleWorld } from '../world.ts'
import { headersOf, upload } from './rawUpload.ts'
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
    await rm(bundlePath(operator.config, packed))
    expect((await intake.put(packed, other)).status, 'the other, once that is lost').to.equal(201)
    expect((await intake.put(packed, other)).status, 'and again').to.equal(204)
    await expectClean(operator, 'afterwards')
  })

  it('lets pages of any origin upload, and read what is answered', async () => {
    const packed = await added()
    const url = `${intake.url}${intake.path(packed)}`
    const asked = {
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'content-type,repr-digest',
    }
    const preflight = await fetch(url, { method: 'OPTIONS', headers: { origin: 'https://page.example', ...asked } })
    expect(preflight.status).to.equal(204)
    expect(Object.fromEntries(preflight.headers)).to.include({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'PUT',
      'access-control-allow-headers': 'content-type, repr-digest',
    })
    const headers = { 'content-type': 'application/age', 'repr-digest': digestHeader(packed.sealed) }
    const unsuitable = await fetch(url, {
      method: 'PUT',
      headers: { ...headers, 'content-type': 'text/css' },
      body: 'x',
    })
    expect([unsuitable.status, unsuitable.headers.get('access-control-allow-origin')]).to.deep.equal([415, '*'])
    const taken = await fetch(url, { method: 'PUT', headers, body: new Uint8Array(packed.sealed) })
    expect([taken.status, taken.headers.get('access-control-allow-origin')]).to.deep.equal([201, '*'])
  })

  it('is what the command line sends to', async () => {
    const packed = await added()
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
    const chunked = upload(intake, packed, {
      'transfer-encoding': 'chunked',
      'repr-digest': digestHeader(packed.sealed),
    })
    chunked.sent.end(packed.sealed)
    expect(await chunked.status, 'no length').to.equal(411)
    const large = upload(intake, packed, { ...headersOf(packed.sealed), 'content-length': 10_000e6 + 1 })
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

  it('takes the same bundle twice at once', async () => {
    const packed = await added()
    const both = await Promise.all([intake.put(packed, packed.sealed), intake.put(packed, packed.sealed)])
    for (const { status } of both) expect(status).to.be.oneOf([201, 204])
    expect(Buffer.compare(await readFile(bundlePath(operator.config, packed)), packed.sealed), 'kept').to.equal(0)
    await expectClean(operator, 'afterwards')
  })
})
