/**
 * Exact confidence bounds for success counts.
 *
 * The bounds are those of Clopper and Pearson ("The use of confidence or fiducial limits illustrated in the case of the
 * binomial", Biometrika 26, 1934): they invert the binomial tail itself, so their error never exceeds the stated level,
 * whatever the true probability. Everything is decided in integers. No floating point takes part, so every operator
 * gets the same figure on every machine.
 */

/** A probability as an exact fraction: 0 < numerator < denominator where it is an error level. */
export interface Fraction {
  readonly numerator: bigint
  readonly denominator: bigint
}

/** Outcome of one arm of a trial: 0 <= successes <= trials, trials >= 1. */
export interface Arm {
  readonly successes: number
  readonly trials: number
}

/** Bounds are whole multiples of 1 / GRID. */
export const GRID = 1_000_000n

const BASIS_POINTS = 10_000n

/** Most trials an arm may have: what a member can compute in about a minute. */
export const MAX_TRIALS = 20_000

/**
 * One-sided upper bound of the success probability at error level `alpha`, in units of 1 / GRID, rounded up: the smallest
 * grid point at which seeing `successes` or fewer has probability at most `alpha`.
 * @throws RangeError when the counts or the level are out of range.
 */
export function upperBound(arm: Arm, alpha: Fraction): bigint {
  checkArm(arm)
  checkLevel(alpha)
  if (arm.successes === arm.trials) return GRID
  // At `low` the tail is above alpha (at 0 it is 1), at `high` it is not (at GRID it is 0).
  let low = 0n
  let high = GRID
  while (high - low > 1n) {
    const middle = (low + high) / 2n
    if (lowerTailIsAtMost(arm, middle, alpha)) high = middle
    else low = middle
  }
  return high
}

/**
 * One-sided lower bound of the success probability at error level `alpha`, in units of 1 / GRID, rounded down: the largest
 * grid point at which seeing `successes` or more has probability at most `alpha`. It is the upper bound of failing,
 * seen from the other side.
 * @throws RangeError when the counts or the level are out of range.
 */
export function lowerBound(arm: Arm, alpha: Fraction): bigint {
  checkArm(arm)
  return GRID - upperBound({ successes: arm.trials - arm.successes, trials: arm.trials }, alpha)
}

/**
 * Measurement of a controlled trial: the one-sided lower confidence bound, at error level `alpha`, of the relative
 * reduction 1 - pTreated / pControl, in basis points (0 to 10,000), rounded down; 0 where the bound is not positive.
 *
 * The error is split between the arms (Bonferroni): the control's probability is bounded from below and the treated one's
 * from above, at alpha / 2 each. Both bounds hold together with probability at least 1 - alpha, however the arms depend on each
 * other, and wherever both hold the reduction is at least 1 - upper(treated) / lower(control). The bound is therefore valid and
 * conservative: for independent arms a joint method could claim a little more, never less.
 * @throws RangeError when counts or level are out of range.
 */
export function relativeReduction(control: Arm, treated: Arm, alpha: Fraction): bigint {
  checkLevel(alpha)
  const half = { numerator: alpha.numerator, denominator: alpha.denominator * 2n }
  const controlAtLeast = lowerBound(control, half)
  const treatedAtMost = upperBound(treated, half)
  if (treatedAtMost >= controlAtLeast) return 0n
  return ((controlAtLeast - treatedAtMost) * BASIS_POINTS) / controlAtLeast
}

/**
 * The error level of the `attempt`-th claim (1-based) on an escrow: alpha / (attempt (attempt + 1)). Over any number of attempts the
 * levels add up to less than `alpha`, so trying again and again does not buy a false success.
 * @throws RangeError when the attempt is not a positive whole number or the level is out of range.
 */
export function spentAlpha(alpha: Fraction, attempt: number): Fraction {
  checkLevel(alpha)
  if (!Number.isSafeInteger(attempt) || attempt < 1) {
    throw new RangeError(`attempt is ${attempt}; it must be a whole number of at least 1`)
  }
  const j = BigInt(attempt)
  return { numerator: alpha.numerator, denominator: alpha.denominator * j * (j + 1n) }
}

/** Whether P(X <= successes) <= alpha for X binomial with probability g / GRID, 0 < g < GRID. Exact. */
function lowerTailIsAtMost(arm: Arm, g: bigint, alpha: Fraction): boolean {
  const whole = GRID ** BigInt(arm.trials)
  // Sums the shorter of the two tails.
  const isShort = 2 * arm.successes < arm.trials
  const tail = isShort
    ? tailSum(arm.trials, arm.successes, g, GRID - g)
    : whole - tailSum(arm.trials, arm.trials - arm.successes - 1, GRID - g, g)
  return tail * alpha.denominator <= alpha.numerator * whole
}

/** The sum over i = 0 .. most of C(trials, i) g^i h^(trials - i); g, h > 0. Each term follows from the last, without remainder. */
function tailSum(trials: number, most: number, g: bigint, h: bigint): bigint {
  let term = h ** BigInt(trials)
  let sum = term
  for (let i = 0; i < most; i++) {
    term = (term * (BigInt(trials - i) * g)) / (BigInt(i + 1) * h)
    sum += term
  }
  return sum
}

function checkArm({ successes, trials }: Arm): void {
  if (!Number.isSafeInteger(trials) || trials < 1 || trials > MAX_TRIALS) {
    throw new RangeError(`trials is ${trials}; it must be a whole number from 1 to ${MAX_TRIALS}`)
  }
  if (!Number.isSafeInteger(successes) || successes < 0 || successes > trials) {
    throw new RangeError(`successes is ${successes}; it must be a whole number from 0 to trials (${trials})`)
  }
}

function checkLevel({ numerator, denominator }: Fraction): void {
  if (numerator <= 0n || numerator >= denominator) {
    throw new RangeError(`the error level is ${numerator}/${denominator}; it must lie strictly between 0 and 1`)
  }
}
