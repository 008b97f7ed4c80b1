import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { getAddress, keccak256, stringToHex, zeroHash, type Address, type Hex } from 'viem'
import { verifyEvidence } from '../../../audit/evidence/verifyEvidence.ts'
import { openTo } from '../../../oracle/evidence/openTo.ts'
import { commitTo, sealTo } from '../../../scripts/support/evidence/pack.ts'
import { InputError } from '../../../sdk/errors/InputError.ts'
import { cidOf, sealedName } from '../../../sdk/evidence/cid.ts'
import { makeIdentity, seal } from '../../../sdk/evidence/seal.ts'
import { canonicalJson } from '../../../sdk/model/canonicalJson.ts'
import { commitmentOf, makeSalt, manifestDigest, type Manifest } from '../../../sdk/model/evidence.ts'
import { encodeReport, type Report } from '../../../sdk/model/report.ts'
import { packBundle } from '../../../sdk/evidence/packBundle.ts'
import { bytesOf, FILES, manifestOf, sha256, streamOfBytes } from '../../evidence/support.ts'
import { MEMBERS, oracleWorld, type OracleWorld } from '../../oracle/world.ts'
import { noted, recordedIn, signedBy, submitted } from '../recorded.ts'

describe('audit: evidence', () => {
  let world: OracleWorld
  let root: string
  let chainId: number
  let solver: Address
  let mine: { identity: string; recipient: string }
  before(async () => {
    world = await oracleWorld()
    chainId = await world.sdk.client.getChainId()
    solver = getAddress(world.sdk.accounts[1]!)
    mine = await makeIdentity()
  })
  after(() => world.stop())
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'lodestone-audit-'))
  })
  afterEach(() => rm(root, { recursive: true }))

  async function verify(identities: string[] = [mine.identity]) {
    const { subject, state } = await recordedIn(world)
    const { findings, note } = noted()
    const checked = await verifyEvidence({ folder: root, identities, escrows: [{ subject, state }], note })
    const assumed = checked.statements.filter(({ standing }) => standing === 'assumed')
    return { ...checked, findings, assumed: assumed.map(({ what, how }) => `${what} ${how}`).join('\n') }
  }

  /** A bundle with another statement each time, encrypted to us, and its claim on chain; `change` what is encrypted. */
  let bundles = 0
  async function bundle({ filed = true, change = (bytes: Uint8Array) => bytes, recipient = mine.recipient } = {}) {
    const manifest: Manifest = { ...manifestOf(), escrow: world.escrow, solver, statement: `Number ${bundles++}.` }
    const salt = makeSalt()
    const digest = manifestDigest(manifest)
    const plain = await bytesOf(packBundle(manifest, salt, (path) => streamOfBytes(FILES[path]!)))
    const sealed = await bytesOf(await seal(streamOfBytes(change(plain)), [recipient]))
    const name = sealedName(cidOf(sha256(sealed)))
    const commitment = commitmentOf({ chainId, escrow: world.escrow, solver, manifestDigest: digest, salt })
    const claim = filed ? await world.claim(commitment, `https://example.org/${name}`) : zeroHash
    return { manifest, digest, salt, plain, sealed, name, claim }
  }

  it('of encrypted bundles reproduces the commitment of a claim, wherever they lie, and writes nothing', async () => {
    const { sealed, claim, digest } = await bundle()
    await mkdir(join(root, 'a/b'), { recursive: true })
    await writeFile(join(root, 'a/b/any.name'), sealed)
    await chmod(join(root, 'a/b'), 0o500)
    const { bundles: found, findings, assumed } = await verify()
    await chmod(join(root, 'a/b'), 0o700)
    expect(found).to.deep.equal([
      { file: 'a/b/any.name', claims: [claim], escrow: world.escrow, manifest: digest, fine: true },
    ])
    expect(findings).to.deep.equal([])
    expect(assumed, 'the claim was looked at').to.not.include(claim)
    expect(await readdir(root, { recursive: true })).to.have.length(3)
  })

  it('stays closed without the key, which is no finding but an assumption, as is a claim without any', async () => {
    const { sealed, claim } = await bundle()
    await writeFile(join(root, 'x.age'), sealed)
    const other = await makeIdentity()
    for (const identities of [[], [other.identity]]) {
      const { bundles: found, findings, assumed } = await verify(identities)
      expect([found, findings]).to.deep.equal([[{ file: 'x.age', claims: [], fine: undefined }], []])
      expect(assumed).to.include('x.age').and.to.include(claim)
    }
  })

  it('is a finding where a bundle was changed after it was encrypted, or has another content than its manifest', async () => {
    const good = await bundle()
    const cut = good.sealed.slice(0, -20)
    const flipped = await bundle({
      change: (bytes) => {
        const changed = bytes.slice()
        changed[changed.length - 1100]! ^= 1
        return changed
      },
    })
    await writeFile(join(root, good.name), cut)
    await writeFile(join(root, 'flipped'), flipped.sealed)
    const { bundles: found, findings } = await verify()
    expect(found.map(({ file, fine }) => [file, fine])).to.have.deep.members([
      [good.name, false],
      ['flipped', false],
    ])
    expect(findings.map(({ grade, rule, escrow }) => [grade, rule, escrow])).to.deep.equal(
      Array(2).fill(['broken promise', 'evidence', world.escrow]),
    )
    const content = findings.find(({ what }) => what.includes('flipped'))
    expect([content?.subject, content?.actual?.includes('runs/1/log.txt')], 'the claim and the file').to.deep.equal([
      flipped.claim,
      true,
    ])
  })

  it('is a finding where a bundle of a solver reproduces no claim, a remark where no claim is known', async () => {
    await bundle()
    const { sealed, digest } = await bundle({ filed: false })
    await writeFile(join(root, 'no-claim'), sealed)
    const stranger = { ...manifestOf(), escrow: world.escrow, solver: MEMBERS[0]!.address }
    const elsewhere = { ...manifestOf(), solver }
    for (const [name, manifest] of Object.entries({ stranger, elsewhere })) {
      const plain = packBundle(manifest, makeSalt(), (path) => streamOfBytes(FILES[path]!))
      await writeFile(join(root, name), await bytesOf(await seal(plain, [mine.recipient])))
    }
    const { bundles: found, findings } = await verify()
    expect(found.map(({ file, fine }) => [file, fine])).to.deep.equal([
      ['elsewhere', undefined],
      ['no-claim', false],
      ['stranger', undefined],
    ])
    expect(findings.map(({ grade }) => grade)).to.deep.equal(['remark', 'broken promise', 'remark'])
    expect(found[1]!.manifest, 'digest').to.equal(digest)
  })

  it('of opened folders is compared file by file; links in them are findings and never followed', async () => {
    const { sealed, claim } = await bundle()
    await openTo(join(root, 'opened'), streamOfBytes(sealed), [mine.identity])
    expect((await verify([])).bundles.map(({ claims, fine }) => [claims, fine])).to.deep.equal([[[claim], true]])
    await symlink('/etc/passwd', join(root, 'opened/files/link'))
    await writeFile(join(root, 'opened/files/more'), '')
    await writeFile(join(root, 'opened/files/empty.bin'), 'x')
    const { findings } = await verify([])
    expect(findings).to.have.length(1)
    for (const name of ['link', 'more', 'empty.bin']) expect(findings[0]!.actual, name).to.include(name)
    await rm(join(root, 'opened/files'), { recursive: true })
    await symlink(root, join(root, 'opened/files'))
    await symlink(root, join(root, 'loop'))
    const { bundles: none, statements } = await verify([])
    expect([none, statements[0]!.how.includes('2 links')], 'a loop').to.deep.equal([[], true])
  })

  it('of the folder of a claim is compared with its claim file, its bundle and the chain', async () => {
    const evidence = `${root}.evidence`
    await mkdir(evidence)
    await writeFile(join(evidence, 'statement.txt'), 'A thing.')
    const out = join(root, 'claim')
    const packing = { folder: evidence, out, chainId, escrow: world.escrow, solver }
    const { commitment, key } = await commitTo(packing)
    await sealTo(out, evidence, [{ who: 'also', recipient: mine.recipient }])
    await rm(evidence, { recursive: true })
    expect(
      (await verify()).findings.map(({ grade }) => grade),
      'not filed, but others are',
    ).to.deep.equal(['broken promise'])
    await world.claim(commitment)
    for (const identities of [[], [mine.identity]]) {
      const { bundles: found, findings } = await verify(identities)
      expect([found.map(({ claims, fine }) => [claims, fine]), findings]).to.deep.equal([[[[key], true]], []])
    }
    const sealed = await readFile(join(out, 'bundle.age'))
    await writeFile(join(out, 'bundle.age'), Uint8Array.from([...sealed, 1]))
    expect((await verify([])).findings[0]?.actual, 'bundle').to.include('bundle.age')
    await writeFile(join(out, 'bundle.age'), sealed)
    await writeFile(join(out, 'salt'), `${makeSalt()}\n`)
    expect((await verify([])).findings[0]?.actual, 'salt').to.include('commitment')
  })

  it('refuses a folder that is none or too deep', async () => {
    const refused = async (folder: string) => {
      const work = verifyEvidence({ folder, identities: [], escrows: [], note: () => undefined })
      expect(await work.catch((error: unknown) => error), folder).to.be.instanceOf(InputError)
    }
    await refused(join(root, 'none'))
    await mkdir(join(root, ...Array<string>(40).fill('d')), { recursive: true })
    await refused(root)
  })

  describe('reports', () => {
    async function observed(change: Partial<Report> = {}, measurement = 12n) {
      const { claim, digest, sealed } = await bundle()
      const report: Report = {
        ...{ version: 1, chainId, escrow: world.escrow, claim, target: zeroHash, solver },
        ...{
          member: getAddress(MEMBERS[1]!.address),
          outcome: world.terms.outcome,
          manifest: digest,
          measurement: '12',
        },
        ...{ reason: '', sideConditions: [{ name: 'quiet', holds: true }], counted: null, facts: null, input: null },
        ...{ verifier: null, notes: '', ...change },
      }
      const { text, digest: signed } = encodeReport(report)
      await submitted(world, claim, [await signedBy(world, 1, { claim, measurement, report: signed })])
      await writeFile(join(root, 'bundle'), sealed)
      return { claim, report, text, signed }
    }

    it('are those that were signed: canonical, printed prettily, or free text', async () => {
      const { claim, report, text, signed } = await observed()
      await writeFile(join(root, 'report.json'), text)
      await writeFile(join(root, 'pretty.json'), JSON.stringify(report, undefined, 2))
      const words = 'I counted 990.\n'
      const free = await signedBy(world, 2, { claim, measurement: 990n, report: keccak256(stringToHex(words)) })
      await submitted(world, claim, [free])
      await writeFile(join(root, 'report.md'), words)
      await writeFile(join(root, 'shopping.txt'), 'milk')
      const { reports, findings, statements } = await verify()
      const of = { escrow: world.escrow, claim, fine: true }
      const member = MEMBERS[1]!.address
      expect(reports).to.deep.equal([
        { file: 'pretty.json', digest: signed, member, ...of },
        { file: 'report.json', digest: signed, member, ...of },
        { file: 'report.md', digest: free.report, member: MEMBERS[2]!.address, ...of },
      ])
      expect(findings).to.deep.equal([])
      expect(statements[0]!.how, 'the rest').to.include('1 other file')
    })

    const wrong: [string, Partial<Report>, bigint, string][] = [
      ['another measurement', {}, 13n, 'measurement 12, where it is 13'],
      ['a failed side condition', { sideConditions: [{ name: 'quiet', holds: false }] }, 12n, '"quiet" fail'],
      ['an unanswered side condition', { sideConditions: [] }, 12n, 'no answer to "quiet"'],
      ['a reason why it is 0', { reason: 'It is not.' }, 12n, 'a reason why it is 0'],
      ['evidence not read', { manifest: null }, 12n, 'not read'],
      ['another manifest', { manifest: zeroHash }, 12n, 'manifest 0x00'],
      ['another claim', { claim: zeroHash }, 12n, 'claim 0x00'],
      ['another member', { member: getAddress(MEMBERS[3]!.address) }, 12n, 'member'],
      ['another escrow', { escrow: getAddress(MEMBERS[3]!.address) }, 12n, 'escrow'],
      ['another chain', { chainId: 1 }, 12n, 'chainId 1'],
      ['another outcome', { outcome: zeroHash }, 12n, 'outcome'],
    ]
    for (const [what, change, measurement, says] of wrong) {
      it(`are findings with ${what}`, async () => {
        const { text, claim } = await observed(change, measurement)
        await writeFile(join(root, 'report.json'), text)
        const { reports, findings } = await verify()
        expect(reports.map((one) => [one.claim, one.fine])).to.deep.equal([[claim, false]])
        expect(findings.map(({ grade, rule, subject }) => [grade, rule, subject])).to.deep.equal([
          ['broken promise', 'evidence', MEMBERS[1]!.address],
        ])
        expect(findings[0]!.actual).to.include(says)
      })
    }

    it('with measurement 0 may fail conditions; another text than the signed one is a finding, of an unknown one a remark', async () => {
      const failed: Partial<Report> = {
        measurement: '0',
        sideConditions: [{ name: 'quiet', holds: false }],
        reason: 'x',
      }
      const { text, report } = await observed(failed, 0n)
      await writeFile(join(root, 'report.json'), text)
      expect((await verify()).findings, 'zero').to.deep.equal([])
      await writeFile(join(root, 'report.json'), canonicalJson({ ...report, notes: 'Changed later.' }))
      expect(
        (await verify()).findings.map(({ grade }) => grade),
        'changed',
      ).to.deep.equal(['broken promise'])
      const unknown = { ...report, member: getAddress(MEMBERS[4]!.address) }
      await writeFile(join(root, 'report.json'), canonicalJson(unknown))
      expect(
        (await verify()).findings.map(({ grade }) => grade),
        'never observed',
      ).to.deep.equal(['remark'])
    })

    it('that are not there are assumed', async () => {
      const { claim } = await observed()
      const { assumed } = await verify()
      expect(assumed).to.match(/reports of \d+ observations? /)
      expect(assumed, 'its bundle was looked at').to.not.include(claim as Hex)
    })
  })
})
