/** Endpoints whose answers are changed at random: an audit ends well, says what is wrong, or refuses; it never passes with other figures. */
import { expect } from 'chai'
import type { PublicClient } from 'viem'
import { audit } from '../../../audit/audit.ts'
import { reportHtml } from '../../../audit/report/reportHtml.ts'
import { reportJson } from '../../../audit/report/reportJson.ts'
import { reportText } from '../../../audit/report/reportText.ts'
import type { AuditResult } from '../../../audit/result.ts'
import { playScene, type Scene } from '../frauds/scene.ts'
import { openStage, type Stage } from '../frauds/stage.ts'
import { liar, refusal } from '../prove/liar.ts'
import { dice } from '../../sdk/random.ts'
import { mutated } from './mutations.ts'

/** 1,500 were tried once. */
const SEEDS = 40

describe('audit: strange answers', function () {
  this.timeout(1_200_000)
  let stage: Stage
  let scene: Scene

  before(async () => {
    stage = await openStage()
    scene = await playScene(stage)
  })
  after(() => stage.close())

  const audited = (client: PublicClient, isProved: boolean) => {
    const { factory, implementation, block } = scene.life.contracts
    const pin = isProved ? { hash: scene.hash } : { number: scene.number }
    return audit({ client, origin: { factory, implementation }, fromBlock: block + 1n, pin, history: isProved })
  }
  /** All that follows from logs, code and storage. What a token calls itself does not. */
  const figures = ({ escrows, pinned }: AuditResult): string =>
    JSON.stringify(
      [
        pinned,
        escrows.map(({ subject, status, state, pledges, payments }) => [subject, status, state, pledges, payments]),
      ],
      (_, v: unknown) => (typeof v === 'bigint' ? String(v) : v instanceof Map ? [...(v as Map<unknown, unknown>)] : v),
    )

  const tryAll = async (isProved: boolean) => {
    const honest = figures(await audited(stage.client, isProved))
    const ends = { passed: 0, found: 0, refused: 0 }
    for (let seed = 1; seed <= SEEDS; seed++) {
      const d = dice(seed * 7_919 + (isProved ? 0 : 1))
      // One answer, or many.
      const [rarely, only] = d.pick([0, 0, 40]) === 0 ? [Infinity, d.below(350)] : [d.pick([200, 40, 8]), -1]
      let asked = 0
      const client = liar(stage.client, async (call, ask) => {
        if (call.method === 'eth_chainId' || (only >= 0 ? asked++ !== only : d.below(rarely) > 0)) return ask()
        if (d.below(12) === 0) throw refusal(-32_000 - d.below(3), 'something else')
        return mutated(structuredClone(await ask()), d)
      })
      try {
        const result = await audited(client, isProved)
        reportHtml(result)
        reportText(result, { colour: true, width: 100 })
        JSON.stringify(reportJson(result))
        if (result.passed) ends.passed++
        else ends.found++
        if (isProved && result.passed) expect(figures(result), `seed ${seed}`).to.equal(honest)
      } catch (error) {
        const { name } = error as Error
        if (!['ConnectionError', 'InputError'].includes(name)) throw new Error(`seed ${seed}`, { cause: error })
        ends.refused++
      }
    }
    expect(ends.found, 'audits with findings').to.be.above(0)
    expect(ends.refused, 'audits that were refused').to.be.above(0)
  }

  it('should never pass with other figures, nor crash', () => tryAll(true))

  it('should never crash without a hash', () => tryAll(false))
})
