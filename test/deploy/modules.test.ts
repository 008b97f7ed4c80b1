import { expect } from 'chai'
import hre from 'hardhat'
import core, { coreModule } from '../../deploy/modules/Core.ts'
import periphery, { peripheryModule } from '../../deploy/modules/Periphery.ts'
import { plan, saltOf, type Planned } from '../../deploy/plan.ts'
import { chainWithCreateX, type Connection } from './support.ts'

describe('modules', () => {
  let connection: Connection
  let planned: Planned[]

  beforeEach(async () => {
    connection = await chainWithCreateX(4242)
    planned = await plan(hre.artifacts, saltOf(hre.config))
  })
  afterEach(() => connection.close())

  const addresses = (contracts: Record<string, { target: unknown }>) =>
    Object.fromEntries(Object.entries(contracts).map(([role, { target }]) => [role, target]))
  const expected = (count: number) =>
    Object.fromEntries(planned.slice(0, count).map(({ role, address }) => [role, address]))

  describe('Core', () => {
    it('should deploy implementation and factory to the predicted addresses', async () => {
      const contracts = await connection.ignition.deploy(core, { strategy: 'create2' })
      expect(addresses(contracts), 'addresses').to.deep.equal(expected(2))
      const actual: unknown = await contracts.factory.getFunction('implementation')()
      expect(actual, 'implementation of the factory').to.equal(planned[0]!.address)
    })

    it('should leave alone what is there', async () => {
      await connection.ignition.deploy(core, { strategy: 'create2' })
      const blocks = await connection.ethers.provider.getBlockNumber()
      const present = { Escrow: planned[0]!.address, EscrowFactory: planned[1]!.address }
      const contracts = await connection.ignition.deploy(coreModule(present), { strategy: 'create2' })
      expect(addresses(contracts), 'addresses').to.deep.equal(expected(2))
      expect(await connection.ethers.provider.getBlockNumber(), 'blocks').to.equal(blocks)
    })
  })

  describe('Periphery', () => {
    it('should deploy router and directory on top of the core', async () => {
      const contracts = await connection.ignition.deploy(periphery, { strategy: 'create2' })
      expect(addresses(contracts), 'addresses').to.deep.equal(expected(4))
      for (const contract of [contracts.router, contracts.directory]) {
        const factory: unknown = await contract.getFunction('factory')()
        expect(factory, 'factory').to.equal(planned[1]!.address)
      }
    })

    it('should leave alone what is there', async () => {
      await connection.ignition.deploy(periphery, { strategy: 'create2' })
      const blocks = await connection.ethers.provider.getBlockNumber()
      const present = Object.fromEntries(planned.map(({ name, address }) => [name, address]))
      const contracts = await connection.ignition.deploy(peripheryModule(present), { strategy: 'create2' })
      expect(addresses(contracts), 'addresses').to.deep.equal(expected(4))
      expect(await connection.ethers.provider.getBlockNumber(), 'blocks').to.equal(blocks)
    })
  })
})
