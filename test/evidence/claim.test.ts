import { readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { makeIdentity } from '../../sdk/evidence/seal.ts'
import { ARBITER, evidenceWorld, faultsOf, MEMBERS, type EvidenceWorld } from './world.ts'

describe('lodestone claim and evidence: from a folder to the members', function () {
  this.timeout(900_000)
  let world: EvidenceWorld
  let { w, s3, intakes, escrow, run, claimArgs, evidence, filed } = {} as EvidenceWorld
  const identities: Record<number, string> = {}

  before(async () => {
    world = await evidenceWorld()
    ;({ w, s3, intakes, escrow, run, claimArgs, evidence, filed } = world)
    identities[2] = await world.publishKey(2, intakes[0].url)
    identities[ARBITER] = await world.publishKey(ARBITER, 'none')
  })
  after(() => world.stop())

  it('refuses, naming each member without a key, and does as it is told about them', async () => {
    const folder = await evidence('keys')
    const [missing, also] = await Promise.all([makeIdentity(), makeIdentity()])
    const [, second, third] = MEMBERS.map((as) => w.accounts[as]!.address)
    const faults = faultsOf(await run(...claimArgs(folder)))
    expect(
      faults.map(({ value }) => value),
      'who',
    ).to.have.members([second, third])
    expect(await readdir(w.directory), 'nothing written').to.not.include('keys.claim')
    const dry = ['--dry-run', '--also', also.recipient]
    const left = await run(
      ...claimArgs(folder),
      '--without',
      second!,
      '--recipient',
      `${third}=${missing.recipient}`,
      ...dry,
    )
    expect(left.code, left.err).to.equal(0)
    const { readers } = JSON.parse(left.out) as { readers: { recipient: string }[] }
    expect(
      readers.map(({ recipient }) => recipient),
      'keys used',
    ).to.include.members([missing.recipient, also.recipient])
    expect(readers.length, 'member, member, arbiter, own').to.equal(4)
    const few = faultsOf(await run(...claimArgs(folder), '--without', second!, '--without', third!, '--dry-run'))
    expect(
      few.map(({ path }) => path),
      'fewer than a quorum',
    ).to.deep.equal(['--without'])
    const stranger = faultsOf(await run(...claimArgs(folder), '--without', w.token, '--dry-run'))
    expect(
      stranger.map(({ path }) => path),
      'a stranger',
    ).to.include('--without')
    // From here on all have published; the last takes nothing in.
    identities[3] = await world.publishKey(3, intakes[1].url)
    identities[4] = await world.publishKey(4, 'none')
  })

  it('files a claim, which each member gets and proves, and files it once', async () => {
    const folder = await evidence('whole', { 'list.csv': 'a,b\n'.repeat(20_000) })
    const first = await run(...claimArgs(folder))
    expect(first.code, first.err).to.equal(0)
    const { key, uri, handedIn } = JSON.parse(first.out) as { key: string; uri: string; handedIn: { result: string }[] }
    expect(handedIn.map(({ result }) => result).sort(), 'two intakes, a member and the arbiter without').to.deep.equal([
      'none',
      'none',
      'taken',
      'taken',
    ])
    expect([s3.faults, await filed(key)], 'faults that the storage saw, claims').to.deep.equal([[], 1])
    const bundle = await readFile(join(`${folder}.claim`, 'bundle.age'))
    for (const { taken } of intakes)
      expect(Buffer.compare([...taken.values()].at(-1)!, bundle), 'what the intake has').to.equal(0)
    expect([...intakes[0].taken.keys()].at(-1), 'path').to.equal(`/evidence/31337/${escrow.toLowerCase()}/${key}`)
    expect(Buffer.compare(s3.objects.get(new URL(uri).pathname)!, bundle), 'what the storage has').to.equal(0)
    for (const as of [...MEMBERS, ARBITER]) {
      const out = join(w.directory, `opened-${as}`)
      const fetched = await run('evidence', 'fetch', escrow, key, '--identity', identities[as]!, '--out', out)
      expect(fetched.code, fetched.err).to.equal(0)
      expect((await readFile(join(out, 'files', 'list.csv'))).length, 'a file').to.equal(80_000)
    }
    const opened = join(w.directory, 'opened-2')
    const check = (path: string, ...more: string[]) => run('evidence', 'check', path, ...more)
    const ofClaim = ['--escrow', escrow, '--claim', key]
    for (const path of [opened, `${folder}.claim`]) expect((await check(path, ...ofClaim)).code, path).to.equal(0)
    await writeFile(join(opened, 'salt'), `0x${'11'.repeat(32)}\n`)
    expect(
      faultsOf(await check(opened, ...ofClaim)).map(({ path }) => path),
      'wrong salt',
    ).to.deep.equal(['commitment'])
    await writeFile(join(opened, 'files', 'more'), '')
    await writeFile(join(opened, 'files', 'list.csv'), 'x')
    expect(
      faultsOf(await check(opened)).map(({ path }) => path),
      'changed files',
    ).to.have.members(['more', 'list.csv'])
    // Again: nothing is filed, stored or handed in twice.
    const before = [s3, ...intakes].map(({ asked }) => asked.length)
    const again = await run(...claimArgs(folder))
    expect((JSON.parse(again.out) as { key: string }).key, 'key').to.equal(key)
    expect([await filed(key), ...[s3, ...intakes].map(({ asked }) => asked.length)], 'claims, requests').to.deep.equal([
      1,
      ...before,
    ])
  })

  it('ends with 75 where a member does not answer, with the claim filed, and reaches it later', async () => {
    const folder = await evidence('silent')
    const endpoint = intakes[1].url
    const { recipient } = await makeIdentity()
    await w.publish(3, 'http://127.0.0.1:9', recipient)
    const first = await run(...claimArgs(folder))
    expect(first.code, first.err).to.equal(75)
    const { key, handedIn } = JSON.parse(first.out) as { key: string; handedIn: { account: string; result: string }[] }
    expect(
      handedIn.filter(({ result }) => result === 'failed').map(({ account }) => account),
      'who',
    ).to.deep.equal([w.accounts[3]!.address])
    await w.publish(3, endpoint, recipient)
    expect((await run(...claimArgs(folder))).code, 'later').to.equal(0)
    expect(await filed(key), 'claims').to.equal(1)
    expect(
      [...intakes[0].taken.keys()].filter((path) => path.endsWith(key)).length,
      'handed in once to the other',
    ).to.equal(1)
  })

  it('packs first and files later, and shows before it packs that the escrow would refuse', async () => {
    const folder = await evidence('packed')
    const packed = await run('evidence', 'pack', folder, '--escrow', escrow)
    expect(packed.code, packed.err).to.equal(0)
    const { key } = JSON.parse(packed.out) as { key: string }
    expect(await filed(key), 'claims before').to.equal(0)
    const claimed = await run('claim', escrow, folder, '--uri', 'https://example.org/mine.age')
    expect(JSON.parse(claimed.out) as { key: string; uri: string }, claimed.err).to.include({
      key,
      uri: 'https://example.org/mine.age',
    })
    const breaking = await evidence('breaking')
    const refused = await run('break', escrow, key, breaking)
    expect([refused.code, (JSON.parse(refused.err) as { errorName: string }).errorName], refused.err).to.deep.equal([
      1,
      'NothingHeld',
    ])
    expect(await readdir(`${breaking}.claim`), 'no bundle').to.not.include('bundle.age')
  })

  it('makes keys for members, never over another', async () => {
    const file = join(w.directory, 'new.age')
    const made = await w.bare({}, 'evidence', 'key', file, '--json')
    const { recipient } = JSON.parse(made.out) as { recipient: string }
    const text = await readFile(file, 'utf8')
    expect(text, 'file')
      .to.include(recipient)
      .and.to.match(/^AGE-SECRET-KEY-1/m)
    expect(made.out, 'the secret is not printed').to.not.include('AGE-SECRET-KEY')
    expect(faultsOf(await w.bare({}, 'evidence', 'key', file, '--json')).map(({ path }) => path)).to.deep.equal([
      'file',
    ])
    expect(await readFile(file, 'utf8'), 'as it was').to.equal(text)
  })
})
