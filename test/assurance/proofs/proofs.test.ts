/** The proofs' frame: nothing counts as proved that the solvers did not prove, and the sources are changed only as they may be. */
import { expect } from 'chai'
import { readFileSync } from 'node:fs'
import {
  type Findings,
  type Found,
  type Message,
  boundLoops,
  denied,
  faultsOf,
  generalised,
  judge,
  leaveOutUnused,
  scriptOf,
  withBug,
  withoutPointers,
} from './checker.ts'
import { HARNESSES } from './harnesses.ts'

const FILE = 'test/assurance/proofs/harness/A.sol'
const says = (message: string, start = 0, file = FILE): Message => ({
  severity: 'warning',
  message,
  formattedMessage: message,
  sourceLocation: { file, start },
})
const SAFE = 'BMC: Assertion violation check is safe!'
const UNSAFE = 'BMC: Assertion violation might happen here.'

describe('proofs', () => {
  it('should count places, each once, however many functions reach it', () => {
    const messages = [says(SAFE, 1), says(SAFE, 1), says(SAFE, 2)]
    expect(judge(messages, ['unsat', 'unsat', 'unsat'])).to.deep.equal({ proved: 2, own: 2, refuted: 0, open: [] })
  })

  it('should tell what is refuted from what is undecided', () => {
    expect(judge([says(UNSAFE)], ['sat'])).to.deep.equal({ proved: 0, own: 0, refuted: 1, open: [] })
    expect(judge([says(UNSAFE)], ['gave up']).open).to.deep.equal(['1 of 1 queries undecided'])
  })

  it('should not take the compiler’s word without a solver’s', () => {
    expect(() => judge([says(SAFE, 1), says(SAFE, 2)], ['unsat'])).to.throw('2 places safe, the solvers only 1 queries')
  })

  it('should leave open what was asked without the mark, and what the checker does not support', () => {
    expect(judge([says(UNSAFE)], []).open).to.deep.equal([`without the mark: ${UNSAFE}`])
    expect(judge([says(UNSAFE, 0, 'contracts/parts/Pool.sol')], []).open).to.deep.equal([])
    expect(judge([says('Assertion checker does not yet implement type error')], []).open).to.have.lengthOf(1)
  })

  it('should fail a harness that proves less, is never reached or overlooks its bug', () => {
    const harness = HARNESSES[0]!
    const findings = (change: Partial<Findings>): Findings => ({ proved: 0, own: 0, refuted: 0, open: [], ...change })
    const plain = findings({ proved: harness.places })
    const fine: Found = { plain, denied: findings({}), planted: findings({ refuted: 1 }) }
    const faults = (change: Partial<Found>) => faultsOf(harness, { ...fine, ...change })
    expect(faults({})).to.deep.equal([])
    expect(faults({ plain: findings({ proved: harness.places - 1 }) })[0]).to.include('places, not')
    expect(faults({ plain: { ...plain, refuted: 1 } })[0]).to.include('have a counterexample')
    expect(faults({ plain: { ...plain, open: ['x'] } })[0]).to.include('x')
    expect(faults({ denied: findings({ own: 1 }) })[0]).to.include('not reached')
    expect(faults({ planted: findings({}) })[0]).to.include('bug is not found')
    expect(faults({ short: findings({}) })[0]).to.include('too long is not noticed')
    expect(faults({ short: findings({ refuted: 1 }) })).to.deep.equal([])
  })

  it('should bound every loop, and refuse one that it cannot read', () => {
    const bound = (loop: string) => boundLoops(`${loop}\n`, 4)
    expect(bound('while (a) ++i;')).to.equal('uint256 rounds_; while (a) { assert(++rounds_ < 4); ++i; }\n')
    const breaking = 'for (; a; --i) {\n if (b) break;\n}'
    expect(bound(breaking)).to.equal('uint256 rounds_; for (; a; --i) {  if (b) break;\n assert(++rounds_ < 4); }\n')
    expect(() => bound('for (; a; --i) {\n if (b) break;\n if (c) continue;\n}')).to.throw('both breaks and continues')
    expect(() => bound('do {\n f();\n} while (a);')).to.throw('of 2 loops are bounded')
  })

  it('should leave out what nothing calls, however often it is spoken of', () => {
    const used = '\n    function _a() internal {\n    }\n'
    const unused =
      '\n    /// @dev Not {_c}.\n    function _b() internal {\n        _c();\n    }\n\n    function _c() internal {\n    }\n'
    const sources = new Map([
      ['contracts/parts/Pool.sol', `contract Pool {${used}${unused}}`],
      ['harness', '_a(); // as _b() does'],
    ])
    leaveOutUnused(sources)
    expect(sources.get('contracts/parts/Pool.sol')!.replaceAll(/\n+/g, '\n')).to.equal(`contract Pool {${used}}`)
  })

  it('should write out every pointer of the docket and the pool, and refuse one that is left', () => {
    for (const part of ['Docket', 'Pool']) withoutPointers(readFileSync(`contracts/parts/${part}.sol`, 'utf8'))
    expect(() => withoutPointers('Holding storage holding = _holdings[key];')).to.throw(
      'a pointer that is not written out',
    )
  })

  it('should deny all that is asserted', () => {
    expect(denied('if (a) assert(f(b) == (c));\nassert(d);')).to.equal('if (a) assert(false);\nassert(false);')
  })

  it('should write cuts as remainders, and know nothing of products when generalised', () => {
    const cut = '(bv2nat (ite (>= e_1 0) ((_ int2bv 8) e_1) (bvneg ((_ int2bv 8) (- e_1)))))'
    expect(scriptOf(`(assert (= x ${cut}))\n(get-value (a))\n`)).to.equal('(assert (= x (mod e_1 256)))\n\n\n')
    expect(generalised('(assert (= (* a b) (div c d)))')).to.equal('(assert (= (product_ a b) (quotient_ c d)))')
  })

  it('should find the place of each planted bug', () => {
    for (const harness of HARNESSES) {
      const { file } = harness.bug
      const source = readFileSync(file, 'utf8')
      expect(withBug(harness)(file, source), harness.name).not.to.equal(source)
      expect(() => withBug(harness)(file, ''), harness.name).to.throw('its bug has no place')
    }
  })
})
