import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { Transaction, verifyTypedData, Wallet } from 'ethers'
import type { Hex } from 'viem'
import type { SignerConfig } from '../../../oracle/config/config.ts'
import { writeKeystore } from '../../../oracle/sign/keystore.ts'
import { HALF_ORDER, WrongSignature } from '../../../oracle/sign/verifySignature.ts'
import { ConnectionError } from '../../../sdk/errors/ConnectionError.ts'
import { InputError } from '../../../sdk/errors/InputError.ts'
import { OBSERVATION_TYPES } from '../../../sdk/model/typedData.ts'
import { rpcServer } from '../../cli/proxy.ts'
import { KEY_ID, mirrored } from './kmsServer.ts'
import { addressOf, GAS, LOCAL, MEMBER, OBSERVATION, OTHER, REAL, Signers, TRANSACTION } from './signerSupport.ts'
import { ESCROW, faultPaths, rejection } from './support.ts'

describe('oracle: signers', function () {
  this.timeout(60_000)
  let folder: string
  const signers = new Signers()

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lodestone-signers-'))
    await writeFile(join(folder, 'password'), 'correct horse\n')
    await writeKeystore(join(folder, 'member.json'), MEMBER, 'correct horse')
    for (const [name, key] of Object.entries({ member: MEMBER, gas: GAS })) {
      await writeFile(join(folder, `${name}.key`), `${key}\n`)
    }
  })
  afterEach(() => signers.stop())
  after(() => rm(folder, { recursive: true }))

  const keystore = (): SignerConfig => ({
    kind: 'keystore',
    file: join(folder, 'member.json'),
    passwordFile: join(folder, 'password'),
  })
  const local = (name: 'member' | 'gas'): SignerConfig => ({ kind: 'local', keyFile: join(folder, `${name}.key`) })
  const kinds: [string, (key: Hex) => Promise<SignerConfig>, number?][] = [
    ['a remote signer by Ethereum’s methods', (key) => signers.remote([key])],
    ['a remote signer by Clef’s methods', (key) => signers.remote([key], 'clef')],
    ['a key in KMS', async (key) => (await signers.kms(key)).config],
    ['a key in KMS that gives the other s', async (key) => (await signers.kms(key, { values: mirrored })).config],
    ['a plain key on a local chain', async (key) => local(key === MEMBER ? 'member' : 'gas'), LOCAL],
    ['an encrypted keystore', async (key) => (key === MEMBER ? keystore() : signers.remote([key]))],
  ]
  for (const [name, of, chainId = REAL] of kinds) {
    it(`${name} signs observations and transactions, as others verify them`, async () => {
      const { signer, gas } = await signers.open({ signer: await of(MEMBER), gas: await of(GAS) }, chainId)
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
      const same = { signer: await signers.remote([MEMBER]), gas: (await signers.kms(MEMBER)).config }
      expect(await faultPaths(signers.open(same))).to.deep.equal(['gas.signer'])
      expect((await signers.open(same, LOCAL)).gas.address, 'on a local chain').to.equal(addressOf(MEMBER))
    })

    it('with a plain key on any other chain', async () => {
      expect(await faultPaths(signers.open({ signer: local('member') }))).to.deep.equal(['signer.kind'])
      expect(await faultPaths(signers.open({ gas: local('gas') }))).to.deep.equal(['gas.signer.kind'])
    })

    it('with a file that is no key, and its content is not repeated', async () => {
      const keyFile = join(folder, 'wrong.key')
      for (const content of ['', 'f'.repeat(64), '0'.repeat(64), `${MEMBER}00`, 'deadbeef']) {
        await writeFile(keyFile, content)
        const error = await rejection(signers.open({ signer: { kind: 'local', keyFile } }, LOCAL))
        expect(error, content).to.be.instanceOf(InputError)
        expect(content !== '' && error.message.includes(content), 'repeated').to.equal(false)
      }
    })

    it('with a keystore whose password is wrong, or that is missing', async () => {
      await writeFile(join(folder, 'wrong'), 'wrong horse\n')
      const wrong = { ...keystore(), passwordFile: join(folder, 'wrong') } as SignerConfig
      expect(await faultPaths(signers.open({ signer: wrong }))).to.deep.equal(['signer.file'])
      expect((await rejection(signers.open({ signer: wrong }))).message, 'the password').to.not.include('horse')
      await faultPaths(signers.open({ signer: { ...keystore(), file: join(folder, 'none.json') } as SignerConfig }))
    })

    it('at an address that is not safe', async () => {
      for (const url of ['http://signer.example:8550', 'http://10.0.0.1:8550']) {
        expect(await faultPaths(signers.open({ signer: { kind: 'remote', url } })), url).to.deep.equal(['signer.url'])
        const key: SignerConfig = { kind: 'kms', keyId: KEY_ID, region: 'eu-central-1', endpoint: url }
        expect(await faultPaths(signers.open({ gas: key })), url).to.deep.equal(['gas.signer.endpoint'])
      }
      const secret: SignerConfig = { kind: 'remote', url: 'http://user:hunter2@signer.example' }
      expect((await rejection(signers.open({ signer: secret }))).message, 'its password').to.not.include('hunter2')
    })

    it('with a remote signer of several accounts, none of which was named', async () => {
      const both = await signers.remote([MEMBER, OTHER])
      expect(await faultPaths(signers.open({ signer: both }))).to.deep.equal(['signer.account'])
      const named = { ...both, account: addressOf(OTHER) } as SignerConfig
      expect((await signers.open({ signer: named })).signer.address).to.equal(addressOf(OTHER))
      const none = { ...both, account: addressOf(GAS) } as SignerConfig
      expect(await faultPaths(signers.open({ signer: none }))).to.deep.equal(['signer.account'])
    })

    it('when nobody answers', async () => {
      const url = 'http://127.0.0.1:1'
      expect(await rejection(signers.open({ signer: { kind: 'remote', url } }))).to.be.instanceOf(ConnectionError)
      const key: SignerConfig = { kind: 'kms', keyId: KEY_ID, region: 'eu-central-1', endpoint: url }
      expect(await rejection(signers.open({ signer: key }))).to.be.instanceOf(ConnectionError)
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
        const server = await signers.started(
          rpcServer(async ({ method, params }) =>
            method === 'eth_accounts' ? [addressOf(MEMBER)] : lie(String(params[1])),
          ),
        )
        const { signer } = await signers.open({ signer: { kind: 'remote', url: server.url } })
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
        const { gas } = await signers.open({
          gas: await signers.remote([GAS], 'eth', (asked) => ({ ...asked, ...change })),
        })
        const error = await rejection(gas.sign(TRANSACTION))
        expect(error instanceof WrongSignature || error instanceof InputError, `${what}: ${error}`).to.equal(true)
      }
    })

    it('when it signs only what it sends itself', async () => {
      const { gas } = await signers.open({ gas: await signers.remote([GAS], 'sending') })
      expect(await rejection(gas.sign(TRANSACTION))).to.be.instanceOf(WrongSignature)
    })
  })
})

interface Typed {
  domain: Parameters<Wallet['signTypedData']>[0]
  types: Record<string, { name: string; type: string }[]>
  message: Record<string, unknown>
}

function signTyped(key: Hex, { domain, types, message }: Typed): Promise<string> {
  const own = Object.entries(types).filter(([name]) => name !== 'EIP712Domain')
  return new Wallet(key).signTypedData(domain, Object.fromEntries(own), message)
}
