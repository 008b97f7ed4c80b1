/** The report on a terminal, word for word. GOLDEN=write writes test/audit/report/golden/ anew: look at every change. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import { reportText } from '../../../audit/report/reportText.ts'
import type { AuditResult } from '../../../audit/result.ts'
import { everything, market, passing, plain, resultOf, STATEMENTS } from './fixture.ts'

const FOLDER = new URL('golden/', import.meta.url)

async function golden(name: string, result: AuditResult, width?: number): Promise<void> {
  // Transactions are numbered as the fixtures are built: no two runs of other tests share their hashes.
  const text = reportText(result, { colour: false, width }).replace(
    /(transaction\s+)0x[0-9a-f]{64}(, log \d+)?/g,
    '$1<hash>',
  )
  const file = new URL(`${name}.txt`, FOLDER)
  if (process.env['GOLDEN'] === 'write') {
    await mkdir(FOLDER, { recursive: true })
    await writeFile(file, text)
  }
  expect(text, `${name}: GOLDEN=write writes it anew`).to.equal(await readFile(file, 'utf8'))
}

describe('audit report: text', function () {
  it('says everything that an audit found', () => golden('everything', everything(), 100))
  it('says what is trusted without a block hash, at the top', async () => {
    await golden('plain', plain(), 80)
    const [verdict, ...rest] = reportText(plain(), { colour: false }).split('\n')
    expect(verdict).to.match(/^PASS {2}/)
    expect(rest.slice(0, 5).join('\n')).to.contain('Nothing here is proved')
  })
  it('says PASS with remarks only', () => golden('passing', passing()))

  it('is in colour only where it is asked for', () => {
    expect(reportText(passing(), { colour: false })).not.to.contain('\x1b')
    expect(reportText(passing(), { colour: true })).to.match(/^\x1b\[1m\x1b\[32mPASS\x1b\[39m\x1b\[22m/)
    expect(reportText(everything(), { colour: true })).to.match(/^\x1b\[1m\x1b\[31m3 findings/)
  })

  it('lets no control or bidirectional character through', () => {
    const text = reportText(everything(), { colour: false, width: 100 })
    expect(text.replaceAll('\n', '')).not.to.match(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
    expect(text.length).to.be.below(40_000)
  })

  it('stays short with thousands of payments, and counts what it leaves out', () => {
    const text = reportText(resultOf([market(3_000, 500)]), { colour: false, width: 100 })
    expect(text.split('\n').length).to.be.below(150)
    expect(text).to.contain('2,988 smaller payments of 3,688.886196 USDC in all')
    expect(text).to.contain('more accounts: in the JSON report.')
  })

  it('keeps lines within the width, but for what is to be copied whole', () => {
    const lines = reportText(passing(), { colour: false, width: 80 }).split('\n')
    for (const line of lines) if (line.length > 80) expect(line, line).to.match(/0x[0-9a-fA-F]{40}/)
  })

  it('does not pass what is said to have passed with a fault', () => {
    const finding = { grade: 'fault', rule: 'S1', what: 'Money is missing.' } as const
    const result = resultOf([], { passed: true, findings: [finding], statements: STATEMENTS })
    expect(reportText(result, { colour: false })).to.match(/^1 finding {2}/)
  })
})
