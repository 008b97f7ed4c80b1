/** The judge of halmos' answers, on answers in miniature: only a test that ran once and left nothing open holds. */
import { expect } from 'chai'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { BUGS, planted } from './bugs.ts'
import { declaredTests, missing, readReport, unexplained } from './judge.ts'

const FINE = { name: 'check_A(uint256)', exitcode: 0, models: [], num_paths: [5, 3, 0], num_bounded_loops: 0 }

const judged = (change: object) => {
  const report = { exitcode: 0, test_results: { 'test/T.t.sol:TTest': [{ ...FINE, ...change }] } }
  return readReport(report)[0]!
}

describe('halmos', () => {
  it('should take a test that holds', () => {
    expect(judged({})).to.deep.equal({ test: 'TTest.check_A', paths: 5, fault: '', refuted: false })
  })

  const open: [string, object, string][] = [
    ['a counterexample', { exitcode: 1 }, 'refuted'],
    ['a solver that timed out', { exitcode: 2 }, 'solver timed out'],
    ['a path that halmos cannot follow', { exitcode: 3 }, 'a path needs what halmos cannot do'],
    ['paths that all revert', { exitcode: 4, num_paths: [5, 0, 0] }, 'every path reverted; no path ends well'],
    ['an exception', { exitcode: 5 }, 'halmos failed'],
    ['an end that is not known', { exitcode: 77 }, 'ended with 77'],
    ['an end without figures', { num_paths: null }, 'no path ends well'],
    ['a path that was not followed', { num_paths: [5, 3, 1] }, '1 paths were not followed'],
    ['a loop that was cut', { num_bounded_loops: 2 }, '2 branches were cut at the loop bound'],
    ['loops that nobody counted', { num_bounded_loops: null }, 'unknown branches were cut at the loop bound'],
  ]
  for (const [what, change, fault] of open) {
    it(`should not take ${what} for a proof`, () => {
      expect(judged(change).fault).to.equal(fault)
    })
  }

  it('should take a bug for found only with a counterexample that is one', () => {
    expect(judged({ exitcode: 1, models: [{ is_valid: false }, { is_valid: true }] }).refuted, 'valid').to.equal(true)
    expect(judged({ exitcode: 1, models: [{ is_valid: false }] }).refuted, 'perhaps none').to.equal(false)
    expect(judged({ exitcode: 1, models: null }).refuted, 'none').to.equal(false)
    expect(judged({ exitcode: 2, models: [{ is_valid: true }] }).refuted, 'timed out').to.equal(false)
  })

  it('should refuse a report of another form', () => {
    expect(() => readReport({ test_results: { a: [{ name: 'check_A()' }] } })).to.throw()
    expect(() => readReport({})).to.throw()
  })

  it('should notice tests that did not run, ran twice, or are not declared', () => {
    expect(missing(['A.a', 'A.b'], ['A.b', 'A.a'])).to.deep.equal([])
    expect(missing(['A.a', 'A.b', 'A.c'], ['A.b', 'A.b', 'A.c', 'A.d'])).to.deep.equal([
      'A.a ran 0 times',
      'A.b ran 2 times',
      'A.d is not declared',
    ])
  })

  it('should let no warning pass but that a clone is no contract of the compiler', () => {
    const clone = '\u001b[33mWARNING \u001b[0m unknown deployed bytecode: 0x363d3d\n         5af43d'
    expect(unexplained(`Running 1 tests\n${clone}\n[PASS] check_A()`)).to.deep.equal([])
    const cut = 'WARNING  check_A(): paths have not been fully explored due to the loop'
    expect(unexplained(`${clone}\n${cut}\n         unrolling bound: 2`)).to.deep.equal([cut])
    expect(unexplained('ERROR    setUp() failed')).to.have.length(1)
  })

  it('should find the tests of a source by contract', () => {
    const source = 'contract A is B {\n function check_one(uint256 x) external {}\n function other() external {}\n}\n'
    expect(
      declaredTests(`import "x";\n${source}\ncontract C {\n    function check_two() external {}\n}`),
    ).to.deep.equal(['A.check_one', 'C.check_two'])
  })

  it('should have tests of distinct names, because a run names them by function alone', () => {
    const sources = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.t.sol'))
    const tests = sources.flatMap((file) => declaredTests(readFileSync(join(import.meta.dirname, file), 'utf8')))
    const names = tests.map((test) => test.split('.')[1])
    expect(new Set(names).size).to.equal(names.length)
    expect(names).to.have.length.at.least(18)
  })

  it('should plant each bug in one place of today’s contracts', () => {
    const files = new Set(BUGS.map(({ file }) => file))
    for (const file of files) {
      const text = readFileSync(join('contracts', file), 'utf8')
      expect(planted(file, text, BUGS), file).not.to.equal(text)
    }
    expect(() => planted('A.sol', 'a a', [{ file: 'A.sol', from: 'a', to: 'b' }])).to.throw('2 places')
    expect(() => planted('A.sol', 'c', [{ file: 'A.sol', from: 'a', to: 'b' }])).to.throw('0 places')
  })
})
