/** Exact binomial bounds against published intervals, closed forms, brute force and their own properties. */
import { expect } from 'chai'
import {
  type Arm,
  type Fraction,
  GRID,
  MAX_TRIALS,
  lowerBound,
  relativeReduction,
  spentAlpha,
  upperBound,
} from '../../oracle/verifiers/binomial.ts'

const FIVE_PERCENT: Fraction = { numerator: 5n, denominator: 100n }
/** Each side of a two-sided 95 % interval. */
const HALF: Fraction = { numerator: 25n, denominator: 1000n }

const arm = (successes: number, trials: number): Arm => ({ successes, trials })

/** P(from <= X <= to) times GRID ** n at probability g / GRID, term by term with factorials: another way than the code's. */
function bruteForce(n: number, from: number, to: number, g: bigint): bigint {
  const factorial = (m: number): bigint => (m < 2 ? 1n : BigInt(m) * factorial(m - 1))
  let sum = 0n
  for (let i = from; i <= to; i++) {
    const choose = factorial(n) / (factorial(i) * factorial(n - i))
    sum += choose * g ** BigInt(i) * (GRID - g) ** BigInt(n - i)
  }
  return sum
}

const isAtMost = (tail: bigint, n: number, alpha: Fraction): boolean =>
  tail * alpha.denominator <= alpha.numerator * GRID ** BigInt(n)

