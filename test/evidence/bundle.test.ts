import { expect } from 'chai'
import { createTarDecoder, packTar, unpackTar, type TarEntry } from 'modern-tar'
import { zeroHash } from 'viem'
import { InputError } from '../../sdk/errors/InputError.ts'
import { checkFiling } from '../../sdk/evidence/checkFiling.ts'
import { bundleSize, manifestBytes } from '../../sdk/evidence/layout.ts'
import { pathClashes, pathFault, comparePaths } from '../../sdk/evidence/path.ts'
import { tarHeader } from '../../sdk/evidence/tar.ts'
import { claimKey, commitmentOf, manifestDigest, parseManifest } from '../../sdk/model/evidence.ts'
import {
  bytesOf,
  ESCROW,
  SOLVER,
  contentOf,
  FILES,
  manifestOf,
  packed,
  refusedPaths,
  SALT,
  sha256,
  streamOfBytes,
  unpacked,
} from './support.ts'

describe('evidence: the bundle', () => {
  const text = (content: Uint8Array | undefined) => new TextDecoder().decode(content)

  it('is a tar archive that another reader reads: manifest, salt, then the files', async () => {
    const entries = await unpackTar(await packed())
    expect(
      entries.map(({ header }) => header.name),
      'names in order',
    ).to.deep.equal(['manifest.json', 'salt', ...Object.keys(FILES).map((path) => `files/${path}`)])
    for (const { header } of entries) {
      const { type, mode, uid, gid, mtime } = header
      expect([type, mode, uid, gid, Number(mtime)], `metadata of ${header.name}`).to.deep.equal([
        'file',
        0o644,
        0,
        0,
        0,
      ])
    }
    expect(text(entries[0]!.data), 'the manifest').to.equal(text(manifestBytes(manifestOf())))
    expect(text(entries[1]!.data), 'the salt').to.equal(`${SALT}\n`)
    for (const [i, content] of Object.values(FILES).entries()) {
      expect(Buffer.compare(entries[i + 2]!.data!, content), `content ${i}`).to.equal(0)
    }
  })

  it('is the same for the same content, has the size foretold, and comes back as it was', async () => {
    const bundle = await packed()
    expect(Buffer.compare(bundle, await packed()), 'packed twice').to.equal(0)
    expect(bundle.length, 'size').to.equal(bundleSize(manifestOf(), SALT))
    for (const piece of [1, 511, 512, 513, 1_000_000]) {
      const { manifest, salt, files } = await unpacked(bundle, piece)
      expect(manifest, `manifest in pieces of ${piece}`).to.deep.equal(manifestOf())
      expect(salt, 'salt').to.equal(SALT)
      expect(Object.keys(files), 'files').to.deep.equal(Object.keys(FILES))
      for (const [path, content] of Object.entries(FILES))
        expect(Buffer.compare(files[path]!, content), path).to.equal(0)
    }
  })

  it('carries long names, names in any script, and sizes beyond 8 GiB, in pax headers that another reader understands', async () => {
    const names = [
      'ü'.repeat(60),
      '証拠/測定.csv',
      'a/'.repeat(90) + 'deep.txt',
      'x'.repeat(95),
      'x'.repeat(94),
      '🔬.txt',
    ]
    const files = Object.fromEntries(names.map((name) => [name, contentOf(name, 10)]))
    const bundle = await packed(files)
    const entries = await unpackTar(bundle)
    expect(
      entries.slice(2).map(({ header }) => header.name),
      'names',
    ).to.deep.equal(names.map((name) => `files/${name}`))
    expect(Object.keys((await unpacked(bundle)).files), 'and read back').to.deep.equal(names)
    for (const size of [8 ** 11 - 1, 8 ** 11, 10e9, Number.MAX_SAFE_INTEGER]) {
      const decoded = streamOfBytes(tarHeader('files/large', size)).pipeThrough(createTarDecoder())
      const { value } = await decoded.getReader().read()
      expect([value!.header.name, value!.header.size], 'a large header').to.deep.equal(['files/large', size])
    }
  })

  it('is refused, or is not the claim’s, when any byte of it is another one', async () => {
    const bundle = await packed()
    const place = { chainId: 1, escrow: ESCROW, solver: SOLVER } as const
    const commitment = commitmentOf({ ...place, manifestDigest: manifestDigest(manifestOf()), salt: SALT })
    const filed = { ...place, claim: claimKey(SOLVER, commitment), target: zeroHash }
    expect(checkFiling(manifestOf(), SALT, filed), 'unchanged').to.deep.equal([])
    let state = 12345
    const random = (below: number) => (state = (state * 1103515245 + 12345) % 2 ** 31) % below
    const headers = Array.from({ length: 5 }, (_, i) => i * 1024)
    const places = [...headers, ...Array.from({ length: 400 }, () => random(bundle.length)), bundle.length - 1]
    for (const place of places) {
      const changed = bundle.slice()
      changed[place]! ^= 1 << random(8)
      const faults = await unpacked(changed).then(
        // Salt and manifest speak for themselves only with the commitment.
        ({ manifest, salt }) => checkFiling(manifest, salt, filed),
        (error: unknown) => (error instanceof InputError ? error.faults : []),
      )
      expect(faults, `faults of a change at ${place}`).to.not.be.empty
    }
  })

  it('is refused when it is cut short anywhere, or goes on', async () => {
    const bundle = await packed()
    for (let length = 0; length < bundle.length; length += 97) {
      await refusedPaths(unpacked(bundle.slice(0, length)), `cut at ${length}`)
    }
    await refusedPaths(unpacked(bundle.slice(0, -1)), 'without its last byte')
    await refusedPaths(unpacked(Buffer.concat([bundle, new Uint8Array(1)])), 'one byte more')
    await refusedPaths(unpacked(Buffer.concat([bundle, new Uint8Array(512)])), 'one block more')
  })

  it('names every file whose content is not the manifest’s', async () => {
    const bundle = Buffer.from(await packed())
    for (const path of ['one block.bin', 'runs/1/log.txt']) bundle[bundle.indexOf(FILES[path]!.slice(0, 40))]! ^= 1
    expect(await refusedPaths(unpacked(bundle), 'two files changed'), 'files').to.deep.equal([
      'one block.bin',
      'runs/1/log.txt',
    ])
  })

  describe('refuses archives that somebody made to do harm', () => {
    const entry = (name: string, body: Uint8Array | string, more: object = {}): TarEntry => ({
      header: {
        name,
        size: Buffer.from(body).length,
        mode: 0o644,
        uid: 0,
        gid: 0,
        mtime: new Date(0),
        type: 'file',
        ...more,
      },
      body: Buffer.from(body),
    })
    const content = contentOf('a', 700)
    const manifest = manifestOf({ 'a.txt': content })
    const head = [entry('manifest.json', manifestBytes(manifest)), entry('salt', `${SALT}\n`)]
    const cases: [string, TarEntry[]][] = [
      ['a path that leaves the folder', [...head, entry('files/../../a.txt', content)]],
      ['an absolute path', [...head, entry('/files/a.txt', content)]],
      [
        'a symbolic link',
        [...head, { header: { name: 'files/a.txt', size: 0, type: 'symlink', linkname: '/etc/passwd' } }],
      ],
      ['a hard link', [...head, { header: { name: 'files/a.txt', size: 0, type: 'link', linkname: 'manifest.json' } }]],
      [
        'a file that the manifest does not name',
        [...head, entry('files/a.txt', content), entry('files/b.txt', content)],
      ],
      ['a file that is missing', head],
      ['a file of another size', [...head, entry('files/a.txt', content.slice(1))]],
      ['an executable', [...head, entry('files/a.txt', content, { mode: 0o4755 })]],
      ['a salt that comes first', [head[1]!, head[0]!, entry('files/a.txt', content)]],
      ['a manifest of another layout', [entry('manifest.json', JSON.stringify(manifest, undefined, 1)), head[1]!]],
      ['a manifest that is no JSON', [entry('manifest.json', '{'), head[1]!]],
      ['a salt in capital letters', [head[0]!, entry('salt', `0x${'5A'.repeat(32)}\n`), entry('files/a.txt', content)]],
    ]
    for (const [what, entries] of cases) {
      it(what, async () => {
        await refusedPaths(unpacked(await packTar(entries)), what)
      })
    }
  })

  it('is not packed from files that have changed since they were digested', async () => {
    const changed = { ...FILES, 'one block.bin': contentOf('other', 512) }
    expect(await refusedPaths(packed(changed, manifestOf()), 'content'), 'file').to.deep.equal(['one block.bin'])
    const longer = { ...FILES, 'one block.bin': contentOf('b', 513) }
    expect(await refusedPaths(packed(longer, manifestOf()), 'size'), 'file').to.deep.equal(['one block.bin'])
  })

  it('is never larger in memory than what is read of it', async () => {
    let given = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(new Uint8Array(512))
        given++
      },
    })
    await refusedPaths(unpacked(endless), 'a stream without end')
    expect(given, 'blocks read before it was refused').to.be.below(10)
  })
})

