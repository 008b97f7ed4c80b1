/** Contracts that were tampered with. */
import { readFile } from 'node:fs/promises'
import { expect } from 'chai'
import { isHex, type Hex } from 'viem'
import { z } from 'zod'
import type { Finding } from '../../../audit/finding.ts'
import { auditCode } from '../../../audit/prove/escrow.ts'
import { statedState } from '../../../audit/prove/stated.ts'
import { auditedBy } from './auditedBy.ts'
import { buildCore, type Built } from './core.ts'
import { Life } from './life.ts'
import { openStage, type Contracts, type Stage } from './stage.ts'
import { TAMPERED } from './tampered.ts'

/** What an artifact says of the code that is deployed. */
const compiledSchema = z.object({
  deployedBytecode: z.custom<Hex>((text) => isHex(text)),
  immutableReferences: z.record(z.string(), z.array(z.object({ start: z.number(), length: z.number() }))),
})
const artifactOf = (name: string) => new URL(`../../../artifacts/contracts/${name}.sol/${name}.json`, import.meta.url)

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
    return auditedBy(stage.client, life.contracts, hash)
  }

  it('should tell them by their code alone', async () => {
    const artifact = async (source: string) =>
      compiledSchema.parse(JSON.parse(await readFile(artifactOf(source), 'utf8')))
    const expected = { implementation: await artifact('Escrow'), factory: await artifact('EscrowFactory') }
    const rulesFound = async (contracts: Contracts) => {
      const life = new Life(stage, contracts, {})
      await life.create()
      const { number } = await stage.client.getBlock()
      const { factory, implementation } = contracts
      const of = { chainId: 31_337, factory, implementation, escrow: life.escrow, terms: life.terms }
      const subject = { ...of, document: undefined, created: undefined }
      const findings: Finding[] = []
      await auditCode(statedState(stage.client, { number }), subject, expected, (one) => findings.push(one))
      return findings.map(({ rule, subject: at }) => [rule, at])
    }
    expect(await rulesFound(await stage.honest()), 'of the contracts as they are').to.deep.equal([])
    const contracts = await stage.tampered(core, 1)
    expect(await rulesFound(contracts), 'of others').to.deep.equal([
      ['T1', contracts.implementation],
      ['T1', contracts.factory],
    ])
  })

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
