/** The payout arithmetic of the golden vectors: the design's section 4 in BigInt, independent of the contracts and of the sdk. */
export type Point = [measurement: bigint, price: bigint]
export type RuleName = 'Units' | 'Record'

const min = (a: bigint, b: bigint) => (a < b ? a : b)
export const last = (curve: Point[]): bigint => curve.at(-1)![0]
/** The first measurement above x: an advance that reaches it counts, however short. */
const next = (curve: Point[], x: bigint): bigint => (curve.find(([at]) => at > x) ?? curve.at(-1)!)[0]

/** F(m): the last point at or below m, and the way from it to the next. */
export function price(curve: Point[], m: bigint): bigint {
  const i = curve.findLastIndex(([at]) => at <= m)
  if (i < 0) return 0n
  const [m0, p0] = curve[i]!
  const next = curve[i + 1]
  return next === undefined ? p0 : p0 + ((m - m0) * (next[1] - p0)) / (next[0] - m0)
}

/** Progress and payment after each verdict. */
export function payouts(rule: RuleName, curve: Point[], minStep: bigint, pledged: bigint, verdicts: bigint[]) {
  let x = 0n
  const steps = verdicts.map((m) => {
    const before = min(price(curve, x), pledged)
    if (rule === 'Units' && m >= minStep) x = min(x + m, last(curve))
    if (rule === 'Record' && m > x && m >= min(x + minStep, next(curve, x))) x = min(m, last(curve))
    return { progress: x, paid: min(price(curve, x), pledged) - before }
  })
  return { steps, total: steps.reduce((sum, step) => sum + step.paid, 0n) }
}

/** The docket places of the winners, best first, and their prizes. */
export function contest(curve: Point[], minStep: bigint, pledged: bigint, scores: bigint[]) {
  const ranking = scores
    .map((score, index) => ({ score, index }))
    .filter(({ score }) => score >= minStep)
    .sort((a, b) => (a.score === b.score ? a.index - b.index : a.score > b.score ? -1 : 1))
    .slice(0, Number(last(curve)))
    .map(({ index }) => index)
  const g = (r: number) => min(price(curve, BigInt(r)), pledged)
  return { ranking, prizes: ranking.map((_, i) => g(i + 1) - g(i)) }
}

/** What is paid at once and held of a payout, and how a break splits what is held. */
export function holdback(amount: bigint, basisPoints: bigint) {
  const direct = (amount * (10_000n - basisPoints)) / 10_000n
  const held = amount - direct
  return { direct, held, taken: held / 2n, returned: held - held / 2n }
}
