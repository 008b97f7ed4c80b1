/** Contracts that were tampered with. */
import { expect } from 'chai'
import { byParts } from './byParts.ts'
import { buildCore, type Built } from './core.ts'
import { Life } from './life.ts'
import { openStage, type Stage } from './stage.ts'
import { TAMPERED } from './tampered.ts'

describe('audit: contracts that were tampered with', function () {
  this.timeout(120_000)
  let stage: Stage
  let core: Built

  before(async () => {
    core = buildCore(TAMPERED.map(({ tampering }) => tampering))
    stage = await openStage()
  })
  after(() => stage.close())
  const judged = async (life: Life) => {
    const { hash } = await stage.client.getBlock()
    return byParts(stage.client, life.escrow, life.contracts, hash)
  }

  for (const [i, { name, rules, terms, play }] of TAMPERED.entries()) {
    it(`should find out one that ${name}`, async () => {
      const honest = new Life(stage, await stage.honest(), terms?.(stage.start) ?? {})
      await play(honest)
      const facts = await honest.facts()
      const clean = (await judged(honest)).filter(({ grade }) => grade !== 'remark')
      expect(clean, 'of the contracts as they are').to.deep.equal([])
      const life = new Life(stage, await stage.tampered(core, i + 1), terms?.(stage.start) ?? {})
      await play(life)
      expect(await life.facts(), 'what happens').not.to.equal(facts)
      const found = (await judged(life)).filter(({ grade }) => grade !== 'remark')
      expect(
        found.map(({ rule }) => rule),
        JSON.stringify(found, (_, v: unknown) => (typeof v === 'bigint' ? String(v) : v)),
      ).to.include.oneOf([...rules])
    })
  }
})
