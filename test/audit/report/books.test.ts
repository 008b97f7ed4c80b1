/** Reports of what the auditor's own books make of whole lives of escrows, worked out on paper. */
import { expect } from 'chai'
import type { AuditedEscrow, AuditResult } from '../../../audit/result.ts'
import { pledgeOf } from '../../../audit/model/pledgeOf.ts'
import { figuresOf } from '../../../audit/report/figures/figures.ts'
import { auditReportSchema } from '../../../audit/report/json/schema.ts'
import { reportHtml } from '../../../audit/report/reportHtml.ts'
import { reportJson } from '../../../audit/report/reportJson.ts'
import { reportText } from '../../../audit/report/reportText.ts'
import { keep } from '../support/keep.ts'
import { contestLife, unitsLife } from '../support/lives.ts'
import { subjectOf, who, type Script } from '../support/script.ts'
import { resultOf } from './fixture.ts'

function audited(script: Script): { escrow: AuditedEscrow; result: AuditResult } {
  const subject = subjectOf(script.terms)
  const { entries } = script
  const end = script.end()
  const { state, payments, findings } = keep(subject, entries, end)
  const pledges = entries.flatMap((entry) => pledgeOf(entry) ?? [])
  const token = { symbol: 'USDC', decimals: 6 }
  const escrow = { subject, token, status: 'closed' as const, state, pledges, payments, entries: entries.length }
  return { escrow, result: resultOf([escrow], { pinned: end, findings }) }
}

describe('audit report: of the books', function () {
  for (const [name, life] of Object.entries({ unitsLife, contestLife })) {
    it(`${name}: adds up, in every form of the report`, async () => {
      const { escrow, result } = audited(await life())
      const { flow, accounts } = figuresOf(escrow, result)
      expect(flow.difference).to.equal(0n)
      expect([...flow.in, ...flow.out].filter(({ group }) => group === 'unexplained')).to.deep.equal([])
      expect(flow.in.reduce((sum, { amount }) => sum + amount, 0n)).to.equal(flow.totalIn)
      for (const { creditedInAll, collected, owed } of accounts) expect(creditedInAll).to.equal(collected + owed)
      expect(auditReportSchema.safeParse(JSON.parse(JSON.stringify(reportJson(result)))).success).to.equal(true)
      expect(reportText(result, { colour: false })).to.contain('It adds up')
      expect(reportHtml(result)).to.contain('It adds up')
    })
  }

  it('a life in units: who bore what, and what each drew', async () => {
    const { escrow, result } = audited(await unitsLife())
    const { funders, flow, paid } = figuresOf(escrow, result)
    const of = (name: string) => funders.find(({ account }) => account === who(name))!
    // 600 and 400 of 1,000 bear 500; Ada sold 100 of her shares to Cleo; 30 came back from the break.
    expect([of('Ada').pledged, of('Ada').spent, of('Ada').returned, of('Ada').moved, of('Ada').refunded]).to.deep.equal(
      [600n, 300n, 18n, -100n, 265n],
    )
    expect([of('Ben').spent, of('Ben').refunded, of('Cleo').moved, of('Cleo').refunded]).to.deep.equal([
      200n,
      212n,
      100n,
      53n,
    ])
    expect(paid.map(({ kind, amount }) => [kind, amount])).to.deep.equal([
      ['claim', 300n],
      ['break', 30n],
      ['claim', 200n],
    ])
    const results = flow.out.filter(({ group }) => group === 'results').map(({ account, amount }) => [account, amount])
    expect(results).to.deep.equal([
      [who('Sol'), 240n],
      [who('Ivy'), 200n],
    ])
  })
})
