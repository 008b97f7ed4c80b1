import { expect } from 'chai'
import { ethers } from 'ethers'
import { fastify, type FastifyInstance } from 'fastify'
import { keccak256, stringToHex, type Hex } from 'viem'
import { measureUnreadable } from '../../../oracle/reports/measureUnreadable.ts'
import { reportRoutes } from '../../../oracle/reports/reportRoutes.ts'
import { reportSchema } from '../../../sdk/model/report.ts'
import type { Stage } from '../../../oracle/store/tables.ts'
import { blocksToRandomness, randomnessOf } from '../../../oracle/verifiers/randomness.ts'
import { oracleWorld, type OracleWorld, type TestOperator } from '../world.ts'
import * as f from './fixtures.ts'

describe('oracle: reports', () => {
  let world: OracleWorld
  let operator: TestOperator
  let claim: Hex
  let digest: Hex
  let server: FastifyInstance
  before(async () => {
    world = await oracleWorld()
    const { operatorWith, claimFor, once } = f.bench(world)
    operator = await operatorWith(await f.shell(f.says(f.GOOD), { sandbox: 'none' }))
    claim = await claimFor(operator)
    await once(operator)
    digest = (await f.rowOf(operator, claim)).report!
    server = fastify()
    reportRoutes(server, operator)
  })
  after(async () => {
    await server.close()
    await f.endAll()
    await world.stop()
    await f.clean()
  })
  const stage = async (to: Stage) => operator.store.updateTable('claims').set({ stage: to }).execute()

  const hidden: Stage[] = ['measured', 'signed', 'missed', 'stopped']
  for (const one of hidden) {
    it(`are not served while the claim is ${one}`, async () => {
      await stage(one)
      const answer = await server.inject(`/reports/${digest}`)
      expect([answer.statusCode, answer.headers['cache-control']]).to.deep.equal([404, 'no-store'])
      expect(answer.body, 'body').to.not.include('measurement')
    })
  }

  it('are served under their digest once the observation is on chain', async () => {
    await stage('recorded')
    const answer = await server.inject(`/reports/${digest}`)
    expect(answer.statusCode, 'status').to.equal(200)
    expect(keccak256(stringToHex(answer.body)), 'digest of what was served').to.equal(digest)
    expect(answer.headers, 'headers').to.deep.include({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    })
    const upper = await server.inject(`/reports/0x${digest.slice(2).toUpperCase()}`)
    expect(upper.statusCode, 'in capitals').to.equal(200)
  })

  it('are not found under anything else', async () => {
    for (const other of [f.hashOf('x'), 'x', '..%2f..%2fetc%2fpasswd', `${digest}0`, '%00', "' or 1=1 --"]) {
      expect((await server.inject(`/reports/${encodeURI(other)}`)).statusCode, other).to.equal(404)
    }
  })

  it('are canonical, and have no time of day in them', async () => {
    const report = reportSchema.parse(await f.reportOf(operator, claim))
    const text = (await operator.store.selectFrom('reports').select('text').executeTakeFirstOrThrow()).text
    expect(Object.keys(JSON.parse(text) as object), 'fields in canonical order').to.deep.equal(
      Object.keys(report).sort(),
    )
    expect(/\b(time|date|madeAt|now)\b/i.test(text), 'no time of day').to.equal(false)
  })

  it('say that evidence could not be read, with measurement 0', async () => {
    const lost = await world.claim()
    const row = await f.proved(world, operator, lost)
    await operator.store.updateTable('claims').set({ stage: 'filed' }).where('claim', '=', lost).execute()
    const filed = { ...row, stage: 'filed' as const }
    expect(await measureUnreadable(operator, filed, 'It is not encrypted to this member.'), 'kept').to.equal(true)
    expect((await f.rowOf(operator, lost)).measurement, 'measurement').to.equal('0')
    const report = await f.reportOf(operator, lost)
    expect(report, 'report').to.deep.include({ manifest: null, verifier: null, facts: null, measurement: '0' })
    expect(report['reason'], 'reason').to.include('not encrypted to this member')
    expect(await measureUnreadable(operator, filed, 'Again.'), 'second time').to.equal(false)
    expect((await f.reportOf(operator, lost))['reason'], 'the first stays').to.equal(report['reason'])
  })

  describe('randomness', () => {
    const block = { hash: f.hashOf('block'), mixHash: f.hashOf('mix') }
    const escrow = '0x5FbDB2315678afecb367f032d93F642f64180aa3'
    const other = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'

    it('is what another implementation computes', () => {
      const types = ['string', 'uint256', 'address', 'bytes32', 'bytes32', 'bytes32']
      const values = ['Lodestone randomness 1', 10, escrow, f.hashOf('claim'), block.mixHash, block.hash]
      const expected = ethers.keccak256(ethers.AbiCoder.defaultAbiCoder().encode(types, values))
      expect(randomnessOf(10, escrow, f.hashOf('claim'), block)).to.equal(expected)
    })

    it('differs by chain, escrow, claim, and each part of the block', () => {
      const all = [
        randomnessOf(1, escrow, f.hashOf('claim'), block),
        randomnessOf(2, escrow, f.hashOf('claim'), block),
        randomnessOf(1, other, f.hashOf('claim'), block),
        randomnessOf(1, escrow, f.hashOf('claim 2'), block),
        randomnessOf(1, escrow, f.hashOf('claim'), { ...block, hash: f.hashOf('x') }),
        randomnessOf(1, escrow, f.hashOf('claim'), { ...block, mixHash: f.hashOf('x') }),
      ]
      expect(new Set(all).size).to.equal(all.length)
    })

    it('comes from beyond the proposers that are known at filing, but at once on chains for development', () => {
      expect(blocksToRandomness(1) > 64n, 'beyond two epochs').to.equal(true)
      expect(blocksToRandomness(31337), 'development').to.equal(1n)
    })
  })
})
