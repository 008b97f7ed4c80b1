import { createServer } from 'node:net'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { seal, makeIdentity } from '../../sdk/evidence/seal.ts'
import { createFile, readStream, replaceFile } from '../../oracle/evidence/files.ts'
import { readIdentities } from '../../oracle/evidence/identities.ts'
import { listFolder } from '../../scripts/support/evidence/listFolder.ts'
import { openTo } from '../../oracle/evidence/openTo.ts'
import { commitTo, sealTo } from '../../scripts/support/evidence/pack.ts'
import { packedFiles, readClaimFile } from '../../scripts/support/evidence/packed.ts'
import { progressLine } from '../../scripts/support/evidence/progress.ts'
import { formatBytes } from '../../sdk/model/bytes.ts'
import { ESCROW, FILES, packed, refusedPaths, SALT, SOLVER, streamOfBytes, bytesOf } from './support.ts'

describe('evidence: folders and files', () => {
  let root: string
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'lodestone-evidence-'))
  })
  afterEach(() => rm(root, { recursive: true }))

  const evidence = async () => {
    const folder = join(root, 'evidence')
    await mkdir(join(folder, 'runs'), { recursive: true })
    await writeFile(join(folder, 'statement.txt'), 'It holds.\n')
    await writeFile(join(folder, 'runs', 'log.txt'), 'all quiet')
    return folder
  }
  const packing = async () => {
    const folder = await evidence()
    return { folder, out: join(root, 'claim'), chainId: 1, escrow: ESCROW, solver: SOLVER } as const
  }

  it('lists files in the order of a bundle, names in normal form NFC, and leaves out empty folders', async () => {
    const folder = await evidence()
    await mkdir(join(folder, 'nothing'))
    await writeFile(join(folder, 'cafe\u0301.txt'), 'x')
    const files = await listFolder(folder)
    expect(
      files.map(({ path, size }) => [path, size]),
      'files',
    ).to.deep.equal([
      ['caf\u00e9.txt', 1],
      ['runs/log.txt', 9],
      ['statement.txt', 10],
    ])
    expect((await bytesOf(readStream(files[0]!.source))).length, 'the file under its own name').to.equal(1)
  })

  it('refuses links, sockets and names that not every system can write, all at once', async () => {
    const folder = await evidence()
    await symlink('/etc/passwd', join(folder, 'link'))
    await symlink(root, join(folder, 'folder-link'))
    await writeFile(join(folder, 'a:b'), '')
    const server = createServer().listen(join(folder, 'socket'))
    await new Promise((resolve) => server.once('listening', resolve))
    const paths = await refusedPaths(listFolder(folder), 'a folder with all of these')
    server.close()
    expect(paths.sort(), 'named').to.deep.equal(['a:b', 'folder-link', 'link', 'socket'])
    await mkdir(join(root, 'empty'))
    await refusedPaths(listFolder(join(root, 'empty')), 'an empty folder')
    await refusedPaths(listFolder(join(root, 'no-such')), 'no folder')
    await refusedPaths(bytesOf(readStream(join(folder, 'link'))), 'a link that came after the listing')
  })

  it('creates files whole and never over another, and replaces them in one step, for the owner only', async () => {
    const path = join(root, 'salt')
    expect(await createFile(path, 'one'), 'created').to.equal(true)
    expect(await createFile(path, 'two'), 'a second time').to.equal(false)
    expect(await readFile(path, 'utf8'), 'content').to.equal('one')
    await replaceFile(path, 'three')
    expect(await readFile(path, 'utf8'), 'replaced').to.equal('three')
    expect((await stat(path)).mode & 0o777, 'mode').to.equal(0o600)
    expect(await readdir(root), 'nothing is left over').to.deep.equal(['salt'])
    const many = await Promise.all(Array.from({ length: 20 }, (_, i) => createFile(join(root, 'race'), `${i}`)))
    expect(many.filter((won) => won).length, 'of twenty at once, one').to.equal(1)
  })

  it('keeps salt and manifest once they are there, and goes on with them', async () => {
    const place = await packing()
    const { recipient, identity } = await makeIdentity()
    const first = await commitTo(place)
    const salt = await readFile(packedFiles(place.out).salt, 'utf8')
    expect((await stat(packedFiles(place.out).salt)).mode & 0o777, 'mode of the salt').to.equal(0o600)
    // Killed before the claim was on record: the salt is kept all the same.
    await rm(packedFiles(place.out).claim)
    expect((await commitTo(place)).commitment, 'commitment').to.equal(first.commitment)
    // Killed while it encrypted.
    await writeFile(join(place.out, 'bundle.age.1234.part'), 'half')
    await writeFile(packedFiles(place.out).bundle, 'not on record')
    const { bundle } = await sealTo(place.out, place.folder, [{ who: 'also', recipient }])
    expect(await readFile(packedFiles(place.out).salt, 'utf8'), 'salt').to.equal(salt)
    expect((await readdir(place.out)).sort(), 'files').to.deep.equal([
      'bundle.age',
      'claim.json',
      'manifest.json',
      'salt',
    ])
    expect((await sealTo(place.out, place.folder, [])).bundle, 'a second time').to.deep.equal(bundle)
    const opened = await openTo(join(root, 'opened'), readStream(packedFiles(place.out).bundle), [identity])
    expect(opened.manifest.statement, 'the statement of the folder').to.equal('It holds.')
    expect(await readFile(join(root, 'opened', 'files', 'runs', 'log.txt'), 'utf8'), 'a file').to.equal('all quiet')
  })

  it('refuses to go on with other evidence, for another claim, or within the evidence', async () => {
    const place = await packing()
    await commitTo(place)
    expect(await refusedPaths(commitTo({ ...place, solver: ESCROW }), 'another solver'), 'option').to.deep.equal([
      '--out',
    ])
    expect(await refusedPaths(commitTo({ ...place, target: SALT }), 'a break claim'), 'option').to.deep.equal(['--out'])
    expect(await refusedPaths(commitTo({ ...place, out: join(place.folder, 'x') }), 'within'), 'option').to.deep.equal([
      '--out',
    ])
    await writeFile(join(place.folder, 'runs', 'log.txt'), 'all louD?')
    await writeFile(join(place.folder, 'more.txt'), '')
    expect(await refusedPaths(commitTo(place), 'changed'), 'files').to.deep.equal(['', 'more.txt', 'runs/log.txt'])
    await rm(join(place.folder, 'more.txt'))
    const { recipient } = await makeIdentity()
    await refusedPaths(sealTo(place.out, place.folder, [{ who: 'also', recipient }]), 'changed while packing')
    expect((await readClaimFile(place.out)).bundle, 'no bundle on record').to.equal(undefined)
    expect(await readdir(place.out), 'nothing half-written').to.not.include('bundle.age')
    expect(
      (await readdir(place.out)).filter((name) => name.endsWith('.part')),
      'parts',
    ).to.deep.equal([])
  })

  it('opens a bundle into a folder whole, or not at all', async () => {
    const [mine, other] = await Promise.all([makeIdentity(), makeIdentity()])
    const bundle = await packed()
    const sealed = async (bytes: Uint8Array) => bytesOf(await seal(streamOfBytes(bytes), [mine.recipient]))
    const whole = await sealed(bundle)
    const out = join(root, 'opened')
    const open = (bytes: Uint8Array, identity = mine.identity) => openTo(out, streamOfBytes(bytes), [identity])
    const last = bundle.slice()
    last[last.length - 1100]! ^= 1
    await refusedPaths(open(whole, other.identity), 'another identity')
    await refusedPaths(open(whole.slice(0, -20)), 'cut short')
    await refusedPaths(open(await sealed(last)), 'another content')
    await refusedPaths(
      openTo(out, streamOfBytes(whole), [mine.identity], () => [{ path: 'commitment', value: '', message: 'no' }]),
      'another claim’s',
    )
    expect(await readdir(root), 'nothing is left').to.deep.equal([])
    await open(whole)
    for (const [path, content] of Object.entries(FILES)) {
      expect(Buffer.compare(await readFile(join(out, 'files', path)), content), path).to.equal(0)
    }
    expect((await readdir(out)).sort(), 'beside the files').to.deep.equal(['files', 'manifest.json', 'salt'])
    expect(await refusedPaths(open(whole), 'a folder that is there'), 'option').to.deep.equal(['--out'])
  })

  it('reads identities as age-keygen writes them, and repeats none of them in errors', async () => {
    const [one, two] = await Promise.all([makeIdentity(), makeIdentity()])
    const path = join(root, 'key')
    await writeFile(
      path,
      `# created: today\r\n# public key: ${one.recipient}\r\n${one.identity}\r\n\r\n${two.identity}\n`,
    )
    expect(await readIdentities(path), 'identities').to.deep.equal([one.identity, two.identity])
    const broken = `${one.identity.slice(0, -1)}${one.identity.endsWith('Q') ? 'P' : 'Q'}`
    await writeFile(path, `${two.identity}\n${broken}\n`)
    const error = await readIdentities(path).catch((reason: unknown) => String(reason))
    expect(error, 'the line').to.include('line 2').and.to.not.include(broken.slice(20))
    await writeFile(path, '# nothing\n')
    await refusedPaths(readIdentities(path), 'none')
  })

  it('tells how far it is', () => {
    expect(progressLine('Packing', 1_200_000_000, 10_000_000_000, 12_000)).to.equal(
      'Packing 1.2 GB of 10 GB, 12 %, 100 MB/s',
    )
    expect(progressLine('Fetching', 999, undefined, 1000)).to.equal('Fetching 999 bytes, 999 bytes/s')
    expect([0, 1, 1000, 9_999, 12_345_678].map(formatBytes)).to.deep.equal([
      '0 bytes',
      '1 bytes',
      '1.0 kB',
      '10.0 kB',
      '12 MB',
    ])
  })
})
