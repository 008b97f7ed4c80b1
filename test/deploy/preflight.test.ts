import { expect } from 'chai'
import { rmSync, writeFileSync } from 'node:fs'
import hre from 'hardhat'
import { CREATE_X, plan, saltOf, type Planned } from '../../deploy/plan.ts'
import { preflight } from '../../deploy/preflight.ts'
import { recordFile } from '../../deploy/record.ts'
import { bareChain, chainWithCreateX, newFolder, setCode, type Connection } from './support.ts'

/** Faults begin with the field at fault: the message's wording is not what is tested. */
const fields = (faults: string[]) => faults.map((fault) => fault.slice(0, fault.indexOf(':'))).sort()

describe('preflight', () => {
  let connection: Connection
  let records: string
  let planned: Planned[]

  beforeEach(async () => {
    connection = await chainWithCreateX(4242)
    records = newFolder()
    planned = await plan(hre.artifacts, saltOf(hre.config))
  })
  afterEach(async () => {
    await connection.close()
    rmSync(records, { recursive: true })
  })

  const check = (over: Partial<Parameters<typeof preflight>[0]> = {}) =>
    preflight({ hre, connection, chain: 4242, records, plan: planned, ...over })

  const empty = async () => {
    const [deployer] = await connection.ethers.getSigners()
    await connection.provider.request({ method: 'hardhat_setBalance', params: [deployer!.address, '0x1'] })
  }
  /** The artifact of `planned[i]` as if something else had been compiled. */
  const stale = (i: number, buildInfoId: string) =>
    planned.map((p, j) => (i === j ? { ...p, artifact: { ...p.artifact, buildInfoId } } : p))

  describe('given a chain that is ready', () => {
    it('should find nothing', async () => {
      expect(await check(), 'faults').to.deep.equal([])
    })
  })

  describe('given one fault', () => {
    it('should name a wrong chain id', async () => {
      const faults = await check({ chain: 1 })
      expect(fields(faults), 'fields').to.deep.equal(['--chain'])
      expect(faults[0], 'the fault').to.include('4242').and.to.include('1')
    })

    it('should name a missing CreateX', async () => {
      await setCode(connection, CREATE_X, '0x')
      expect(fields(await check()), 'fields').to.deep.equal(['CreateX'])
    })

    it('should name a false CreateX', async () => {
      await setCode(connection, CREATE_X, '0x00')
      expect(fields(await check()), 'fields').to.deep.equal(['CreateX'])
    })

    it('should name a deployer without funds', async () => {
      await empty()
      expect(fields(await check()), 'fields').to.deep.equal(['deployer'])
    })

    it('should name pending transactions', async () => {
      await connection.provider.request({ method: 'evm_setAutomine', params: [false] })
      const [deployer] = await connection.ethers.getSigners()
      await deployer!.sendTransaction({ to: deployer!.address })
      expect(fields(await check()), 'fields').to.deep.equal(['deployer'])
    })

    it('should name other code at a predicted address', async () => {
      await setCode(connection, planned[2]!.address, '0x6000')
      expect(fields(await check()), 'fields').to.deep.equal(['PledgeRouter'])
    })

    it('should name an artifact without build info', async () => {
      expect(fields(await check({ plan: stale(0, 'solc-gone') })), 'fields').to.deep.equal(['build'])
    })

    it('should name a record that is not valid', async () => {
      writeFileSync(recordFile(records, 4242), '{}')
      expect(fields(await check()), 'fields').to.deep.equal([recordFile(records, 4242)])
    })
  })

  describe('given an EVM before Cancun', () => {
    it('should name it', async () => {
      const old = await bareChain(4242, 'shanghai')
      const faults = await check({ connection: old })
      await old.close()
      expect(fields(faults), 'fields').to.deep.equal(['CreateX', 'EVM'])
    })
  })

  describe('given a build with other settings', () => {
    it('should name each setting', async () => {
      const profiles = hre.config.solidity.profiles
      const production = profiles['production']!
      const compilers = production.compilers.map((compiler) => ({
        ...compiler,
        settings: {
          ...(compiler.settings as Record<string, unknown>),
          evmVersion: 'prague',
          optimizer: { enabled: true, runs: 1 },
        },
      }))
      profiles['production'] = { ...production, compilers }
      const faults = await check()
      profiles['production'] = production
      expect(new Set(fields(faults)), 'fields').to.deep.equal(new Set(['build']))
      expect(faults, 'one for each contract and setting').to.have.lengthOf(8)
    })
  })

  describe('given every fault at once', () => {
    it('should list them all', async () => {
      await setCode(connection, CREATE_X, '0x')
      await setCode(connection, planned[1]!.address, '0x6000')
      await empty()
      writeFileSync(recordFile(records, 1), 'not json')
      const faults = await check({ chain: 1, plan: stale(3, 'solc-gone') })
      const expected = ['--chain', 'CreateX', 'EscrowFactory', 'deployer', recordFile(records, 1), 'build']
      expect(fields(faults), 'fields').to.deep.equal(expected.sort())
    })
  })
})
