import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { SigningKey, Transaction, verifyTypedData, Wallet } from 'ethers'
import type { Address, Hex } from 'viem'
import type { SignerConfig } from '../../../oracle/config/config.ts'
import { writeKeystore } from '../../../oracle/sign/keystore.ts'
import { openSigners } from '../../../oracle/sign/openSigners.ts'
import type { UnsignedTransaction } from '../../../oracle/sign/transactionSigner.ts'
import { HALF_ORDER, WrongSignature } from '../../../oracle/sign/verifySignature.ts'
import { ConnectionError } from '../../../sdk/errors/ConnectionError.ts'
import { InputError } from '../../../sdk/errors/InputError.ts'
import { OBSERVATION_TYPES, type Observation } from '../../../sdk/model/typedData.ts'
import { rpcServer } from '../../cli/proxy.ts'
import { remoteSigner, type Dialect } from '../../cli/signer.ts'
import { CREDENTIALS, derOf, KEY_ID, keyOf, kmsServer, mirrored, type KmsTamper } from './kmsServer.ts'
import { ESCROW, hashOf, rejection } from './support.ts'

const [MEMBER, GAS, OTHER] = [keyOf('a member'), keyOf('gas'), keyOf('another')]
const addressOf = (key: Hex) => new Wallet(key).address as Address
const REAL = 1
const LOCAL = 31337
const OBSERVATION: Observation = {
  claim: hashOf('claim'),
  member: addressOf(MEMBER),
  measurement: 30n,
  report: hashOf('report'),
}
const TRANSACTION: UnsignedTransaction = {
  chainId: REAL,
  nonce: 7,
  to: ESCROW,
  data: '0x12345678',
  gas: 100_000n,
  maxFeePerGas: 30_000_000_000n,
  maxPriorityFeePerGas: 1_000_000_000n,
}

