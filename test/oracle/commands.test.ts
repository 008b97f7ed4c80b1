/** The commands of the oracle service, as an operator types them, over a store that the service has made. */
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { keccak256, stringToHex } from 'viem'
import { stopSigning } from '../../oracle/observe/stop.ts'
import { makeMetrics } from '../../oracle/operate/metrics.ts'
import { openStore } from '../../oracle/store/openStore.ts'
import { makeIdentity } from '../../sdk/evidence/seal.ts'
import { cliWorld, freePort, json, type CliWorld, type Result } from '../cli/cli.ts'

const MEMBER = 6
const ESCROW = '0x5FbDB2315678afecb367f032d93F642f64180aa3'
const CLAIM = keccak256(stringToHex('claim'))

interface Check {
  name: string
  faults: { path: string; value: string }[]
}

describe('oracle: its commands', function () {
  this.timeout(300_000)
  let w: CliWorld
  let folder: string
  let config: Record<string, unknown>

  before(async () => {
    w = await cliWorld('anvil')
    folder = await mkdtemp(join(tmpdir(), 'lodestone-oracle-'))
    const { identity, recipient } = await makeIdentity()
    await writeFile(join(folder, 'member.age'), `${identity}\n`, { mode: 0o600 })
    await writeFile(join(folder, 'member.key'), `${w.keyOf(MEMBER)}\n`, { mode: 0o600 })
    await writeFile(join(folder, 'gas.key'), `${w.keyOf(MEMBER + 1)}\n`, { mode: 0o600 })
    config = {
      version: 1,
      chain: { rpc: [w.rpc], deployment: w.deployment, confirmations: 0 },
      signer: { kind: 'local', keyFile: 'member.key' },
      gas: { signer: { kind: 'local', keyFile: 'gas.key' } },
      data: 'data',
      evidence: { identities: ['member.age'], mostMegabytes: 10 },
      serve: { port: await freePort() },
      operate: { port: await freePort() },
      verifiers: [{ kind: 'manual', outcomes: '*' }],
    }
    await w.publish(MEMBER, `http://127.0.0.1:${String((config['serve'] as { port: number }).port)}`, recipient)
  })
  after(async () => {
    await w.stop()
    await rm(folder, { recursive: true })
  })

  const write = async (name: string, change: Record<string, unknown> = {}): Promise<string> => {
    const path = join(folder, name)
    await writeFile(path, JSON.stringify({ ...config, ...change }))
    return path
  }
  const oracle = async (...args: string[]): Promise<Result> => w.bare({}, 'oracle', ...args, '--json')
  const withStore = async (data: string) => openStore(join(folder, data, 'oracle.sqlite'))
  const faultsOf = (result: Result) => {
    expect(result.code, result.out + result.err).to.equal(1)
    return (JSON.parse(result.err) as { faults: Check['faults'] }).faults.map(({ path }) => path)
  }

  describe('preflight', () => {
    const checks = async (file: string, code: number) => {
      const result = await oracle('preflight', '--config', file)
      expect(result.code, result.out + result.err).to.equal(code)
      const { checks: all } = JSON.parse(result.out) as { checks: Check[] }
      return all.filter(({ faults }) => faults.length > 0).map(({ name, faults }) => [name, faults[0]!.path])
    }

    it('finds nothing where all is right', async () => {
      expect(await checks(await write('right.json'), 0)).to.deep.equal([])
    })

    it('lists every fault at once', async () => {
      const { identity } = await makeIdentity()
      await writeFile(join(folder, 'other.age'), `${identity}\n`)
      await chmod(join(folder, 'other.age'), 0o644)
      const { port } = new URL(w.rpc)
      const file = await write('wrong.json', {
        chain: { rpc: ['http://127.0.0.1:9'], deployment: w.deployment },
        evidence: { identities: ['other.age'], mostMegabytes: 1_000_000_000 },
        serve: { port: Number(port) },
        verifiers: [{ kind: 'command', outcomes: '*', command: ['/nowhere/at/all'], sandbox: 'none' }],
      })
      const found = await checks(file, 1)
      expect(found.map(([name]) => name)).to.deep.equal([
        'endpoint 127.0.0.1:9',
        'signers',
        'secret files',
        'directory',
        'data folder',
        'port of serve',
        'verifiers',
      ])
    })

    it('names a deployment that the endpoint does not have, and a key of somebody else', async () => {
      const record = JSON.parse(await readFile(w.deployment, 'utf8')) as object
      await writeFile(
        join(folder, 'elsewhere.json'),
        JSON.stringify({ ...record, factory: '0x00000000000000000000000000000000000000aa' }),
      )
      const file = await write('elsewhere-config.json', {
        chain: { rpc: [w.rpc], deployment: 'elsewhere.json', confirmations: 0 },
        member: w.accounts[0]!.address,
      })
      const found = await checks(file, 1)
      expect(found.map(([name]) => name)).to.include.members([`endpoint ${new URL(w.rpc).host}`, 'signers'])
    })
  })

  it('name every fault of a configuration, and start nothing', async () => {
    const file = await write('broken.json', { data: 5, everySeconds: 0, sevre: {}, log: 'loud' })
    expect(faultsOf(await oracle('run', '--config', file))).to.include.members(['data', 'everySeconds', 'log'])
    expect(faultsOf(await oracle('run', '--config', join(folder, 'nowhere.json')))).to.have.length(1)
  })

  it('do not look into a store that is not there', async () => {
    const file = await write('fresh.json', { data: 'nothing' })
    for (const command of ['status', 'resume', 'findings']) {
      expect(faultsOf(await oracle(command, '--config', file)), command).to.deep.equal(['data'])
    }
  })

  it('show what is before the operator, why signing is stopped, and let it go on', async () => {
    await mkdir(join(folder, 'shown'))
    const store = await withStore('shown')
    await store
      .insertInto('claims')
      .values({
        escrow: ESCROW,
        claim: CLAIM,
        target: `0x${'0'.repeat(64)}`,
        solver: w.accounts[1]!.address,
        commitment: CLAIM,
        uri: '',
        place: 0,
        filedAt: 1,
        filedBlock: 1,
        filedHash: CLAIM,
        observeUntil: 1_900_000_000,
        stage: 'review',
        note: 'two people must agree',
        measurement: null,
        report: null,
        tries: 0,
        nextAt: 0,
        settledAt: 0,
      })
      .execute()
    const quiet = { error: () => undefined } as never
    await stopSigning({ store, metrics: makeMetrics(), log: quiet }, 'blocks were replaced')
    await store.destroy()
    const file = await write('shown.json', { data: 'shown' })
    const shown = json(await oracle('status', '--config', file))
    expect(shown['stopped'], 'why').to.equal('blocks were replaced')
    expect(shown['stages'], 'stages').to.deep.equal({ review: 1 })
    const told = await w.bare({}, 'oracle', 'status', '--config', file)
    expect(told.out).to.include('is stopped: blocks were replaced').and.include('two people must agree')
    expect(json(await oracle('resume', '--config', file))['reason'], 'what had stopped it').to.equal(shown['stopped'])
    expect(json(await oracle('status', '--config', file))['stopped'], 'after').to.equal(undefined)
    expect(json(await oracle('findings', '--config', file))['findings'], 'findings').to.deep.equal([])
  })

  it('move the record: the old store ends, the new one takes every duty over', async () => {
    await mkdir(join(folder, 'old'))
    const old = await withStore('old')
    await old.destroy()
    const [from, to] = [await write('old.json', { data: 'old' }), await write('new.json', { data: 'new' })]
    const record = join(folder, 'record.json')
    const exported = json(await oracle('record', 'export', record, '--config', from))
    expect(exported['digest'], 'digest').to.match(/^0x[0-9a-f]{64}$/)
    expect(faultsOf(await oracle('record', 'export', record, '--config', from)), 'never over a file').to.have.length(1)
    expect(json(await oracle('record', 'import', record, '--config', to))['added'], 'duties').to.equal(0)
    expect(faultsOf(await oracle('record', 'import', record, '--config', from)), 'into the old one').to.have.length(1)
    const back = await oracle('record', 'import', record, '--take-back', '--config', from)
    expect(back.code, back.err).to.equal(0)
  })

  it('back the store up and restore it, with signing stopped', async () => {
    const from = await write('shown.json', { data: 'shown' })
    const to = await write('restored.json', { data: 'restored' })
    const file = join(folder, 'backup.sqlite')
    json(await oracle('backup', file, '--config', from))
    json(await oracle('restore', file, '--config', to))
    expect(json(await oracle('status', '--config', to))['stopped'], 'why').to.match(/backup/)
    expect(faultsOf(await oracle('restore', file, '--config', to)), 'never over a store').to.have.length(1)
  })
})
