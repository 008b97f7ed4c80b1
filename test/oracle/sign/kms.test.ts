import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { SigningKey } from 'ethers'
import type { SignerConfig } from '../../../oracle/config/config.ts'
import { WrongSignature } from '../../../oracle/sign/verifySignature.ts'
import { ConnectionError } from '../../../sdk/errors/ConnectionError.ts'
import { InputError } from '../../../sdk/errors/InputError.ts'
import { CREDENTIALS, derOf, type KmsTamper } from './kmsServer.ts'
import { GAS, MEMBER, OBSERVATION, OTHER, REAL, Signers, TRANSACTION } from './signerSupport.ts'
import { ESCROW, faultPaths, hashOf, rejection } from './support.ts'

describe('oracle: a key in KMS', function () {
  this.timeout(60_000)
  const signers = new Signers()
  let folder: string

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lodestone-kms-'))
  })
  afterEach(() => signers.stop())
  after(() => rm(folder, { recursive: true }))

  it('is asked by requests signed for it, each once', async () => {
    const { config: signer, server } = await signers.kms(MEMBER)
    const opened = await signers.open({ signer })
    await opened.signer.sign(REAL, ESCROW, OBSERVATION)
    expect([server.operations, server.faults]).to.deep.equal([['GetPublicKey', 'Sign'], []])
    const wrong = { ...CREDENTIALS, AWS_SECRET_ACCESS_KEY: 'wrong' }
    expect(await faultPaths(signers.open({ signer }, REAL, wrong)), 'another secret').to.deep.equal(['signer.keyId'])
    const elsewhere = { ...signer, region: 'us-east-1' } as SignerConfig
    expect(await faultPaths(signers.open({ signer: elsewhere })), 'another region').to.deep.equal(['signer.keyId'])
    const other = { ...signer, keyId: 'alias/other' } as SignerConfig
    expect(await faultPaths(signers.open({ signer: other })), 'another key').to.deep.equal(['signer.keyId'])
  })

  it('finds its credentials in a file too, and reads them anew', async () => {
    const path = join(folder, 'credentials')
    const environment = { AWS_SHARED_CREDENTIALS_FILE: path, AWS_PROFILE: 'oracle' }
    const profiles = (secret: string) =>
      `# comment\n[default]\naws_access_key_id = NOBODY\naws_secret_access_key=x\n\n[oracle]\naws_access_key_id=AKID\naws_secret_access_key = ${secret}\n`
    await writeFile(path, profiles(CREDENTIALS.AWS_SECRET_ACCESS_KEY))
    const { signer } = await signers.open({ signer: (await signers.kms(MEMBER)).config }, REAL, environment)
    await signer.sign(REAL, ESCROW, OBSERVATION)
    await writeFile(path, profiles('rotated'))
    expect(await rejection(signer.sign(REAL, ESCROW, OBSERVATION)), 'rotated').to.be.instanceOf(InputError)
    await writeFile(path, profiles(CREDENTIALS.AWS_SECRET_ACCESS_KEY))
    await signer.sign(REAL, ESCROW, OBSERVATION)
    const without = { ...environment, AWS_PROFILE: 'none' }
    await faultPaths(signers.open({ signer: (await signers.kms(MEMBER)).config }, REAL, without))
    await faultPaths(signers.open({ signer: (await signers.kms(MEMBER)).config }, REAL, { AWS_ACCESS_KEY_ID: 'AKID' }))
  })

  const lies: [string, KmsTamper][] = [
    ['another key', { key: OTHER }],
    ['another digest', { digest: () => hashOf('another') }],
    ['r and s exchanged', { values: (r, s) => [s, r] }],
    ['zeros', { values: () => [0n, 0n] }],
    ['r beyond the order', { values: (_, s) => [2n ** 256n - 1n, s] }],
    ['no DER', { der: () => Buffer.from('signed') }],
    ['nothing', { der: () => Buffer.alloc(0) }],
    ['something behind', { der: (der) => Buffer.concat([der, Buffer.of(0)]) }],
    ['a third number', { der: () => Buffer.from('3009020101020101020101', 'hex') }],
    ['a negative number', { der: () => Buffer.from('3006020181020181', 'hex') }],
    ['a number with zeros before', { der: () => Buffer.from('30080202000102020001', 'hex') }],
    ['a length beyond the end', { der: (der) => der.subarray(0, 40) }],
    ['a long length', { der: (der) => Buffer.concat([Buffer.of(0x30, 0x81), der.subarray(1)]) }],
    ['65 bytes', { der: () => Buffer.from(new SigningKey(MEMBER).sign(hashOf('x')).serialized.slice(2), 'hex') }],
    ['no JSON', { answer: (operation) => (operation === 'Sign' ? { status: 200, text: '<html>' } : undefined) }],
    ['no signature', { answer: (operation) => (operation === 'Sign' ? { status: 200, text: '{}' } : undefined) }],
  ]
  for (const [what, tamper] of lies) {
    it(`is not believed: ${what}`, async () => {
      const { signer, gas } = await signers.open({
        signer: (await signers.kms(MEMBER, tamper)).config,
        gas: (await signers.kms(GAS, tamper)).config,
      })
      expect(await rejection(signer.sign(REAL, ESCROW, OBSERVATION))).to.be.instanceOf(WrongSignature)
      expect(await rejection(gas.sign(TRANSACTION))).to.be.instanceOf(WrongSignature)
    })
  }

  it('of another kind is refused', async () => {
    const publicKey = (answer: object): KmsTamper => ({
      answer: () => ({ status: 200, text: JSON.stringify(answer) }),
    })
    const rsa = { PublicKey: 'MIIB', KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' }
    const bad: [string, KmsTamper][] = [
      ['RSA', publicKey(rsa)],
      ['for encryption', publicKey({ ...rsa, KeySpec: 'ECC_SECG_P256K1', KeyUsage: 'ENCRYPT_DECRYPT' })],
      ['garbage', publicKey({ ...rsa, KeySpec: 'ECC_SECG_P256K1' })],
      [
        'a DER that is short',
        publicKey({ ...rsa, KeySpec: 'ECC_SECG_P256K1', PublicKey: derOf(1n, 2n).toString('base64') }),
      ],
      ['nothing', publicKey({})],
    ]
    for (const [what, tamper] of bad) {
      expect(
        await faultPaths(signers.open({ signer: (await signers.kms(MEMBER, tamper)).config })),
        what,
      ).to.deep.equal(['signer.keyId'])
    }
  })

  it('that cannot answer now is another matter than one that refuses; neither is asked again', async () => {
    const refusal = (status: number, type: string): KmsTamper => ({
      answer: (operation) =>
        operation === 'Sign' ? { status, text: JSON.stringify({ __type: type, message: 'no' }) } : undefined,
    })
    const cases: [KmsTamper, abstract new (...given: never[]) => Error][] = [
      [refusal(400, 'ThrottlingException'), ConnectionError],
      [refusal(500, 'KMSInternalException'), ConnectionError],
      [refusal(503, 'x'), ConnectionError],
      [refusal(400, 'AccessDeniedException'), InputError],
      [refusal(400, 'DisabledException'), InputError],
    ]
    for (const [tamper, type] of cases) {
      const { config, server } = await signers.kms(MEMBER, tamper)
      const { signer } = await signers.open({ signer: config })
      expect(await rejection(signer.sign(REAL, ESCROW, OBSERVATION))).to.be.instanceOf(type)
      expect(server.operations, 'asked').to.deep.equal(['GetPublicKey', 'Sign'])
    }
  })
})