describe('oracle: signers', function () {
  this.timeout(60_000)
  let folder: string
  let ends: (() => Promise<void>)[]

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lodestone-signers-'))
    await writeFile(join(folder, 'password'), 'correct horse\n')
    await writeKeystore(join(folder, 'member.json'), MEMBER, 'correct horse')
    for (const [name, key] of Object.entries({ member: MEMBER, gas: GAS })) {
      await writeFile(join(folder, `${name}.key`), `${key}\n`)
    }
  })
  beforeEach(() => {
    ends = []
  })
  afterEach(async () => {
    for (const end of ends) await end()
  })
  after(() => rm(folder, { recursive: true }))

  const keystore = (): SignerConfig => ({
    kind: 'keystore',
    file: join(folder, 'member.json'),
    passwordFile: join(folder, 'password'),
  })
  const local = (name: 'member' | 'gas'): SignerConfig => ({ kind: 'local', keyFile: join(folder, `${name}.key`) })
  const started = async <T extends { stop(): Promise<void> }>(server: Promise<T>): Promise<T> => {
    const one = await server
    ends.push(() => one.stop())
    return one
  }
  const remote = async (
    keys: Hex[],
    dialect: Dialect = 'eth',
    tamper?: Parameters<typeof remoteSigner>[3],
  ): Promise<SignerConfig> => ({
    kind: 'remote',
    url: (await started(remoteSigner(keys, dialect, 'http://127.0.0.1:1', tamper))).url,
  })
  const kms = async (key: Hex, tamper: KmsTamper = {}): Promise<SignerConfig> => ({
    kind: 'kms',
    keyId: KEY_ID,
    region: 'eu-central-1',
    endpoint: (await started(kmsServer(key, tamper))).url,
  })
  /** Signers by these configurations; the other key is one of a remote signer. */
  const open = async (
    { signer, gas }: { signer?: SignerConfig; gas?: SignerConfig },
    chainId = REAL,
    environment: Record<string, string> = CREDENTIALS,
  ) => {
    const config = {
      signer: signer ?? (await remote([MEMBER])),
      gas: { signer: gas ?? (await remote([GAS])), mostGwei: 300 },
    }
    return openSigners(config, chainId, environment)
  }
  const pathsOf = async (promise: Promise<unknown>) => {
    const error = await rejection(promise)
    expect(error, String(error)).to.be.instanceOf(InputError)
    return (error as InputError).faults.map(({ path }) => path)
  }

  const kinds: [string, (key: Hex) => Promise<SignerConfig>, number?][] = [
    ['a remote signer by Ethereum’s methods', (key) => remote([key])],
    ['a remote signer by Clef’s methods', (key) => remote([key], 'clef')],
    ['a key in KMS', (key) => kms(key)],
    ['a key in KMS that gives the other s', (key) => kms(key, { values: mirrored })],
    ['a plain key on a local chain', async (key) => local(key === MEMBER ? 'member' : 'gas'), LOCAL],
    ['an encrypted keystore', async (key) => (key === MEMBER ? keystore() : remote([key]))],
  ]
  for (const [name, of, chainId = REAL] of kinds) {
    it(`${name} signs observations and transactions, as others verify them`, async () => {
      const { signer, gas } = await open({ signer: await of(MEMBER), gas: await of(GAS) }, chainId)
      expect([signer.address, gas.address], 'addresses').to.deep.equal([addressOf(MEMBER), addressOf(GAS)])
      const domain = { name: 'Lodestone', version: '1', chainId, verifyingContract: ESCROW }
      // Several, since r and s are shorter in some.
      for (let i = 0n; i < 20n; i++) {
        const one = { ...OBSERVATION, measurement: i }
        const signature = await signer.sign(chainId, ESCROW, one)
        const by = verifyTypedData(domain, { Observation: [...OBSERVATION_TYPES.Observation] }, one, signature)
        expect(by, `observation ${i}`).to.equal(addressOf(MEMBER))
        expect(BigInt(`0x${signature.slice(66, 130)}`) <= HALF_ORDER, 'low s').to.equal(true)
      }
      const raw = await gas.sign({ ...TRANSACTION, chainId })
      const { from, to, data, value, nonce, gasLimit, maxFeePerGas, maxPriorityFeePerGas, type } = Transaction.from(raw)
      expect({ from, to, data, value, nonce, gasLimit, maxFeePerGas, maxPriorityFeePerGas, type }).to.deep.equal({
        from: addressOf(GAS),
        to: TRANSACTION.to,
        data: TRANSACTION.data,
        value: 0n,
        nonce: 7,
        gasLimit: TRANSACTION.gas,
        maxFeePerGas: TRANSACTION.maxFeePerGas,
        maxPriorityFeePerGas: TRANSACTION.maxPriorityFeePerGas,
        type: 2,
      })
    })
  }

  describe('are refused when they are opened', () => {
    it('with one key for observations and gas, unless the chain is local', async () => {
      const same = { signer: await remote([MEMBER]), gas: await kms(MEMBER) }
      expect(await pathsOf(open(same))).to.deep.equal(['gas.signer'])
      expect((await open(same, LOCAL)).gas.address, 'on a local chain').to.equal(addressOf(MEMBER))
    })

    it('with a plain key on any other chain', async () => {
      expect(await pathsOf(open({ signer: local('member') }))).to.deep.equal(['signer.kind'])
      expect(await pathsOf(open({ gas: local('gas') }))).to.deep.equal(['gas.signer.kind'])
    })

    it('with a file that is no key, and its content is not repeated', async () => {
      const keyFile = join(folder, 'wrong.key')
      for (const content of ['', 'f'.repeat(64), '0'.repeat(64), `${MEMBER}00`, 'deadbeef']) {
        await writeFile(keyFile, content)
        const error = await rejection(open({ signer: { kind: 'local', keyFile } }, LOCAL))
        expect(error, content).to.be.instanceOf(InputError)
        expect(content !== '' && error.message.includes(content), 'repeated').to.equal(false)
      }
    })

    it('with a keystore whose password is wrong, or that is missing', async () => {
      await writeFile(join(folder, 'wrong'), 'wrong horse\n')
      const wrong = { ...keystore(), passwordFile: join(folder, 'wrong') } as SignerConfig
      const error = await rejection(open({ signer: wrong }))
      expect((error as InputError).faults.map(({ path }) => path)).to.deep.equal(['signer.file'])
      expect(error.message, 'the password').to.not.include('horse')
      await pathsOf(open({ signer: { ...keystore(), file: join(folder, 'none.json') } as SignerConfig }))
    })

    it('at an address that is not safe', async () => {
      for (const url of ['http://signer.example:8550', 'http://10.0.0.1:8550']) {
        expect(await pathsOf(open({ signer: { kind: 'remote', url } })), url).to.deep.equal(['signer.url'])
        const key: SignerConfig = { kind: 'kms', keyId: KEY_ID, region: 'eu-central-1', endpoint: url }
        expect(await pathsOf(open({ gas: key })), url).to.deep.equal(['gas.signer.endpoint'])
      }
      const secret: SignerConfig = { kind: 'remote', url: 'http://user:hunter2@signer.example' }
      expect((await rejection(open({ signer: secret }))).message, 'its password').to.not.include('hunter2')
    })

    it('with a remote signer of several accounts, none of which was named', async () => {
      const both = await remote([MEMBER, OTHER])
      expect(await pathsOf(open({ signer: both }))).to.deep.equal(['signer.account'])
      const named = { ...both, account: addressOf(OTHER) } as SignerConfig
      expect((await open({ signer: named })).signer.address).to.equal(addressOf(OTHER))
      const none = { ...both, account: addressOf(GAS) } as SignerConfig
      expect(await pathsOf(open({ signer: none }))).to.deep.equal(['signer.account'])
    })

    it('when nobody answers', async () => {
      const url = 'http://127.0.0.1:1'
      expect(await rejection(open({ signer: { kind: 'remote', url } }))).to.be.instanceOf(ConnectionError)
      const key: SignerConfig = { kind: 'kms', keyId: KEY_ID, region: 'eu-central-1', endpoint: url }
      expect(await rejection(open({ signer: key }))).to.be.instanceOf(ConnectionError)
    })
  })

  describe('a remote signer is not believed', () => {
    it('when it signs observations with another key, or others', async () => {
      const lies: [string, (text: string) => Promise<unknown>][] = [
        ['another key', (text) => signTyped(OTHER, JSON.parse(text) as Typed)],
        [
          'another measurement',
          (text) => {
            const data = JSON.parse(text) as Typed
            return signTyped(MEMBER, { ...data, message: { ...data.message, measurement: '31' } })
          },
        ],
        ['garbage', async () => `0x${'ff'.repeat(65)}`],
        ['nothing', async () => null],
        ['text', async () => 'signed'],
      ]
      for (const [what, lie] of lies) {
        const server = await started(
          rpcServer(async ({ method, params }) =>
            method === 'eth_accounts' ? [addressOf(MEMBER)] : lie(String(params[1])),
          ),
        )
        const { signer } = await open({ signer: { kind: 'remote', url: server.url } })
        const error = await rejection(signer.sign(REAL, ESCROW, OBSERVATION))
        expect(error, `${what}: ${error}`).to.be.instanceOf(InputError)
      }
    })

    it('when it signs another transaction, be it only the fees', async () => {
      const changes: [string, object][] = [
        ['recipient', { to: addressOf(OTHER) }],
        ['nonce', { nonce: '0xff' }],
        ['value', { value: '0x1' }],
        ['chain', { chainId: '0x2' }],
        ['data', { data: '0x' }],
        ['gas', { gas: '0xfffff' }],
        ['fee', { maxFeePerGas: '0x6fc23ac01' }],
        ['tip', { maxPriorityFeePerGas: '0x3b9aca01' }],
      ]
      for (const [what, change] of changes) {
        const { gas } = await open({ gas: await remote([GAS], 'eth', (asked) => ({ ...asked, ...change })) })
        const error = await rejection(gas.sign(TRANSACTION))
        expect(error instanceof WrongSignature || error instanceof InputError, `${what}: ${error}`).to.equal(true)
      }
    })

    it('when it signs only what it sends itself', async () => {
      const { gas } = await open({ gas: await remote([GAS], 'sending') })
      expect(await rejection(gas.sign(TRANSACTION))).to.be.instanceOf(WrongSignature)
    })
  })

  describe('a key in KMS', () => {
    it('is asked by requests signed for it, each once', async () => {
      const server = await started(kmsServer(MEMBER))
      const signer: SignerConfig = { kind: 'kms', keyId: KEY_ID, region: 'eu-central-1', endpoint: server.url }
      const opened = await open({ signer })
      await opened.signer.sign(REAL, ESCROW, OBSERVATION)
      expect([server.operations, server.faults]).to.deep.equal([['GetPublicKey', 'Sign'], []])
      const wrong = { ...CREDENTIALS, AWS_SECRET_ACCESS_KEY: 'wrong' }
      expect(await pathsOf(open({ signer }, REAL, wrong)), 'another secret').to.deep.equal(['signer.keyId'])
      const elsewhere: SignerConfig = { ...signer, region: 'us-east-1' }
      expect(await pathsOf(open({ signer: elsewhere })), 'another region').to.deep.equal(['signer.keyId'])
      const other: SignerConfig = { ...signer, keyId: 'alias/other' }
      expect(await pathsOf(open({ signer: other })), 'another key').to.deep.equal(['signer.keyId'])
    })

    it('finds its credentials in a file too, and reads them anew', async () => {
      const path = join(folder, 'credentials')
      const environment = { AWS_SHARED_CREDENTIALS_FILE: path, AWS_PROFILE: 'oracle' }
      const profiles = (secret: string) =>
        `# comment\n[default]\naws_access_key_id = NOBODY\naws_secret_access_key=x\n\n[oracle]\naws_access_key_id=AKID\naws_secret_access_key = ${secret}\n`
      await writeFile(path, profiles(CREDENTIALS.AWS_SECRET_ACCESS_KEY))
      const { signer } = await open({ signer: await kms(MEMBER) }, REAL, environment)
      await signer.sign(REAL, ESCROW, OBSERVATION)
      await writeFile(path, profiles('rotated'))
      expect(await rejection(signer.sign(REAL, ESCROW, OBSERVATION)), 'rotated').to.be.instanceOf(InputError)
      await writeFile(path, profiles(CREDENTIALS.AWS_SECRET_ACCESS_KEY))
      await signer.sign(REAL, ESCROW, OBSERVATION)
      const without = { ...environment, AWS_PROFILE: 'none' }
      await pathsOf(open({ signer: await kms(MEMBER) }, REAL, without))
      await pathsOf(open({ signer: await kms(MEMBER) }, REAL, { AWS_ACCESS_KEY_ID: 'AKID' }))
    })

    const short = (r: bigint, s: bigint) => Buffer.from(derOf(r, s))
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
        const { signer, gas } = await open({ signer: await kms(MEMBER, tamper), gas: await kms(GAS, tamper) })
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
          publicKey({ ...rsa, KeySpec: 'ECC_SECG_P256K1', PublicKey: short(1n, 2n).toString('base64') }),
        ],
        ['nothing', publicKey({})],
      ]
      for (const [what, tamper] of bad) {
        expect(await pathsOf(open({ signer: await kms(MEMBER, tamper) })), what).to.deep.equal(['signer.keyId'])
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
        const server = await started(kmsServer(MEMBER, tamper))
        const config: SignerConfig = { kind: 'kms', keyId: KEY_ID, region: 'eu-central-1', endpoint: server.url }
        const { signer } = await open({ signer: config })
        expect(await rejection(signer.sign(REAL, ESCROW, OBSERVATION))).to.be.instanceOf(type)
        expect(server.operations, 'asked').to.deep.equal(['GetPublicKey', 'Sign'])
      }
    })
  })
})

interface Typed {
  domain: Parameters<Wallet['signTypedData']>[0]
  types: Record<string, { name: string; type: string }[]>
  message: Record<string, unknown>
}

function signTyped(key: Hex, { domain, types, message }: Typed): Promise<string> {
  const { EIP712Domain: _, ...rest } = types
  return new Wallet(key).signTypedData(domain, rest, message)
}
