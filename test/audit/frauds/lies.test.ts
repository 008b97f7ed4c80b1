/** Endpoints that lie about an honest chain. */
import { expect } from 'chai'
import { createPublicClient, http } from 'viem'
import { fakeEndpoint, honestly, thrownBy, type FakeEndpoint } from '../../oracle/chain/endpoints.ts'
import { auditedBy } from './auditedBy.ts'
import { LIES } from './lies.ts'
import { playScene, type Scene } from './scene.ts'
import { openStage, type Stage } from './stage.ts'

describe('audit: endpoints that lie', function () {
  this.timeout(120_000)
  let stage: Stage
  let scene: Scene
  let endpoint: FakeEndpoint

  before(async () => {
    stage = await openStage()
    scene = await playScene(stage)
    endpoint = await fakeEndpoint(stage.client)
  })
  after(async () => {
    await endpoint.stop()
    await stage.close()
  })
  const found = async () => {
    const client = createPublicClient({ transport: http(endpoint.url, { retryCount: 0 }), cacheTime: 0 })
    const findings = await auditedBy(client, scene.life.contracts, scene.hash)
    return findings.filter(({ grade }) => grade !== 'remark')
  }

  it('should pass what an honest one tells', async () => {
    endpoint.behave = honestly
    expect(await found()).to.deep.equal([])
  })

  for (const { name, rules, behave } of LIES) {
    it(`should find out one that ${name}`, async () => {
      endpoint.behave = behave(scene)
      if (rules === 'refused') {
        expect(await thrownBy(found()), 'error').to.have.property('name', 'ConnectionError')
        return
      }
      const findings = await found()
      const words = JSON.stringify(findings, (_, v: unknown) => (typeof v === 'bigint' ? String(v) : v))
      expect(
        findings.map(({ rule }) => rule),
        words,
      ).to.include.oneOf([...rules])
    })
  }
})
