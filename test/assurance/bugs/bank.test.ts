/** The bug bank fits today's core, and its judge tells a caught bug from a run that says nothing; `npm run verify:bugs` runs it. */
import { existsSync, readFileSync } from 'node:fs'
import { expect } from 'chai'
import { BANK } from './bank.ts'
import { HARMLESS, changesOf, planted } from './bug.ts'
import { judge, readReport } from './judge.ts'

const BUGS = Object.values(BANK).flat()
const source = (file: string) => readFileSync(new URL(`../../../contracts/${file}`, import.meta.url), 'utf8')

describe('bug bank', () => {
  it('should hold at least 200 bugs of at least 100 classes, 19 of them for the invariants', () => {
    expect(BUGS.length, 'bugs').to.be.at.least(200)
    expect(new Set(BUGS.map((bug) => bug.class)).size, 'classes').to.be.at.least(100)
    expect(BUGS.filter((bug) => bug.invariants).length, 'for the invariants').to.be.at.least(19)
  })

  it('should name each bug once', () => {
    expect(new Set(BUGS.map(({ name }) => name)).size).to.equal(BUGS.length)
  })

  for (const bug of [...BUGS, HARMLESS]) {
    it(`should fit the core: ${bug.name}`, () => {
      for (const { file } of changesOf(bug)) {
        expect(planted(file, source(file), bug), `${file} with the bug`).not.to.equal(source(file))
      }
      for (const suite of bug.suite) {
        expect(existsSync(new URL(`../../${suite}.test.ts`, import.meta.url)), suite).to.equal(true)
      }
    })
  }

  it('should refuse a bug that fits no place or several', () => {
    expect(() => planted(HARMLESS.file, 'nothing like it', HARMLESS)).to.throw('"a harmless change" fits 0 places')
    expect(() => planted(HARMLESS.file, HARMLESS.from.repeat(2), HARMLESS)).to.throw('fits 2 places')
  })
})

describe('judge of the bug bank', () => {
  const passed = ['escrow/settle.test.ts', 'escrow/settle.test.ts']
  const failed = (name: string, message: string) => ({
    passed,
    skipped: 0,
    failures: [{ title: 'settle should settle once', name, message }],
  })

  it('should count a failed assertion and an unexpected revert as caught', () => {
    for (const report of [
      failed('AssertionError', 'expected 1 to equal 2'),
      failed('ProviderError', 'VM Exception while processing transaction: reverted with custom error'),
      failed('Error', 'execution reverted (unknown custom error) (action="estimateGas", code=CALL_EXCEPTION)'),
    ]) {
      expect(judge(report, 3)).to.deep.equal({ is: 'caught', why: 'settle should settle once' })
    }
  })

  it('should count a harmless change as missed', () => {
    expect(judge({ passed, skipped: 0, failures: [] }, 2)).to.deep.equal({ is: 'missed' })
  })

  for (const [what, report, expected] of [
    ['wrote no report', undefined, 2],
    ['could not load', failed('Error', "Cannot find module './escrow.ts'"), 3],
    ['found no artifact', failed('HardhatError', 'HHE1000: Artifact for contract "Escrow" not found'), 3],
    ['ran out of time', failed('Error', 'Timeout of 60000ms exceeded'), 3],
    ['ran fewer tests', { passed, skipped: 0, failures: [] }, 3],
    ['skipped a test', { passed, skipped: 1, failures: [] }, 2],
    ['ran nothing', { passed: [], skipped: 0, failures: [] }, 0],
  ] as const) {
    it(`should take nothing from a run that ${what}`, () => {
      const copy = report === undefined ? undefined : readReport(JSON.stringify(report))
      expect(judge(copy, expected).is).to.equal('broken')
    })
  }
})
