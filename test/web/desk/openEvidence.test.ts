import { expect } from 'chai'
import { getAddress, zeroHash } from 'viem'
import { InputError } from '../../../sdk/errors/InputError.ts'
import { makeIdentity } from '../../../sdk/evidence/seal.ts'
import { addFiles } from '../../../web/views/claim/chosen.ts'
import { prepareClaim, type Prepared } from '../../../web/views/claim/prepared.ts'
import { openEvidence, type Filed } from '../../../web/views/desk/openEvidence.ts'
import { fetchBundle } from '../../../web/views/desk/fetchBundle.ts'
import { ConnectionError } from '../../../sdk/errors/ConnectionError.ts'
import { testWeb } from '../../oracle/evidence/world.ts'
import { ESCROW, SOLVER } from '../../evidence/support.ts'

describe('page, desk: opening evidence', () => {
  const files = addFiles(
    [],
    [
      { path: 'runs/a.log', file: new Blob(['all quiet']) },
      { path: 'big.bin', file: new Blob([new Uint8Array(5_000_000).fill(7)]) },
      { path: 'empty', file: new Blob([]) },
    ],
  )
  let identity: string
  let sealed: Blob
  let prepared: Prepared
  let filed: Filed
  before(async () => {
    const made = await makeIdentity()
    identity = made.identity
    const [escrow, solver] = [getAddress(ESCROW), getAddress(SOLVER)]
    const readers = [{ who: 'also', recipient: made.recipient }]
    const preparation = { chainId: 31337, escrow, solver, statement: 'It holds.', readers, payee: solver } as const
    const pieces: Blob[] = []
    const keeper = {
      piece: async (_: unknown, __: number, content: Blob) => void pieces.push(content),
      claim: async () => {},
    }
    prepared = await prepareClaim({ ...preparation, place: 'own' }, files, keeper)
    sealed = new Blob(pieces)
    filed = { chainId: 31337, escrow, solver, claim: prepared.claim.key, target: zeroHash }
  })
  const refused = async (blob: Blob, identities: string[], of: Filed, what: string) => {
    const error = await openEvidence(blob, identities, of).catch((reason: unknown) => reason)
    expect(error, what).to.be.instanceOf(InputError)
  }

  it('gives every file, once all of it is proved to be the claim’s', async () => {
    let read = 0
    const opened = await openEvidence(sealed, [identity], filed, (done) => (read = done))
    expect(
      opened.files.map(({ path }) => path),
      'paths',
    ).to.deep.equal(files.map(({ path }) => path))
    for (const [i, { content }] of opened.files.entries())
      expect(
        Buffer.from(await content.arrayBuffer()).equals(Buffer.from(await files[i]!.file.arrayBuffer())),
        `${i}`,
      ).to.equal(true)
    expect(opened.manifest, 'manifest').to.deep.equal(prepared.manifest)
    expect(read, 'progress').to.equal(sealed.size)
  })

  it('refuses what is another claim’s, for others, changed or cut short', async () => {
    await refused(sealed, [identity], { ...filed, claim: zeroHash }, 'another claim')
    await refused(sealed, [identity], { ...filed, target: filed.claim }, 'a break claim')
    await refused(sealed, [identity], { ...filed, chainId: 1 }, 'another chain')
    await refused(sealed, [identity], { ...filed, solver: filed.escrow }, 'another solver')
    const { identity: other } = await makeIdentity()
    await refused(sealed, [other], filed, 'another identity')
    await refused(sealed.slice(0, sealed.size - 100), [identity], filed, 'cut short')
    const bytes = new Uint8Array(await sealed.arrayBuffer())
    bytes[bytes.length - 50]! ^= 1
    await refused(new Blob([bytes]), [identity], filed, 'changed')
  })

  describe('fetched from where the solver has put it', () => {
    it('comes whole, with its progress; too much of it, or an answer that is none, is refused', async () => {
      const web = await testWeb()
      try {
        const content = new Uint8Array(300_000).fill(5)
        web.pages.set('/b.age', content)
        const signal = new AbortController().signal
        const at = (path: string) => new URL(path, web.url)
        const told: (number | undefined)[][] = []
        const blob = await fetchBundle(at('/b.age'), (...progress) => told.push(progress), signal)
        expect(Buffer.from(await blob.arrayBuffer()).equals(Buffer.from(content)), 'content').to.equal(true)
        expect(told.at(-1)?.[0], 'progress').to.equal(300_000)
        for (const [path, most] of [
          ['/b.age', 299_999],
          ['/none', 1e9],
        ] as const) {
          const error = await fetchBundle(at(path), () => undefined, signal, most).catch((reason: unknown) => reason)
          expect(error, path).to.be.instanceOf(ConnectionError)
        }
      } finally {
        await web.stop()
      }
    })

    it('an endpoint that is down is said to be', async () => {
      const url = new URL('http://127.0.0.1:9/b.age')
      const error = await fetchBundle(url, () => undefined, new AbortController().signal).catch((e: unknown) => e)
      expect(error, 'down').to.be.instanceOf(ConnectionError)
    })
  })
})
