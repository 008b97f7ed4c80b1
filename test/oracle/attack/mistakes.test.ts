/** What an operator does wrong with its own machines and files. */
import { expect } from 'chai'
import { chmod, copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zeroAddress } from 'viem'
import { InputError } from '../../../sdk/errors/InputError.ts'
import { reasonNotToSign, resumeSigning } from '../../../oracle/observe/stop.ts'
import { preflight, type Parts } from '../../../oracle/operate/preflight.ts'
import { requireOwner, stopIfCopied } from '../../../oracle/store/belongs.ts'
import { untilHeld } from '../../../oracle/store/lease.ts'
import { openStore } from '../../../oracle/store/openStore.ts'
import { fakeEndpoint } from '../chain/endpoints.ts'
import { MEMBERS, oracleWorld, sampleConfig, type OracleWorld } from '../world.ts'

describe('oracle: mistakes of an operator', function () {
  this.timeout(60_000)
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lodestone-mistakes-'))
  })
  afterEach(async () => {
    await rm(folder, { recursive: true })
  })

  it('two machines with copies of one store: the copy signs nothing until a person has looked', async () => {
    const [original, copy] = [join(folder, 'a.sqlite'), join(folder, 'b.sqlite')]
    const stopped = async (path: string) => {
      const store = await openStore(path)
      try {
        return [await stopIfCopied(store, path), (await reasonNotToSign(store)) !== undefined]
      } finally {
        await store.destroy()
      }
    }
    expect(await stopped(original), 'fresh').to.deep.equal([false, false])
    expect(await stopped(original), 'started again').to.deep.equal([false, false])
    await copyFile(original, copy)
    expect(await stopped(copy), 'the copy').to.deep.equal([true, true])
    expect(await stopped(copy), 'the copy, again').to.deep.equal([false, true])
    expect(await stopped(original), 'the original').to.deep.equal([false, false])
    const store = await openStore(copy)
    await resumeSigning(store)
    await store.destroy()
    expect(await stopped(copy), 'after a person resumed').to.deep.equal([false, false])
  })

  it('another member, chain or deployment over the same store: refused', async () => {
    const store = await openStore(':memory:')
    const [member, other] = MEMBERS.map(({ address }) => address)
    const owner = { chainId: 1, factory: zeroAddress, member: member! }
    await requireOwner(store, owner)
    await requireOwner(store, owner)
    for (const change of [{ chainId: 2 }, { factory: other! }, { member: other! }]) {
      const error = await requireOwner(store, { ...owner, ...change }).then(
        () => undefined,
        (thrown: unknown) => thrown,
      )
      expect(error, JSON.stringify(change)).to.be.instanceOf(InputError)
    }
    await store.destroy()
  })

  describe('with a chain', () => {
    let world: OracleWorld
    before(async () => {
      world = await oracleWorld(1, 1)
    })
    after(async () => {
      await world.stop()
    })

    it('two processes over one store: the second touches nothing while the first holds the lease', async () => {
      const first = await world.operator(0)
      const second = { ...first, holder: 'second' }
      const ending = new AbortController()
      const looks: number[] = []
      second.clock = {
        ...first.clock,
        now: () => first.clock.at,
        sleep: () => {
          looks.push(1)
          if (looks.length === 3) ending.abort()
          return Promise.resolve()
        },
      }
      expect(await untilHeld(second, ending.signal), 'begins').to.equal(false)
      expect(await untilHeld(first, new AbortController().signal), 'the first').to.equal(true)
    })

    it('files of keys that others can read, and a record of another deployment: the preflight says so', async () => {
      const endpoint = await fakeEndpoint(world.sdk.client)
      const config = sampleConfig(folder)
      config.chain.rpc = [endpoint.url]
      config.gas.signer = {
        kind: 'keystore',
        file: join(folder, 'gas.json'),
        passwordFile: join(folder, 'gas.password'),
      }
      await mkdir(config.data, { mode: 0o700 })
      const secrets = ['member.key', 'gas.json', 'gas.password', 'member.age']
      for (const name of secrets) await writeFile(join(folder, name), '', { mode: 0o600 })
      const { deployment } = await world.operator(0)
      const parts = (implementation: `0x${string}`): Parts => ({
        deployment: () => Promise.resolve({ ...deployment, implementation }),
        identities: () => Promise.resolve([]),
        signers: () => Promise.reject(new Error('no signers here')),
        store: () => Promise.resolve(),
        sandbox: () => Promise.resolve(),
      })
      const faults = async (name: string, implementation = deployment.implementation) =>
        (await preflight(config, parts(implementation))).find((check) => check.name.startsWith(name))!.faults
      expect(await faults('secret files'), 'all is well').to.deep.equal([])
      expect(await faults('endpoint'), 'the right record').to.deep.equal([])
      expect((await faults('endpoint', zeroAddress)).length, 'another implementation').to.equal(1)
      for (const name of secrets) await chmod(join(folder, name), 0o640)
      expect(
        (await faults('secret files')).map(({ path }) => path),
        'open to others',
      ).to.deep.equal(['signer.keyFile', 'gas.signer.file', 'gas.signer.passwordFile', 'evidence.identities.0'])
      await chmod(config.data, 0o755)
      expect(
        (await faults('data folder')).map(({ path }) => path),
        'data folder',
      ).to.include('data')
      await endpoint.stop()
    })
  })
})
