import { generateHybridIdentity, identityToRecipient } from 'age-encryption'
import { expect } from 'chai'
import { CID } from 'multiformats/cid'
import * as raw from 'multiformats/codecs/raw'
import { sha256 as hasher } from 'multiformats/hashes/sha2'
import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import { checkFiling } from '../../sdk/evidence/checkFiling.ts'
import { cidOf, sha256OfCid } from '../../sdk/evidence/cid.ts'
import { checked, digestOf } from '../../sdk/evidence/digest.ts'
import { intakeUrl } from '../../sdk/evidence/intakeUrl.ts'
import { isRecipient, makeIdentity, seal, unseal } from '../../sdk/evidence/seal.ts'
import { claimKey, commitmentOf, makeSalt, manifestDigest } from '../../sdk/model/evidence.ts'
import { AbiCoder, keccak256 } from 'ethers'
import {
  bytesOf,
  contentOf,
  ESCROW,
  manifestOf,
  packed,
  refusedPaths,
  SALT,
  sha256,
  SOLVER,
  streamOfBytes,
} from './support.ts'

describe('evidence: encryption', () => {
  const sealed = async (bundle: Uint8Array, recipients: string[]) =>
    bytesOf(await seal(streamOfBytes(bundle), recipients))
  const opened = async (bytes: Uint8Array, identities: string[]) =>
    bytesOf(await unseal(streamOfBytes(bytes), identities))

  it('lets every recipient open the bundle, and nobody else', async () => {
    const people = await Promise.all(Array.from({ length: 4 }, makeIdentity))
    const hybrid = await generateHybridIdentity()
    const bundle = await packed()
    const recipients = [...people.slice(0, 3).map(({ recipient }) => recipient), await identityToRecipient(hybrid)]
    const bytes = await sealed(bundle, recipients)
    for (const identity of [...people.slice(0, 3).map((one) => one.identity), hybrid]) {
      expect(Buffer.compare(await opened(bytes, [identity]), bundle), 'opened').to.equal(0)
    }
    const stranger = people[3]!.identity
    expect(await refusedPaths(opened(bytes, [stranger]), 'a stranger'), 'field').to.deep.equal(['identity'])
    expect(Buffer.compare(await opened(bytes, [stranger, hybrid]), bundle), 'one of several').to.equal(0)
    expect(Buffer.from(bytes).includes(Buffer.from('It holds.')), 'the statement shows').to.equal(false)
  })

  it('is another text each time, of the same length', async () => {
    const { recipient } = await makeIdentity()
    const bundle = await packed()
    const [one, other] = [await sealed(bundle, [recipient]), await sealed(bundle, [recipient])]
    expect(one.length, 'length').to.equal(other.length)
    expect(Buffer.compare(one, other), 'content').to.not.equal(0)
  })

  it('refuses what was changed or cut short, at every border of its chunks too', async () => {
    const { identity, recipient } = await makeIdentity()
    const bundle = await packed({ 'large.bin': contentOf('l', 200_000) })
    const bytes = await sealed(bundle, [recipient])
    const start = bytes.length - (bundle.length + 16 * Math.ceil(bundle.length / 65_536))
    const chunks = Array.from({ length: 4 }, (_, i) => start + i * (65_536 + 16))
    for (const length of [0, 1, 50, start - 1, ...chunks, bytes.length - 17, bytes.length - 16, bytes.length - 1]) {
      await refusedPaths(opened(bytes.slice(0, length), [identity]), `cut at ${length}`)
    }
    for (const place of [0, 30, start - 17, start - 1, ...chunks, bytes.length - 1]) {
      const changed = bytes.slice()
      changed[place]! ^= 1
      await refusedPaths(opened(changed, [identity]), `changed at ${place}`)
    }
    const swapped = Buffer.from(bytes)
    swapped.set(bytes.slice(chunks[1], chunks[2]), chunks[0])
    await refusedPaths(opened(swapped, [identity]), 'a chunk in place of another')
  })

  it('opens what comes in pieces of any size, and refuses a header without end', async () => {
    const { identity, recipient } = await makeIdentity()
    const content = contentOf('x', 1_000_000)
    const bytes = await sealed(content, [recipient])
    for (const piece of [1_000, 16_384, 70_000, 300_000, bytes.length]) {
      const bundle = await unseal(streamOfBytes(bytes, piece), [identity])
      expect(Buffer.compare(await bytesOf(bundle), content), `pieces of ${piece}`).to.equal(0)
    }
    const many = await Promise.all(Array.from({ length: 32 }, async () => (await makeIdentity()).recipient))
    const short = await unseal(streamOfBytes(await sealed(content.slice(0, 99), [...many, recipient]), 10), [identity])
    expect((await bytesOf(short)).length, 'a header in pieces of 10').to.equal(99)
    const stanza = Buffer.from(`-> X25519 ${'A'.repeat(43)}\n${'A'.repeat(43)}\n`)
    let given = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(given === 0 ? Buffer.from('age-encryption.org/v1\n') : stanza)
        given += stanza.length
      },
    })
    await refusedPaths(unseal(endless, [identity]), 'a header without end')
    expect(given, 'bytes read').to.be.below(400_000)
  })

  it('passes on what the source of the bytes says', async () => {
    const { identity, recipient } = await makeIdentity()
    const bytes = await sealed(contentOf('x', 300_000), [recipient])
    let at = 0
    const broken = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (at > 150_000) throw new ConnectionError('The line is dead.')
        controller.enqueue(bytes.slice(at, (at += 10_000)))
      },
    })
    const error: unknown = await bytesOf(await unseal(broken, [identity])).catch((reason: unknown) => reason)
    expect(error, 'the error').to.be.instanceOf(ConnectionError)
  })

  it('knows a recipient when it sees one', async () => {
    const { identity, recipient } = await makeIdentity()
    expect(await isRecipient(recipient), 'a real one').to.equal(true)
    const wrong = [
      '',
      'age1',
      'none',
      identity,
      recipient.slice(0, -1),
      recipient.replace(/.$/, 'q'),
      recipient.toUpperCase(),
      ` ${recipient}`,
    ]
    for (const text of wrong.filter((one) => one !== recipient)) expect(await isRecipient(text), text).to.equal(false)
    expect(
      await refusedPaths(seal(streamOfBytes(new Uint8Array(1)), [recipient, 'age1x']), 'one is none'),
      'which',
    ).to.deep.equal(['1'])
    await refusedPaths(seal(streamOfBytes(new Uint8Array(1)), []), 'nobody')
  })
})

