import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { Transaction } from 'ethers'
import { isAddressEqual, type Address } from 'viem'
import { ARBITER, evidenceWorld, type Call, type EvidenceWorld } from './world.ts'

describe('lodestone claim: goes on where it was killed, with the same salt, and files one claim', function () {
  this.timeout(900_000)
  let world: EvidenceWorld
  let { w, chain, s3, intakes, escrow, begin, run, claimArgs, evidence, filed } = {} as EvidenceWorld

  before(async () => {
    world = await evidenceWorld()
    ;({ w, chain, s3, intakes, escrow, begin, run, claimArgs, evidence, filed } = world)
    await world.publishKey(2, intakes[0].url)
    await world.publishKey(3, intakes[1].url)
    for (const as of [4, ARBITER]) await world.publishKey(as, 'none')
  })
  after(() => world.stop())

  const isFiling = ({ method, params }: Call) =>
    method === 'eth_sendRawTransaction' && isAddressEqual(Transaction.from(params[0] as string).to as Address, escrow)
  const automine = (enabled: boolean) =>
    w.client.request({ method: 'evm_setAutomine' as never, params: [enabled] as never })
  const mineLater = () => {
    setTimeout(() => void automine(true).then(() => w.test.mine({ blocks: 1 })), 3_000)
  }

  /** Title; waits until the command is where it is to be killed; what has to be put right before the second run. */
  const stages: [string, () => Promise<void>, () => void][] = [
    ['before the bundle is stored', () => s3.hold((asked) => asked.startsWith('PUT')), () => s3.release()],
    ['after it is stored, before the claim is filed', () => chain.holdCall(isFiling), () => undefined],
    [
      'after the transaction is sent, before it is mined',
      () => chain.holdCall(isFiling, () => automine(false)),
      mineLater,
    ],
    [
      'after it is mined, before its receipt is here',
      () => chain.holdCall(isFiling, async () => undefined),
      () => undefined,
    ],
    ['between two members', () => intakes[1].hold(() => true), () => intakes[1].release()],
  ]
  for (const [i, [title, stage, putRight]] of stages.entries()) {
    it(title, async () => {
      const folder = await evidence(`killed-${i}`)
      const there = stage()
      const victim = begin(...claimArgs(folder))
      const first = await Promise.race([there.then(() => undefined), victim.ended])
      expect(first, 'it ended before it was killed').to.equal(undefined)
      const salt = await readFile(join(`${folder}.claim`, 'salt'), 'utf8')
      victim.kill()
      expect((await victim.ended).code, 'killed').to.equal(null)
      putRight()
      const resumed = await run(...claimArgs(folder))
      expect(resumed.code, resumed.err).to.equal(0)
      const { key } = JSON.parse(resumed.out) as { key: string }
      expect(await readFile(join(`${folder}.claim`, 'salt'), 'utf8'), 'salt').to.equal(salt)
      expect(await filed(key), 'claims with this key').to.equal(1)
      expect(await filed(), 'claims of all that were killed so far').to.equal(i + 1)
      for (const { taken } of intakes)
        expect([...taken.keys()].filter((path) => path.endsWith(key)).length, 'taken in').to.equal(1)
      expect((await readdir(`${folder}.claim`)).sort(), 'nothing half-written').to.deep.equal([
        'bundle.age',
        'claim.json',
        'manifest.json',
        'salt',
      ])
    })
  }
})
