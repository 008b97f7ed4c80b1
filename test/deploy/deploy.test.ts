import { expect } from 'chai'
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { HDNodeWallet, JsonRpcProvider } from 'ethers'
import hre from 'hardhat'
import type { JsonRpcServer } from 'hardhat/types/network'
import { CREATE_X } from '../../deploy/plan.ts'
import { recordFile, recordSchema } from '../../deploy/record.ts'
import { PHRASE, createXCode, newFolder } from './support.ts'

describe('deploy', function () {
  this.timeout(60_000)
  let server: JsonRpcServer
  let rpc: string
  let folder: string

  beforeEach(async () => {
    server = await hre.network.createServer({ network: 'default', override: { chainId: 4242 } }, '127.0.0.1', 0)
    const { port } = await server.listen()
    rpc = `http://127.0.0.1:${port}`
    folder = newFolder()
    const provider = new JsonRpcProvider(rpc)
    await provider.send('hardhat_setCode', [CREATE_X, await createXCode()])
    provider.destroy()
  })
  afterEach(async () => {
    await server.close()
    rmSync(folder, { recursive: true })
  })

  /** Runs the command as an operator does; no keystore, no proxy and no terminal of the developer's are used. */
  async function run(args: string[], env: Record<string, string | undefined> = {}) {
    const child = spawn(process.execPath, ['deploy/deploy.ts', '--records', folder, ...args], {
      cwd: hre.config.paths.root,
      env: {
        PATH: process.env['PATH'],
        HOME: folder,
        XDG_CONFIG_HOME: folder,
        LODESTONE_RPC: rpc,
        LODESTONE_DEPLOYER_KEY: HDNodeWallet.fromPhrase(PHRASE).privateKey,
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let [out, err] = ['', '']
    child.stdout.on('data', (data: Buffer) => (out += data.toString()))
    child.stderr.on('data', (data: Buffer) => (err += data.toString()))
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
    return { code, out, err }
  }
  const bytes = () => readFileSync(recordFile(folder, 4242), 'utf8')

  describe('given a chain behind LODESTONE_RPC', () => {
    it('should deploy, record and the second time change nothing', async () => {
      const first = await run(['--chain', '4242'])
      expect(first.code, first.err).to.equal(0)
      const record = recordSchema.parse(JSON.parse(bytes()))
      expect(record.chainId, 'chain').to.equal(4242)
      const before = bytes()
      const second = await run(['--chain', '4242'])
      expect(second.code, second.err).to.equal(0)
      expect(bytes(), 'the record').to.equal(before)
      const provider = new JsonRpcProvider(rpc)
      expect(await provider.getBlockNumber(), 'blocks: one for each contract').to.equal(4)
      provider.destroy()
      expect(existsSync(join(hre.config.paths.ignition, 'deployments', 'lodestone-4242')), 'journal').to.equal(false)
    })
  })

  describe('when the operator errs', () => {
    it('should refuse a wrong chain id with exit code 1 and no stack', async () => {
      const { code, err } = await run(['--chain', '1'])
      expect(code, 'exit code').to.equal(1)
      expect(err, 'what is wrong').to.include('--chain').and.to.include('4242')
      expect(err, 'no stack').to.not.include('    at ')
      expect(existsSync(recordFile(folder, 1)), 'a record').to.equal(false)
    })

    it('should refuse a chain id that is no number', async () => {
      const { code, err } = await run(['--chain', 'mainnet'])
      expect(code, 'exit code').to.equal(1)
      expect(err, 'what is wrong').to.include('--chain').and.to.include('mainnet')
    })

    it('should refuse to run without a chain id', async () => {
      const { code, err } = await run([])
      expect(code, 'exit code').to.equal(1)
      expect(err, 'what is wrong').to.include('--chain')
    })

    it('should name a node that does not answer', async () => {
      const { code, err } = await run(['--chain', '4242'], { LODESTONE_RPC: 'http://127.0.0.1:1' })
      expect(code, 'exit code').to.equal(1)
      expect(err, 'what is wrong').to.include('LODESTONE_RPC')
      expect(err, 'no stack').to.not.include('    at ')
    })

    it('should name a variable that is not set', async () => {
      for (const name of ['LODESTONE_RPC', 'LODESTONE_DEPLOYER_KEY']) {
        const { code, err } = await run(['--chain', '4242'], { [name]: undefined })
        expect(code, `exit code without ${name}`).to.equal(1)
        expect(err, 'what is wrong').to.include(name)
        expect(err, 'no stack').to.not.include('    at ')
      }
    })

    it('should name a key that is none', async () => {
      const { code, err } = await run(['--chain', '4242'], { LODESTONE_DEPLOYER_KEY: 'secret' })
      expect(code, 'exit code').to.equal(1)
      expect(err, 'what is wrong').to.include('LODESTONE_DEPLOYER_KEY')
      expect(err, 'the key itself').to.not.include('secret')
    })
  })
})
