/** The rounding lemmas' frame: pairs are complete, and only the wanted answers of both solvers hold. */
import { expect } from 'chai'
import { type Solver, allLemmas, judgeLemma, readLemmas } from './lemmas.ts'
import { readVerdict } from './solvers.ts'

const TEXT = '(define-fun lemma-x () Bool true)\n(define-fun wrong-x () Bool false)\n'
const right: Solver = (script) => (script.includes('(not lemma-x)') ? 'unsat' : 'sat')

describe('lemmas', () => {
  it('should be 28, each with a false neighbour', () => {
    expect(allLemmas()).to.have.lengthOf(28)
    expect(() => readLemmas('a.smt2', TEXT.split('\n')[0]!)).to.throw('a.smt2: each lemma-x needs its wrong-x')
  })

  it('should hold only if every solver refutes the negation and finds the neighbour false', () => {
    const [lemma] = readLemmas('a.smt2', TEXT)
    expect(judgeLemma(lemma!, { one: right, two: right })).to.deep.equal([])
    expect(judgeLemma(lemma!, { one: right, two: () => 'unsat' })).to.have.lengthOf(1)
    expect(judgeLemma(lemma!, { one: () => 'gave up', two: right })).to.have.lengthOf(2)
  })

  it('should take nothing but a plain answer', () => {
    expect(readVerdict('z3', 'unsat\n')).to.equal('unsat')
    expect(readVerdict('z3', 'timeout')).to.equal('gave up')
    expect(() => readVerdict('z3', '(error "line 1")\nunsat')).to.throw('z3 failed')
  })
})
