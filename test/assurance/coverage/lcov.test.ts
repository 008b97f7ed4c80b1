/** The judge of the coverage report, on a report in miniature: it passes what is whole and refuses each way of not being so. */
import { expect } from 'chai'
import { EXCEPTIONS } from './exceptions.ts'
import { type Exception, judge, parseLcov } from './lcov.ts'

const FILE = 'contracts/A.sol'
const SOURCE = `contract A {
    function f(uint256 a) public {
        if (a == 0) revert Zero();
        uint256 b = a;
        g(b);
        if (b > 1) g(1);
        if (b > 2) {
            g(2);
        } else {
            g(3);
        }
    }
}`
const WHOLE = `TN:
SF:${FILE}
DA:2,9
FN:2,A.f
FNDA:9,A.f
DA:3,9
BRDA:3,0,0,1
DA:4,8
DA:5,8
DA:6,8
BRDA:6,1,0,7
DA:7,8
BRDA:7,2,0,3
BRDA:7,2,1,5
DA:8,3
DA:10,5
end_of_record
`
const EXCEPTED: Exception = {
  file: FILE,
  function: 'f',
  text: 'uint256 b = a;',
  witness: 'g(b);',
  reason: 'has no instruction of its own',
}

const faults = (report: string, exceptions: Exception[] = [], expected = [FILE]) =>
  judge(
    parseLcov(report, () => SOURCE),
    expected,
    exceptions,
    () => SOURCE,
  )

describe('coverage', () => {
  it('passes a report in which everything is reached', () => {
    expect(faults(WHOLE)).to.deep.equal([])
  })

  const refused: [string, string, string][] = [
    ['a line', 'DA:5,8', 'DA:5,0'],
    ['a function', 'FNDA:9,', 'FNDA:0,'],
    ['a branch', 'BRDA:3,0,0,1', 'BRDA:3,0,0,0'],
    ['a branch that was never evaluated', 'BRDA:3,0,0,1', 'BRDA:3,0,0,-'],
    ['the other side of an if without else', 'BRDA:6,1,0,7', 'BRDA:6,1,0,8'],
    ['an else', 'BRDA:7,2,1,5', 'BRDA:7,2,1,0'],
  ]
  for (const [what, from, to] of refused) {
    it(`refuses ${what} that was not reached`, () => {
      expect(WHOLE).to.include(from)
      expect(faults(WHOLE.replace(from, to))).to.have.length(1)
    })
  }

  it('takes the next line for the other side of an if that leaves', () => {
    // The optimizer counted the line of the `if` only where it is taken.
    expect(faults(WHOLE.replace('DA:3,9', 'DA:3,1'))).to.deep.equal([])
    expect(faults(WHOLE.replace('DA:3,9', 'DA:3,1').replace('DA:4,8', 'DA:4,0'))).to.have.length(2)
  })

  it('refuses a report without a file, or with nothing of it', () => {
    expect(faults(WHOLE, [], [FILE, 'contracts/B.sol'])).to.deep.equal(['contracts/B.sol is not in the report'])
    expect(faults(`SF:${FILE}\nend_of_record\n`)).to.deep.equal([`${FILE} is not in the report`])
  })

  it('lets an exception pass, but only with its witness', () => {
    const report = WHOLE.replace('DA:4,8', 'DA:4,0')
    expect(faults(report), 'without').to.have.length.at.least(1)
    // Line 3 was evaluated 9 times and left once, so its other side needs no next line.
    expect(faults(report, [EXCEPTED]), 'with').to.deep.equal([])
    expect(faults(report.replace('DA:5,8', 'DA:5,0'), [EXCEPTED]), 'witness not reached').to.have.length(2)
  })

  it('refuses an exception that is reached, or that the source does not hold', () => {
    expect(faults(WHOLE, [EXCEPTED])).to.have.length(1)
    expect(faults(WHOLE, [{ ...EXCEPTED, text: 'g(4);' }])).to.have.length(1)
    expect(faults(WHOLE, [{ ...EXCEPTED, witness: 'g(4);' }])).to.have.length(1)
  })

  it('has few exceptions, each with a reason', () => {
    expect(EXCEPTIONS).to.have.length.at.most(5)
    for (const { reason } of EXCEPTIONS) expect(reason).to.have.length.above(20)
  })
})
