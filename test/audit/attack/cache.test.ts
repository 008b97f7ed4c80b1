/** Caches that a lying endpoint filled, or that were damaged; and endpoints that would fill the memory. */
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect } from 'chai'
import { numberToHex, type Hex, type PublicClient, type RpcLog } from 'viem'
import { audit } from '../../../audit/audit.ts'
import { playScene, type Scene } from '../frauds/scene.ts'
import { first, is } from '../frauds/lie.ts'
import { openStage, type Stage } from '../frauds/stage.ts'
import { thrownBy } from '../../oracle/chain/endpoints.ts'
import { changing, liar, type Lie } from '../prove/liar.ts'

describe('audit: caches and floods', function () {
  this.timeout(120_000)
  let stage: Stage
  let scene: Scene
  let cache: string

  before(async () => {
    stage = await openStage()
    scene = await playScene(stage)
  })
  beforeEach(async () => {
    cache = await mkdtemp(join(tmpdir(), 'lodestone-attack-'))
  })
  afterEach(() => rm(cache, { recursive: true }))
  after(() => stage.close())

  const audited = async (
    lie?: Lie,
    { isProved = true, client = stage.client }: { isProved?: boolean; client?: PublicClient } = {},
  ) => {
    const { factory, implementation, block } = scene.life.contracts
    const pin = isProved ? { hash: scene.hash } : { number: scene.number }
    const common = { origin: { factory, implementation }, fromBlock: block + 1n, pin, history: isProved, cache }
    const { findings } = await audit({ ...common, client: lie === undefined ? client : liar(client, lie) })
    return findings.filter(({ grade }) => grade !== 'remark')
  }
  const file = async () =>
    join(
      cache,
      (await readdir(cache)).find((name) => name.endsWith('.sqlite'))!,
    )

  it('should find out what an endpoint lied into the cache, and read it again the next time', async () => {
    const hides = changing<RpcLog[]>('eth_getLogs', (logs) => logs.filter((log) => !is('Assigned')(log, scene)))
    await audited(hides, { isProved: false })
    // What was read without a hash was not all found out; now it is, whoever answers.
    const found = await audited()
    expect(found.map(({ rule }) => rule)).to.include('logs')
    expect(await audited(), 'the next time').to.deep.equal([])
  })

  it('should tell where one log of a block has another time than the others', async () => {
    await audited()
    const database = new DatabaseSync(await file())
    const rows = database.prepare("select id, body from chunks where stream = 'own'").all() as {
      id: number
      body: Uint8Array
    }[]
    const { id, body } = rows.at(-1)!
    const changed = Buffer.from(body)
    changed.writeUIntBE(changed.readUIntBE(10, 6) + 1, 10, 6)
    database.prepare('update chunks set body = ? where id = ?').run(changed, id)
    database.close()
    expect((await audited()).map(({ what }) => what)).to.include(
      'Events were judged by another time than that of their block.',
    )
  })

  it('should refuse a cache that is damaged', async () => {
    await audited()
    const damaged = async (how: string) => {
      const database = new DatabaseSync(await file())
      database.exec(how)
      database.close()
    }
    await damaged('delete from chunks where id = (select max(id) from chunks)')
    expect(
      (await audited()).map(({ rule }) => rule),
      'a row that is missing',
    ).to.include('logs')
    expect(await audited(), 'the next time').to.deep.equal([])
    for (const how of ['update chunks set body = substr(body, 1, 90)', "update chunks set body = x'ff'"]) {
      await damaged(how)
      expect((await thrownBy(audited())).name, how).to.equal('InputError')
    }
  })

  it('should read nodes, code and logs of megabytes', async () => {
    const long: Hex = `0x${'ab'.repeat(12 * 2 ** 20)}`
    interface Proof {
      accountProof: Hex[]
    }
    let asked = 0
    const longer = changing<Proof>('eth_getProof', (proof) => {
      return asked++ > 0 ? proof : { ...proof, accountProof: [...proof.accountProof, long] }
    })
    expect(await audited(longer), 'a node that nothing needs').to.deep.equal([])
    await rm(cache, { recursive: true })
    const grown = first(is('Filed'), (log) => ({ ...log, data: long }))
    const fresh = await audited(changing<RpcLog[]>('eth_getLogs', (all) => grown(all, scene)))
    expect(fresh.map(({ rule }) => rule)).to.include('logs')
    const length = Math.max(
      ...fresh.map((one) => JSON.stringify(one, (_, v: unknown) => (typeof v === 'bigint' ? '' : v)).length),
    )
    expect(length, 'characters of the longest finding').to.be.below(50_000)
  })

  it('should keep few of many findings', async () => {
    const many = changing<RpcLog[]>('eth_getLogs', (logs) => {
      const [log] = logs
      if (log === undefined) return logs
      const strange = Array.from({ length: 20_000 }, (_, i) => ({ ...log, blockNumber: numberToHex(10 ** 9 + i) }))
      return [...logs, ...strange]
    })
    const found = await audited(many)
    expect(found.length).to.be.within(400, 3_000)
    expect(found.map(({ what }) => what).some((what) => / more findings of this rule/.test(what))).to.equal(true)
  })
})