describe('binomial bounds', () => {
  describe('against published two-sided 95 % Clopper-Pearson intervals', () => {
    // Figures as tables and R's binom.test print them; the grid rounds the lower down and the upper up.
    const published: [number, number, number, number][] = [
      [1, 10, 0.0025286, 0.4450161],
      [5, 10, 0.187086, 0.812914],
      [10, 100, 0.0490047, 0.1762226],
      [682, 925, 0.7076683, 0.7654066], // Conover's example of Mendelian inheritance
    ]
    for (const [successes, trials, low, high] of published) {
      it(`${successes} of ${trials}: ${low} to ${high}`, () => {
        expect(lowerBound(arm(successes, trials), HALF), 'lower').to.equal(BigInt(Math.floor(low * 1e6)))
        expect(upperBound(arm(successes, trials), HALF), 'upper').to.equal(BigInt(Math.ceil(high * 1e6)))
      })
    }
  })

  describe('closed forms', () => {
    for (const n of [1, 2, 10, 59, 300, 1000]) {
      it(`no success of ${n}: upper is 1 - alpha^(1/n), lower is 0`, () => {
        const expected = BigInt(Math.ceil((1 - 0.05 ** (1 / n)) * 1e6 - 1e-6))
        expect(upperBound(arm(0, n), FIVE_PERCENT), 'upper').to.equal(expected)
        expect(lowerBound(arm(0, n), FIVE_PERCENT), 'lower').to.equal(0n)
      })
      it(`${n} of ${n}: lower is alpha^(1/n), upper is 1`, () => {
        const expected = BigInt(Math.floor(0.05 ** (1 / n) * 1e6 + 1e-6))
        expect(lowerBound(arm(n, n), FIVE_PERCENT), 'lower').to.equal(expected)
        expect(upperBound(arm(n, n), FIVE_PERCENT), 'upper').to.equal(GRID)
      })
    }
    it('the rule of three: none of 300 bounds the probability by about 1 %', () => {
      expect(upperBound(arm(0, 300), FIVE_PERCENT)).to.equal(9937n) // 0.0099361 rounded up
    })
  })

  it('is the tightest grid point by the tails summed term by term, for every count up to 14 trials', () => {
    let points = 0
    for (const alpha of [FIVE_PERCENT, HALF, { numerator: 1n, denominator: 3n }]) {
      for (let n = 1; n <= 14; n++) {
        for (let x = 0; x <= n; x++) {
          const where = `${x} of ${n} at ${alpha.numerator}/${alpha.denominator}`
          const upper = upperBound(arm(x, n), alpha)
          if (x < n) {
            expect(isAtMost(bruteForce(n, 0, x, upper), n, alpha), `upper holds: ${where}`).to.equal(true)
            expect(isAtMost(bruteForce(n, 0, x, upper - 1n), n, alpha), `upper is tight: ${where}`).to.equal(false)
          }
          const lower = lowerBound(arm(x, n), alpha)
          if (x > 0) {
            expect(isAtMost(bruteForce(n, x, n, lower), n, alpha), `lower holds: ${where}`).to.equal(true)
            expect(isAtMost(bruteForce(n, x, n, lower + 1n), n, alpha), `lower is tight: ${where}`).to.equal(false)
          }
          points++
        }
      }
    }
    expect(points, 'counts tried').to.equal(3 * 119)
  })

  describe('properties', () => {
    const n = 60
    const counts = Array.from({ length: n + 1 }, (_, x) => x)

    it('rise with the successes and enclose the point value', () => {
      let [lower, upper] = [-1n, -1n]
      for (const x of counts) {
        const [nextLower, nextUpper] = [lowerBound(arm(x, n), HALF), upperBound(arm(x, n), HALF)]
        expect(nextLower > lower && (nextUpper > upper || x === n), `risen at ${x}`).to.equal(true)
        const point = BigInt(x) * GRID
        expect(nextLower * BigInt(n) <= point && point <= nextUpper * BigInt(n), `enclosed at ${x}`).to.equal(true)
        ;[lower, upper] = [nextLower, nextUpper]
      }
    })

    it('are symmetric: successes seen as failures mirror the bounds', () => {
      for (const x of counts) {
        expect(lowerBound(arm(x, n), HALF), `at ${x}`).to.equal(GRID - upperBound(arm(n - x, n), HALF))
      }
    })

    it('widen as the error level shrinks', () => {
      const levels = [1, 2, 3, 4, 5].map((attempt) => spentAlpha(FIVE_PERCENT, attempt))
      const uppers = levels.map((alpha) => upperBound(arm(31, 1000), alpha))
      expect(uppers, 'strictly rising').to.deep.equal([...new Set(uppers)].sort((a, b) => Number(a - b)))
    })

    it('narrow with more trials of the same rate', () => {
      expect(upperBound(arm(30, 300), HALF) < upperBound(arm(3, 30), HALF), 'upper').to.equal(true)
      expect(lowerBound(arm(30, 300), HALF) > lowerBound(arm(3, 30), HALF), 'lower').to.equal(true)
    })
  })

  describe('relative reduction (outcome B: control 412 of 1,000, treated 31 of 1,000)', () => {
    const [control, treated] = [arm(412, 1000), arm(31, 1000)]
    // The test after these finds the first of them again in floating point.
    const expected: [number, Fraction, bigint][] = [
      [1, { numerator: 5n, denominator: 200n }, 8789n],
      [2, { numerator: 5n, denominator: 600n }, 8693n],
    ]
    for (const [attempt, level, measurement] of expected) {
      it(`attempt ${attempt} measures ${measurement} basis points`, () => {
        const spent = spentAlpha(FIVE_PERCENT, attempt)
        expect(spent.numerator * level.denominator, 'level').to.equal(level.numerator * spent.denominator)
        expect(relativeReduction(control, treated, spent), 'measurement').to.equal(measurement)
      })
    }

    it('agrees with bounds found by bisecting floating-point tails', () => {
      const logFactorial = [0]
      for (let i = 1; i <= 1000; i++) logFactorial.push(logFactorial[i - 1]! + Math.log(i))
      const lowerTail = (x: number, p: number): number => {
        let sum = 0
        for (let i = 0; i <= x; i++) {
          const logChoose = logFactorial[1000]! - logFactorial[i]! - logFactorial[1000 - i]!
          sum += Math.exp(logChoose + i * Math.log(p) + (1000 - i) * Math.log1p(-p))
        }
        return sum
      }
      const bisect = (isLow: (p: number) => boolean): number => {
        let [low, high] = [0, 1]
        for (let i = 0; i < 60; i++) {
          const middle = (low + high) / 2
          if (isLow(middle)) low = middle
          else high = middle
        }
        return low
      }
      const treatedAtMost = bisect((p) => lowerTail(31, p) > 0.0125)
      const controlAtLeast = bisect((p) => 1 - lowerTail(411, p) < 0.0125)
      expect(Math.floor((1 - treatedAtMost / controlAtLeast) * 10_000), 'measurement').to.equal(8789)
    })

    it('is 0 where the bound is not positive', () => {
      expect(relativeReduction(control, control, FIVE_PERCENT), 'no effect').to.equal(0n)
      expect(relativeReduction(treated, control, FIVE_PERCENT), 'harm').to.equal(0n)
      expect(relativeReduction(arm(0, 100), arm(0, 100), FIVE_PERCENT), 'control never succeeds').to.equal(0n)
      expect(relativeReduction(arm(2, 2), arm(0, 2), FIVE_PERCENT), 'too few trials').to.equal(0n)
    })

    it('never rises when the treated arm has more successes or the control fewer', () => {
      let last = 10_001n
      for (let x = 0; x <= 60; x += 5) {
        const measured = relativeReduction(arm(60, 100), arm(x, 100), FIVE_PERCENT)
        expect(measured <= last, `treated ${x}`).to.equal(true)
        last = measured
      }
      expect(last, 'ends at 0').to.equal(0n)
      expect(
        relativeReduction(arm(50, 100), arm(5, 100), FIVE_PERCENT) <
          relativeReduction(arm(60, 100), arm(5, 100), FIVE_PERCENT),
        'control 50 < control 60',
      ).to.equal(true)
    })
  })

  it('the spent levels add up to less than the whole', () => {
    // 1/2 + 1/6 + ... = 1 - 1/(j + 1)
    let [numerator, denominator] = [0n, 1n]
    for (let attempt = 1; attempt <= 50; attempt++) {
      const spent = spentAlpha(FIVE_PERCENT, attempt)
      ;[numerator, denominator] = [
        numerator * spent.denominator + spent.numerator * denominator,
        denominator * spent.denominator,
      ]
    }
    expect(numerator * 51n * 100n, 'alpha * 50 / 51').to.equal(denominator * 50n * 5n)
  })

  it('refuses counts and levels out of range', () => {
    const bad: [string, () => unknown][] = [
      ['more successes than trials', () => upperBound(arm(11, 10), HALF)],
      ['negative', () => lowerBound(arm(-1, 10), HALF)],
      ['fraction', () => upperBound(arm(1.5, 10), HALF)],
      ['no trials', () => upperBound(arm(0, 0), HALF)],
      ['too many trials', () => lowerBound(arm(0, MAX_TRIALS + 1), HALF)],
      ['level 0', () => upperBound(arm(1, 10), { numerator: 0n, denominator: 1n })],
      ['level 1', () => upperBound(arm(1, 10), { numerator: 1n, denominator: 1n })],
      ['level 1 to split', () => spentAlpha({ numerator: 2n, denominator: 1n }, 1)],
      ['attempt 0', () => spentAlpha(FIVE_PERCENT, 0)],
      ['attempt 1.5', () => spentAlpha(FIVE_PERCENT, 1.5)],
    ]
    for (const [what, call] of bad) expect(call, what).to.throw(RangeError)
  })
})
