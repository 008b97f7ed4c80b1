/** The report as JSON: valid by the published schema, the same every time, nothing lost. */
import { readFileSync } from 'node:fs'
import Ajv from 'ajv/dist/2020.js'
import { expect } from 'chai'
import { reportJson } from '../../../audit/report/reportJson.ts'
import { auditReportSchema } from '../../../audit/report/json/schema.ts'
import { everything, HOSTILE, passing, plain } from './fixture.ts'

const published = JSON.parse(
  readFileSync(new URL('../../../schemas/audit-report.json', import.meta.url), 'utf8'),
) as object

describe('audit report: JSON', function () {
  const validate = new Ajv.Ajv2020({ strict: true, allErrors: true, formats: {} }).compile(published)

  for (const [name, make] of Object.entries({ everything, plain, passing })) {
    it(`${name}: is valid by the published schema and survives a round trip`, () => {
      const text = JSON.stringify(reportJson(make()))
      const parsed: unknown = JSON.parse(text)
      expect(validate(parsed), JSON.stringify(validate.errors)).to.equal(true)
      expect(auditReportSchema.parse(parsed)).to.deep.equal(parsed)
      expect(JSON.stringify(auditReportSchema.parse(parsed)).length).to.equal(text.length)
    })
  }

  it('is the same every time', () => {
    const result = everything()
    expect(JSON.stringify(reportJson(result))).to.equal(JSON.stringify(reportJson(result)))
  })

  it('keeps amounts exact, and text as it is', () => {
    const report = reportJson(everything())
    const [wall, , , , , disputed] = report.escrows
    expect(wall!.state.paid).to.equal('25000000000000')
    expect(wall!.claims).to.have.length(6)
    expect(disputed!.claims[0]!.challenged!.grounds).to.equal(HOSTILE)
    expect(report.totals.find(({ decimals }) => decimals === 6)!.inside).to.match(/^\d+$/)
  })

  it('refuses what is no report: another key, a number for an amount', () => {
    const report = JSON.parse(JSON.stringify(reportJson(passing()))) as {
      escrows: { state: Record<string, unknown> }[]
    }
    report.escrows[0]!.state['paid'] = 25
    expect(validate(report)).to.equal(false)
    expect(auditReportSchema.safeParse(report).success).to.equal(false)
    const more = { ...reportJson(passing()), more: 1 }
    expect(validate(more)).to.equal(false)
    expect(auditReportSchema.safeParse(more).success).to.equal(false)
  })
})
