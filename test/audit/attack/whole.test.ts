/** Whole audits, every block and call proved, of honest histories with all that accounts can be: nothing is wrong with them. */
import { expect } from 'chai'
import { audit } from '../../../audit/audit.ts'
import type { Finding } from '../../../audit/finding.ts'
import { playHistory } from '../histories/play.ts'
import { openStage, type Stage } from '../histories/stage.ts'

/** 200 were tried once. */
const HISTORIES = 12
/** What may be said of them. Members of these histories do sign twice. */
const EXPECTED = [
  'remark stray',
  'remark L1',
  'remark risk',
  'remark token',
  'remark document',
  'broken promise equivocation',
]

describe('audit: whole audits of honest histories', function () {
  this.timeout(1_200_000)
  let stage: Stage
  before(async () => {
    stage = await openStage()
  })
  after(() => stage.close())

  it('should find nothing wrong', async () => {
    const wrong: Finding[] = []
    let proved = 0
    for (let seed = 1; seed <= HISTORIES; seed++) {
      const { client, origin } = await playHistory(seed, { stage })
      const { hash } = await client.getBlock()
      const { findings, statements } = await audit({ client, origin, fromBlock: 0n, pin: { hash }, history: true })
      wrong.push(...findings.filter(({ grade, rule }) => !EXPECTED.includes(`${grade} ${rule}`)))
      proved += statements.filter(
        ({ what, standing }) => standing === 'proved' && what.startsWith('who pledged'),
      ).length
    }
    expect(wrong, 'findings').to.deep.equal([])
    expect(proved, 'escrows whose callers were proved').to.be.at.least(HISTORIES)
  })
})
