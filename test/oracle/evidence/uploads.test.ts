import { expect } from 'chai'
import { writeStream } from '../../../oracle/evidence/files.ts'
import type { IntakeLimits } from '../../../oracle/evidence/intake.ts'
import { oracleWorld, type OracleWorld } from '../world.ts'
import { flushed, headersOf, underWay, upload } from './rawUpload.ts'
import {
  addClaim,
  evidenceOperator,
  expectClean,
  filesIn,
  packedClaim,
  rowOf,
  testIntake,
  type EvidenceOperator,
  type Packed,
  type TestIntake,
} from './world.ts'

describe('oracle: uploads of evidence that do harm, or meet it', () => {
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

  it('ends what stalls, what shows no manifest in time, and what breaks off', async () => {
    const packed = await added()
    const headers = headersOf(packed.sealed)
    await restart({ stalled: 100 })
    const stalled = upload(intake, packed, headers)
    stalled.sent.write(packed.sealed.slice(0, -1))
    expect(await stalled.status, 'stalled').to.equal(408)
    await restart({ unvouched: 200 })
    const slow = upload(intake, packed, headers)
    let at = 0
    const timer = setInterval(() => slow.sent.write(packed.sealed.slice(at, ++at)), 10)
    expect(await slow.status, 'a byte now and then').to.equal(408)
    clearInterval(timer)
    const broken = upload(intake, packed, headers)
    await flushed(broken.sent, packed.sealed.slice(0, -1))
    await underWay(operator, 1)
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
    const silent = [upload(intake, packed, headers), upload(intake, packed, headers)]
    for (const { sent } of silent) await flushed(sent, packed.sealed.slice(0, 10))
    await underWay(operator, 10)
    const real = upload(intake, packed, headers)
    await flushed(real.sent, packed.sealed.slice(0, 150_000))
    expect(await Promise.race(silent.map(({ status }) => status)), 'one of the silent').to.equal(408)
    await underWay(operator, 140_000)
    const more = [upload(intake, packed, headers), upload(intake, packed, headers)]
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
    const first = upload(intake, one, headersOf(one.sealed))
    await flushed(first.sent, one.sealed.slice(0, 100_000))
    await underWay(operator, 99_000)
    expect((await intake.put(other, other.sealed)).status, 'another').to.equal(503)
    first.sent.end(one.sealed.slice(100_000))
    expect(await first.status, 'the first').to.equal(201)
    expect((await intake.put(other, other.sealed)).status, 'then').to.equal(201)
  })

  it('answers 507 where the disk is full, and leaves nothing behind', async () => {
    const packed = await added()
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
})