describe('evidence: paths', () => {
  it('are refused where a system would write elsewhere, or not at all', () => {
    const wrong = [
      '../x', 'a/../x', '/x', 'a//b', 'a/', './a', '.', '..', 'a\\b', 'C:x', 'a:b', 'a*', 'a?', '<a', 'a|b', '"a',
      'a\u0000', 'a\nb', 'a\u202eb', 'a\u2028b', 'con', 'NUL.txt', 'x/com1', 'Lpt9.log', 'a./b', 'a /b', 'e\u0301',
      'x'.repeat(256), 'a/'.repeat(512) + 'a',
    ] // prettier-ignore
    for (const path of wrong) {
      expect(pathFault(path), JSON.stringify(path)).to.be.a('string')
      const files = [{ path, size: 0, sha256: sha256(new Uint8Array(0)) }]
      expect(() => parseManifest({ ...manifestOf(), files }), `manifest with ${JSON.stringify(path)}`).to.throw(
        InputError,
      )
    }
    for (const path of ['a', '.hidden', 'a b/c d', 'é', 'console', 'x.com1', 'a'.repeat(255), '2026-01-01.log']) {
      expect(pathFault(path), path).to.equal(undefined)
    }
  })

  it('clash where upper and lower case are the same, and where one lies under another', () => {
    expect(pathClashes(['a', 'b', 'a']), 'the same').to.deep.equal([0, 2])
    expect(pathClashes(['Log/a', 'log/A', 'log/b']), 'letter case').to.deep.equal([0, 1])
    expect(pathClashes(['straße', 'STRASSE']), 'folded to two letters').to.deep.equal([0, 1])
    expect(pathClashes(['a', 'A/b', 'ab/c']), 'a file and a folder').to.deep.equal([1])
    expect(pathClashes(['a/b', 'a/c', 'b']), 'none').to.deep.equal([])
  })

  it('are sorted by the bytes of their UTF-8 form', () => {
    const paths = ['\u{1f52c}', '\uff5a', 'b', 'a/b', 'a.b', 'a', 'Z', 'é']
    const bytewise = [...paths].sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)))
    expect([...paths].sort(comparePaths), 'order').to.deep.equal(bytewise)
  })

  it('keep their order in a bundle’s stream', async () => {
    const reversed = Object.fromEntries(Object.entries(FILES).reverse())
    const names = (await unpackTar(await packed(reversed))).slice(2).map(({ header }) => header.name)
    expect(names, 'as in the manifest').to.deep.equal(Object.keys(reversed).map((path) => `files/${path}`))
    expect((await bytesOf(streamOfBytes(new Uint8Array(3)))).length, 'helper').to.equal(3)
  })
})
