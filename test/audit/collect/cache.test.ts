/** What the cache saves, survives and refuses. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import type { Address } from 'viem'
import type { CollectOptions } from '../../../audit/collect/collect.ts'
import { UNIT } from '../../sdk/world.ts'
import { changedLogs, mostBlocks } from './endpoint.ts'
import { collected, collectWorld, named, type CollectWorld } from './world.ts'

describe('audit: the cache', function () {
  this.timeout(120_000)
  let w: CollectWorld
  let folder: string
  let escrows: Address[]

  before(async () => {
    w = await collectWorld()
    escrows = [await w.escrow(), await w.escrow({ minStep: 2n })]
    for (const escrow of escrows) await w.pledge(escrow)
    await w.node.mine({ blocks: 50 })
    await w.pledge(escrows[0]!)
  })
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lodestone-audit-'))
    w.endpoint.behave = (_, honest) => honest()
    w.endpoint.asked.length = 0
  })
  afterEach(() => rm(folder, { recursive: true }))
  after(() => w.stop())

  const names = async (options: Partial<CollectOptions> = {}) => {
    const { entries, findings } = await collected(w, options)
    return { names: entries.map(named), findings }
  }
  const thrownBy = (run: Promise<unknown>): Promise<Error> =>
    run.then(
      () => expect.fail('nothing was thrown'),
      (error: unknown) => error as Error,
    )
  const files = async () => (await readdir(folder)).filter((name) => name.endsWith('.sqlite'))

  it('reads nothing twice, and only what is new', async () => {
    const first = await names({ cache: folder })
    w.endpoint.asked.length = 0
    expect(await names({ cache: folder })).to.deep.equal(first)
    expect(w.endpoint.count('eth_getLogs'), 'questions for logs').to.equal(0)
    const pinned = await w.sdk.client.getBlockNumber()
    await w.pledge(escrows[1]!)
    const second = await names({ cache: folder })
    const from = w.endpoint.asked
      .filter(({ method }) => method === 'eth_getLogs')
      .map(({ params }) => BigInt((params as [{ fromBlock: string }])[0].fromBlock))
    expect(
      from.every((block) => block > pinned),
      'only new blocks',
    ).to.equal(true)
    expect(from.length, 'one question a stream').to.equal(4)
    expect(second).to.deep.equal(await names())
    expect(second.names[1]!.length).to.be.greaterThan(first.names[1]!.length)
  })

  it('goes on where a failure ended it', async () => {
    let left = 8
    w.endpoint.behave = async (asked, honest) => {
      if (asked.method === 'eth_getLogs' && left-- <= 0)
        throw Object.assign(new Error('no such method'), { code: -32601 })
      return mostBlocks(10n)(asked, honest)
    }
    await thrownBy(names({ cache: folder }))
    w.endpoint.behave = (_, honest) => honest()
    expect(await names({ cache: folder })).to.deep.equal(await names())
  })

  it('is whole after kill -9, and what was written is not read again', async () => {
    w.endpoint.behave = async (asked, honest) => {
      if (asked.method === 'eth_getLogs') await new Promise((resolve) => setTimeout(resolve, 120))
      return mostBlocks(5n)(asked, honest)
    }
    const child = fork(join(import.meta.dirname, 'collector.ts'), [
      w.endpoint.url,
      JSON.stringify(w.sdk.origin),
      folder,
    ])
    while (w.endpoint.count('eth_getLogs') < 45) await new Promise((resolve) => setTimeout(resolve, 20))
    child.kill('SIGKILL')
    await once(child, 'exit')
    w.endpoint.asked.length = 0
    w.endpoint.behave = mostBlocks(5n)
    const after = await names({ cache: folder })
    const resumed = w.endpoint.count('eth_getLogs')
    w.endpoint.asked.length = 0
    expect(after).to.deep.equal(await names())
    expect(resumed, 'questions').to.be.lessThan(w.endpoint.count('eth_getLogs'))
  })

  it('drops back to where both agree after a reorganisation', async () => {
    await names({ cache: folder })
    const agreed = await w.sdk.client.getBlockNumber()
    const snapshot = await w.node.snapshot()
    await w.pledge(escrows[0]!, 11n * UNIT)
    await w.pledge(escrows[0]!, 12n * UNIT)
    const before = await names({ cache: folder })
    await w.node.revert({ id: snapshot })
    await w.node.increaseTime({ seconds: 77 })
    await w.pledge(escrows[1]!, 13n * UNIT)
    await w.node.mine({ blocks: 3 })
    w.endpoint.asked.length = 0
    const after = await names({ cache: folder })
    const asked = w.endpoint.asked.filter(({ method }) => method === 'eth_getLogs')
    for (const { params } of asked) {
      const [{ fromBlock }] = params as [{ fromBlock: string }]
      expect(Number(BigInt(fromBlock) - agreed), 'read again from').to.be.within(0, 3)
    }
    expect(after).to.deep.equal(await names())
    expect(after).to.not.deep.equal(before)
  })

  it('notices a reorganisation while it reads, and is right when asked again', async () => {
    const snapshot = await w.node.snapshot()
    await w.pledge(escrows[0]!, 3n * UNIT)
    let done = false
    w.endpoint.behave = async (asked, honest) => {
      if (asked.method === 'eth_getLogs' && !done) {
        done = true
        await w.node.revert({ id: snapshot })
        await w.node.increaseTime({ seconds: 99 })
        await w.node.mine({ blocks: 4 })
      }
      return honest()
    }
    const error = await thrownBy(names({ cache: folder }))
    expect(error.name).to.equal('ConnectionError')
    expect(error.message).to.match(/reorganised.*Try again/)
    expect(await names({ cache: folder })).to.deep.equal(await names())
  })

  it('reads again what was odd', async () => {
    w.endpoint.behave = changedLogs((logs) => [...logs].reverse())
    expect((await names({ cache: folder })).findings.map(({ rule }) => rule)).to.include('logs')
    w.endpoint.behave = (_, honest) => honest()
    const again = await names({ cache: folder })
    expect(again.findings).to.deep.equal([])
    expect(again).to.deep.equal(await names())
  })

  it('refuses the cache of another chain or origin, and what is none', async () => {
    await names({ cache: folder })
    const [file] = await files()
    w.endpoint.behave = async (asked, honest) => {
      const answer = await honest()
      const isGenesis = asked.method === 'eth_getBlockByNumber' && asked.params[0] === '0x0'
      return isGenesis ? { ...(answer as object), hash: `0x${'9'.repeat(64)}` } : answer
    }
    const error = await thrownBy(names({ cache: folder }))
    expect(error.name, 'another chain with the same id').to.equal('InputError')
    expect(error.message)
      .to.match(/genesis/)
      .and.match(/delete the file/)
    w.endpoint.behave = (_, honest) => honest()
    const factory = escrows[0]!
    await copyFile(join(folder, file!), join(folder, `31337-${factory.toLowerCase()}.sqlite`))
    const origin = { ...w.sdk.origin, factory }
    expect((await thrownBy(names({ cache: folder, origin }))).name, 'another factory').to.equal('InputError')
    await writeFile(join(folder, file!), 'no database at all'.repeat(100))
    for (const rest of ['-wal', '-shm']) await rm(join(folder, `${file!}${rest}`), { force: true })
    expect((await thrownBy(names({ cache: folder }))).name, 'no cache').to.equal('InputError')
  })
})
