import { expect } from 'chai'
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import hre from 'hardhat'
import { PreflightError, VerificationError, deployAll } from '../../deploy/deployment.ts'
import { CREATE_X, plan, saltOf } from '../../deploy/plan.ts'
import { recordFile, recordSchema } from '../../deploy/record.ts'
import { chainWithCreateX, newFolder, setCode, type Connection } from './support.ts'

const ALL = ['implementation', 'factory', 'router', 'directory']

describe('deployment', () => {
  let connection: Connection
  let records: string

  beforeEach(async () => {
    connection = await chainWithCreateX(4242)
    records = newFolder()
  })
  afterEach(async () => {
    await connection.close()
    rmSync(records, { recursive: true })
  })

  const deploy = (chain = 4242, on = connection) => deployAll({ hre, connection: on, chain, records })
  const bytes = () => readFileSync(recordFile(records, 4242), 'utf8')
  const nonce = async () => connection.ethers.provider.getTransactionCount((await connection.ethers.getSigners())[0]!)

  describe('given an empty chain', () => {
    it('should deploy all contracts and record them', async () => {
      const { record, deployed } = await deploy()
      expect(deployed, 'deployed').to.deep.equal(ALL)
      expect(recordSchema.parse(JSON.parse(bytes())), 'the record on disk').to.deep.equal(record)
      const code = await connection.ethers.provider.getCode(record.factory)
      expect(code.length, 'code of the factory').to.be.greaterThan(2)
      const factory = await connection.ethers.getContractAt('EscrowFactory', record.factory)
      expect(await factory.getFunction('implementation')(), 'implementation').to.equal(record.implementation)
    })

    it('should record the block that created the factory', async () => {
      await connection.provider.request({ method: 'hardhat_mine', params: ['0x9'] })
      const { record } = await deploy()
      const { provider } = connection.ethers
      expect(record.block, 'block').to.be.greaterThan(9)
      expect(await provider.getCode(record.factory, record.block - 1), 'code one block before').to.equal('0x')
      expect(await provider.getCode(record.factory, record.block), 'code in the block').to.not.equal('0x')
    })

    it('should record chain and compiler', async () => {
      const { record } = await deploy()
      expect(record.chainId, 'chain').to.equal(4242)
      expect(record.compiler, 'compiler').to.match(/^0\.8\.37\+commit\./)
    })
  })

  describe('given two chains of different id', () => {
    it('should give the same addresses, whoever deploys', async () => {
      // Another deployer with another nonce: neither may matter.
      const other = await chainWithCreateX(
        777,
        'legal winner thank year wave sausage worth useful legal winner thank yellow',
      )
      const [[mine], [theirs]] = await Promise.all([connection.ethers.getSigners(), other.ethers.getSigners()])
      expect(theirs!.address, 'the other deployer').to.not.equal(mine!.address)
      await theirs!.sendTransaction({ to: theirs!.address })
      const here = (await deploy()).record
      const there = (await deployAll({ hre, connection: other, chain: 777, records })).record
      await other.close()
      for (const role of ALL as 'factory'[]) expect(there[role], role).to.equal(here[role])
      expect([here.chainId, there.chainId], 'chains').to.deep.equal([4242, 777])
    })
  })

  describe('when it runs a second time', () => {
    it('should change nothing', async () => {
      await deploy()
      const [before, sent, written] = [bytes(), await nonce(), statSync(recordFile(records, 4242)).mtimeMs]
      const { deployed } = await deploy()
      expect(deployed, 'deployed').to.deep.equal([])
      expect(bytes(), 'the record').to.equal(before)
      expect(statSync(recordFile(records, 4242)).mtimeMs, 'time of the record').to.equal(written)
      expect(await nonce(), 'transactions sent').to.equal(sent)
    })

    it('should write a lost record anew, byte for byte', async () => {
      await deploy()
      const before = bytes()
      rmSync(recordFile(records, 4242))
      // One by one: of blocks that hardhat_mine makes in bulk the embedded chain forgets the code.
      for (let i = 0; i < 20; ++i) await connection.provider.request({ method: 'evm_mine' })
      expect((await deploy()).deployed, 'deployed').to.deep.equal([])
      expect(bytes(), 'the record').to.equal(before)
    })
  })

  describe('when somebody else has deployed a part of it', () => {
    it('should deploy the rest', async () => {
      const planned = await plan(hre.artifacts, saltOf(hre.config))
      const [, stranger] = await connection.ethers.getSigners()
      const createX = new connection.ethers.Contract(
        CREATE_X,
        ['function deployCreate2(bytes32 salt, bytes initCode) payable returns (address)'],
        stranger,
      )
      await createX.getFunction('deployCreate2')(saltOf(hre.config), planned[0]!.initCode)
      const { deployed, record } = await deploy()
      expect(deployed, 'deployed').to.deep.equal(ALL.slice(1))
      expect(record.implementation, 'implementation').to.equal(planned[0]!.address)
    })
  })

  describe('when the preflight finds faults', () => {
    it('should refuse a chain id that was not asked for and send nothing', async () => {
      const sent = await nonce()
      const error = await deploy(1).then(
        () => undefined,
        (thrown: unknown) => thrown,
      )
      expect(error, 'the refusal').to.be.instanceOf(PreflightError)
      expect((error as PreflightError).faults, 'faults').to.have.lengthOf(1)
      expect(await nonce(), 'transactions sent').to.equal(sent)
    })
  })

  describe('when a contract does not say what was planned', () => {
    it('should not record it', async () => {
      await deploy()
      rmSync(recordFile(records, 4242))
      // The same code with another factory in its immutable: no CREATE2 can do this, a broken node could.
      const router = (await plan(hre.artifacts, saltOf(hre.config)))[2]!
      const factory = (await plan(hre.artifacts, saltOf(hre.config)))[1]!.address.slice(2).toLowerCase()
      const code = await connection.ethers.provider.getCode(router.address)
      expect(code, 'code of the router').to.include(factory)
      await setCode(connection, router.address, code.replaceAll(factory, '11'.repeat(20)))
      const error = await deploy().then(
        () => undefined,
        (thrown: unknown) => thrown,
      )
      expect(error, 'the refusal').to.be.instanceOf(VerificationError)
      expect(() => bytes(), 'the record').to.throw()
    })
  })

  describe('given a record of an earlier deployment', () => {
    it('should refuse to replace it', async () => {
      const { record } = await deploy()
      writeFileSync(recordFile(records, 4242), JSON.stringify({ ...record, router: CREATE_X }))
      const error = await deploy().then(
        () => undefined,
        (thrown: unknown) => thrown,
      )
      expect(error, 'the refusal').to.be.instanceOf(PreflightError)
    })
  })
})