describe('evidence: digests and names', () => {
  it('agree with another implementation of content identifiers and of SHA-256', async () => {
    for (let i = 0; i < 50; i++) {
      const content = crypto.getRandomValues(new Uint8Array(i))
      const digest = await digestOf(streamOfBytes(content, 7))
      expect(digest, 'digest').to.deep.equal({ size: i, sha256: sha256(content) })
      const cid = CID.createV1(raw.code, await hasher.digest(content)).toString()
      expect(cidOf(digest.sha256), 'identifier').to.equal(cid)
      expect(sha256OfCid(cid), 'and back').to.equal(digest.sha256)
    }
    const other = CID.createV1(0x70, await hasher.digest(new Uint8Array(1))).toString()
    for (const text of [other, other.slice(1), '', 'b'.repeat(59)]) expect(sha256OfCid(text), text).to.equal(undefined)
  })

  it('a checked stream fails before its end is delivered', async () => {
    const stream = checked(streamOfBytes(new Uint8Array(10)), () => {
      throw new RangeError('no')
    })
    expect(await bytesOf(stream).catch((error: unknown) => error), 'error').to.be.instanceOf(RangeError)
  })
})

describe('evidence: what belongs to a claim', () => {
  const manifest = manifestOf()
  const filedWith = (chainId: number, target: `0x${string}`) => {
    // Recomputed here with another library.
    const coder = AbiCoder.defaultAbiCoder()
    const commitment = keccak256(
      coder.encode(
        ['uint256', 'address', 'address', 'bytes32', 'bytes32'],
        [chainId, ESCROW, SOLVER, manifestDigest(manifest), SALT],
      ),
    )
    const claim = keccak256(
      coder.encode(['address', 'bytes32', 'bytes32'], [SOLVER, commitment, target]),
    ) as `0x${string}`
    return { chainId, escrow: ESCROW, solver: SOLVER, claim, target } as const
  }
  const zero = `0x${'00'.repeat(32)}` as const
  const paths = (faults: { path: string }[]) => faults.map(({ path }) => path)

  it('is what reproduces its key, in the docket and against a paid claim', () => {
    for (const target of [zero, `0x${'ab'.repeat(32)}`] as const) {
      const filed = filedWith(31337, target)
      expect(checkFiling(manifest, SALT, filed), 'genuine').to.deep.equal([])
      expect(paths(checkFiling(manifest, makeSalt(), filed)), 'wrong salt').to.deep.equal(['commitment'])
      expect(paths(checkFiling(manifest, SALT, { ...filed, chainId: 1 })), 'another chain').to.deep.equal([
        'commitment',
      ])
      const elsewhere = { ...filed, escrow: SOLVER, solver: ESCROW } as const
      expect(paths(checkFiling(manifest, SALT, elsewhere)), 'another escrow and solver').to.deep.equal([
        'escrow',
        'solver',
      ])
      const statement = { ...manifest, statement: 'It holds!' }
      expect(paths(checkFiling(statement, SALT, filed)), 'another statement').to.deep.equal(['commitment'])
    }
    const commitment = commitmentOf({
      chainId: 1,
      escrow: ESCROW,
      solver: SOLVER,
      manifestDigest: manifestDigest(manifest),
      salt: SALT,
    })
    expect(claimKey(SOLVER, commitment), 'key').to.equal(filedWith(1, zero).claim)
  })

  it('goes to an endpoint only where nobody can read or change it on its way', () => {
    const url = (endpoint: string) => intakeUrl(endpoint, 1, ESCROW, SALT)?.href
    const path = `/evidence/1/${ESCROW}/${SALT}`
    expect(url('https://a.example'), 'https').to.equal(`https://a.example${path}`)
    expect(url('https://a.example/base/'), 'under a path').to.equal(`https://a.example/base${path}`)
    expect(url('http://127.0.0.1:99'), 'on this machine').to.equal(`http://127.0.0.1:99${path}`)
    for (const none of [
      '',
      'none',
      'http://a.example',
      'ftp://a.example',
      'https://u:p@a.example',
      'https://a.example?x=1',
      'http://127.0.0.1.evil.example',
    ]) {
      expect(url(none), none).to.equal(undefined)
    }
  })
})
