/** Mutation testing itself: what is changed, that a switch is a choice, and that a run with a survivor nobody explained fails. */
import { expect } from 'chai'
import { type Change, Mutator } from './operators.ts'
import { faultsOf, isTimeout, summary } from './score.ts'
import { Source } from './source.ts'
import { mutantsOf, switched } from './switches.ts'
import { programOf, projectSources } from '../static/tree.ts'

const FILE = 'contracts/Sample.sol'

/** The changes of a function with `body`, as texts. */
function changes(body: string): string[] {
  const content = `pragma solidity 0.8.37;
contract Sample {
  uint256 a;
  event Moved(uint256 from, uint256 to);
  function f(uint256 x, uint256 y) external returns (bool) { ${body} }
}`
  const program = programOf(new Map([[FILE, content]]))
  const [, tree] = program.own()[0]!
  const source = new Source(FILE, content, tree)
  const told = ({ start, end, to }: Change) => `${source.bytes.slice(start, end)} => ${to}`
  return new Mutator(source, new Set()).all().map(told)
}

describe('mutation', () => {
  it('should move a boundary, negate a relation and decide a condition', () => {
    const found = changes('return x < y;')
    expect(found).to.include.members(['x < y => x <= y', 'x < y => x >= y', 'x < y => true', 'x < y => false'])
  })

  it('should change, drop and swap what is computed and told', () => {
    const found = changes('a = x - 1; emit Moved(x, y); return true;')
    for (const change of ['a = x - 1; => ', 'emit Moved(x, y); => emit Moved(y, x);', 'emit Moved(x, y); => ']) {
      expect(found).to.include(change)
    }
    expect(
      found.filter((change) => change.includes('x + 1')),
      'plus',
    ).to.have.lengthOf(1)
    expect(
      found.filter((change) => change.includes('x - 2')),
      'one more',
    ).to.have.lengthOf(1)
    expect(found).to.include('true => false')
  })

  it('should put every mutant of the core behind a switch of its own', () => {
    const { mutants, files } = mutantsOf(projectSources(), false)
    expect(mutants.length).to.be.above(1_700)
    expect(new Set(mutants.map(({ name }) => name)).size, 'names').to.equal(mutants.length)
    const load = switched(files, mutants)
    const text = [...files.keys()].map(load).join('\n')
    for (const { id, name } of mutants) expect(text, name).to.match(new RegExp(`(mutant_|guardedUnless_)\\(${id}\\)`))
  })

  it('should plant a harmless change when told to', () => {
    const planted = mutantsOf(projectSources(), true).mutants.filter(({ operator }) => operator === 'planted')
    expect(planted.map(({ name }) => name)).to.deep.equal([
      'parts/Docket.sol : _settled == _filed -> _filed == _settled',
    ])
  })

  it('should fail where too many live, one is not explained or a dead one is', () => {
    const tried = Array.from({ length: 100 }, (_, i) => `m${i}`)
    expect(faultsOf({ tried, alive: [] }, {})).to.deep.equal([])
    expect(faultsOf({ tried, alive: ['m1'] }, { m1: 'the same' })).to.deep.equal([])
    expect(faultsOf({ tried, alive: ['m1'] }, {})).to.deep.equal(['lives and is not explained: m1'])
    expect(faultsOf({ tried, alive: [] }, { m1: 'the same' })).to.deep.equal(['is explained and was killed: m1'])
    expect(faultsOf({ tried, alive: [] }, { m999: 'the same' }, true)).to.deep.equal([
      'is explained and no mutant: m999',
    ])
    const six = tried.slice(0, 6)
    const reasons = Object.fromEntries(six.map((name) => [name, 'the same']))
    expect(faultsOf({ tried, alive: six }, reasons)).to.deep.equal(['94 of 100 killed: fewer than 95 %'])
    expect(faultsOf({ tried: [], alive: [] }, {})).to.include('no mutant was tried')
  })

  it('should say how many survivors nobody explained', () => {
    const score = { tried: ['a', 'b', 'c', 'd'], alive: ['a', 'b'] }
    expect(summary(score, { a: 'the same' })).to.equal('2 of 4 mutants killed (50.0 %), 1 of 2 survivors explained')
  })

  it('should take no timeout for a kill', () => {
    expect(
      isTimeout('Error: Timeout of 180000ms exceeded. For async tests and hooks, ensure "done()" is called'),
    ).to.equal(true)
    expect(isTimeout('AssertionError: expected 1 to equal 2')).to.equal(false)
  })
})
