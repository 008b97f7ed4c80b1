import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { getAddress, zeroHash, type Hex } from 'viem'
import { readStream } from '../../../oracle/evidence/files.ts'
import { checkEvidence } from '../../../scripts/support/evidence/checkEvidence.ts'
import { commitTo } from '../../../scripts/support/evidence/pack.ts'
import { readClaimFile } from '../../../scripts/support/evidence/packed.ts'
import { InputError } from '../../../sdk/errors/InputError.ts'
import { checkFiling } from '../../../sdk/evidence/checkFiling.ts'
import { digestOf } from '../../../sdk/evidence/digest.ts'
import { proveSealed } from '../../../sdk/evidence/proveSealed.ts'
import { makeIdentity } from '../../../sdk/evidence/seal.ts'
import { addFiles, type Chosen } from '../../../web/views/claim/chosen.ts'
import {
  parsePrepared,
  prepareClaim,
  type Preparation,
  type Prepared,
  type Progress,
  readAll,
} from '../../../web/views/claim/prepared.ts'
import { receiptOf } from '../../../web/views/claim/receipt.ts'
import { ESCROW, SOLVER } from '../../evidence/support.ts'

const CHAIN = 31337
const MEMBER = '0x00000000000000000000000000000000000000A1'

/** Keeps in memory what a browser keeps on its disk. */
function memory() {
  const pieces: { key: Hex; place: number; content: Blob }[] = []
  const claims: Prepared[] = []
  return {
    pieces,
    claims,
    piece: async (key: Hex, place: number, content: Blob) => void pieces.push({ key, place, content }),
    claim: async (prepared: Prepared) => void claims.push(prepared),
    bundle: () => new Blob(pieces.map(({ content }) => content)),
  }
}

describe('page, claim: preparing', () => {
  let identity: string
  let preparation: Preparation
  const files = addFiles(
    [],
    [
      { path: 'runs/a.log', file: new Blob(['all quiet']) },
      { path: 'big.bin', file: new Blob([new Uint8Array(9_000_000).fill(7)]) },
    ],
  )
  before(async () => {
    const made = await makeIdentity()
    identity = made.identity
    const readers = [{ who: MEMBER, recipient: made.recipient }]
    const own = { chainId: CHAIN, escrow: ESCROW, solver: SOLVER, payee: SOLVER } as const
    preparation = { ...own, statement: 'It holds.', readers, place: 'members' }
  })

  it('fixes a claim whose bundle a member opens and proves against its key, for docket and break claims', async () => {
    for (const target of [undefined, `0x${'ab'.repeat(32)}` as const]) {
      const kept = memory()
      const { claim, manifest, salt } = await prepareClaim({ ...preparation, target }, files, kept)
      const opened = await proveSealed(kept.bundle().stream(), [identity], (...found) =>
        checkFiling(...found, { ...claim, claim: claim.key, target: target ?? zeroHash }),
      )
      expect(opened, 'what a member finds').to.deep.equal({ manifest, salt })
      expect(manifest.statement, 'statement').to.equal('It holds.')
      expect(claim.target, 'target').to.equal(target)
    }
  })

  it('keeps the bundle in pieces, in order, then the claim, which can be read again', async () => {
    const kept = memory()
    const prepared = await prepareClaim(preparation, files, kept)
    expect(kept.pieces.length, 'pieces').to.equal(prepared.pieces).and.to.be.greaterThan(2)
    expect(
      kept.pieces.map(({ place }) => place),
      'in order',
    ).to.deep.equal(kept.pieces.map((_, place) => place))
    expect(await digestOf(kept.bundle().stream()), 'digest').to.deep.equal({
      size: prepared.claim.bundle.size,
      sha256: prepared.claim.bundle.sha256,
    })
    expect(parsePrepared(structuredClone(kept.claims[0])), 'read again').to.deep.equal(prepared)
    expect(() => parsePrepared({ ...prepared, salt: '0x12' }), 'what is broken').to.throw(InputError)
  })

  it('tells how far it is, up to the end', async () => {
    const told: Progress[] = []
    await prepareClaim(preparation, files, memory(), (progress) => told.push({ ...progress }))
    for (const doing of ['reading', 'encrypting'] as const) {
      const those = told.filter((one) => one.doing === doing)
      expect(those.at(-1)!.done, `${doing}: the end`).to.equal(those.at(-1)!.total)
      expect(
        those.every(({ done }, i) => i === 0 || done >= those[i - 1]!.done),
        `${doing}: onwards`,
      ).to.equal(true)
    }
  })

  it('has another salt, hence another key, each time', async () => {
    const [one, other] = await Promise.all([1, 2].map(() => prepareClaim(preparation, files, memory())))
    expect(one!.salt, 'salt').to.not.equal(other!.salt)
    expect(one!.claim.key, 'key').to.not.equal(other!.claim.key)
  })

  it('should be read from what is kept also beside what cannot be read', async () => {
    const prepared = await prepareClaim(preparation, files, memory())
    const kept = [{ ...prepared, version: 2 }, prepared, null, 'x']
    expect(readAll(kept)).to.deep.equal({ claims: [prepared], unreadable: 3 })
  })

  it('keeps no claim where the evidence cannot be packed', async () => {
    const refused = async (what: Partial<Preparation>, chosen: readonly Chosen[]) => {
      const kept = memory()
      const error = await prepareClaim({ ...preparation, ...what }, chosen, kept).catch((reason: unknown) => reason)
      expect(error, JSON.stringify(what)).to.be.instanceOf(InputError)
      expect(kept.claims, 'claims').to.deep.equal([])
    }
    await refused({}, [])
    await refused({ statement: '' }, files)
    await refused({}, [{ path: '../up', file: new Blob([]) }])
    await refused({ readers: [{ who: MEMBER, recipient: 'age1nothing' }] }, files)
    await refused({ readers: [] }, files)
  })

  describe('the receipt', () => {
    let root: string
    beforeEach(async () => {
      root = await mkdtemp(join(tmpdir(), 'lodestone-receipt-'))
    })
    afterEach(() => rm(root, { recursive: true }))

    it('is the folder that the command line keeps of a claim: it proves it, and goes on with it', async () => {
      const kept = memory()
      const prepared = await prepareClaim(preparation, files, kept)
      const { name, file } = receiptOf(prepared, kept.bundle())
      await writeFile(join(root, name), Buffer.from(await file.arrayBuffer()))
      await promisify(execFile)('tar', ['-xf', name], { cwd: root })
      const folder = join(root, name.replace('.tar', ''))
      await writeFile(join(root, 'identity'), `${identity}\n`)
      const report = await checkEvidence(folder, { identity: join(root, 'identity') } as never)
      expect(report.lines.join('\n'), 'proved').to.include('all as the manifest says')
      expect(await readClaimFile(folder), 'claim.json').to.deep.equal(prepared.claim)
      const same = { chainId: CHAIN, escrow: getAddress(ESCROW), solver: getAddress(SOLVER) }
      const again = await commitTo({ ...same, folder: join(root, 'unneeded'), out: folder })
      expect(again.key, 'gone on with').to.equal(prepared.claim.key)
      const { sha256 } = await digestOf(readStream(join(folder, 'bundle.age')))
      expect(sha256, 'bundle').to.equal(prepared.claim.bundle.sha256)
    })
  })
})
