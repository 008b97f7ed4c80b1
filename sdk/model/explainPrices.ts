import { formatAmount } from './amount.ts'
import { lastMeasurement, priceAt } from './curve.ts'
import { parseDecimal } from './decimal.ts'
import { Rule, type Point, type Terms } from './terms.ts'
import { ordinal, stepInWords, valueInWords, worseThan, type Wording } from './words.ts'

/** What is paid for which result, in plain words: one sentence a line. */
export function explainPrices(terms: Terms, wording: Wording): string[] {
  const sentences =
    terms.rule === Rule.Units
      ? unitsInWords(terms, wording)
      : terms.rule === Rule.Contest
        ? contestInWords(terms, wording)
        : recordInWords(terms, wording)
  const most = terms.curve.at(-1)?.price ?? 0n
  if (terms.threshold === most) return sentences
  const short = `Never more is paid than was pledged: with less than ${formatAmount(most, wording.token)} in the escrow, prices end there.`
  return [...sentences, short]
}

function recordInWords({ curve, minStep }: Terms, wording: Wording): string[] {
  const paying = curve.findIndex(({ price }) => price > 0n)
  const start = curve[Math.max(0, paying - 1)]
  const first = curve[0]
  if (start === undefined || first === undefined) return []
  const amount = (price: bigint) => formatAmount(price, wording.token)
  const nothing = `Pays nothing ${worseThan(wording)} `
  if (paying === 0 && curve.length === 1) {
    return [
      `${nothing}${valueInWords(first.measurement, wording)}, and ${amount(first.price)} to the first who reaches it.`,
    ]
  }
  const begin =
    paying === 0
      ? `${nothing}${valueInWords(first.measurement, wording)}, ${amount(first.price)} there`
      : `${nothing}${valueInWords(start.measurement, wording)}`
  const parts = pairs(curve.slice(Math.max(0, paying - 1))).map(([a, b]) => {
    const there = valueInWords(b.measurement, wording)
    if (a.measurement === b.measurement) return `jumps to ${amount(b.price)} at ${there}`
    if (a.price === b.price) return `stays at ${amount(b.price)} up to ${there}`
    return `rises in a straight line to ${amount(b.price)} at ${there}`
  })
  const step = stepInWords(minStep, wording)
  return [
    `${[begin, ...parts].join(', then ')}.`,
    `Each claim is paid what it adds to the best result so far. An advance of less than ${step} counts only if it reaches the next of these values.`,
  ]
}

function unitsInWords({ curve, minStep }: Terms, wording: Wording): string[] {
  const [first] = curve
  if (first === undefined) return []
  const start: Point = { measurement: 0n, price: 0n }
  const isAtStart = first.measurement === 0n && first.price === 0n
  // Before its first point a curve pays nothing, and jumps there.
  const steps = isAtStart ? curve : [start, { measurement: first.measurement, price: 0n }, ...curve]
  const parts = pairs(steps).flatMap(([a, b], i) => {
    const [more, price] = [b.measurement - a.measurement, b.price - a.price]
    if (more === 0n && price === 0n) return []
    const which = i === 0 ? 'first' : 'next'
    if (more === 0n) return [`${formatAmount(price, wording.token)} at once when these are reached`]
    const count = stepInWords(more, wording)
    if (price === 0n) return [`nothing for the ${which} ${count}`]
    const each = priceOfOne(price, more, wording)
    if (each === undefined) return [`${formatAmount(price, wording.token)} for the ${which} ${count} together, evenly`]
    return [`${formatAmount(each, wording.token)} for each of the ${which} ${count}`]
  })
  const most = formatAmount(curve.at(-1)?.price ?? 0n, wording.token)
  return [
    `Pays ${parts.join(', then ')}; ${most} in all.`,
    `A claim must bring at least ${stepInWords(minStep, wording)}.`,
  ]
}

/** The price of one unit of the metric, where it is a whole number of base units. */
function priceOfOne(price: bigint, measurements: bigint, { outcome }: Wording): bigint | undefined {
  const one = 10n ** 18n
  const scale = outcome === undefined ? one : parseDecimal(outcome.metric.scale, 18)
  return (price * scale) % (measurements * one) === 0n ? (price * scale) / (measurements * one) : undefined
}

function contestInWords({ curve, minStep }: Terms, wording: Wording): string[] {
  const prizes = Array.from({ length: Number(lastMeasurement(curve)) }, (_, i) => {
    const prize = priceAt(curve, BigInt(i + 1)) - priceAt(curve, BigInt(i))
    return `the ${i === 0 ? 'best claim' : ordinal(i + 1)} ${i === 0 ? 'gets ' : ''}${formatAmount(prize, wording.token)}`
  })
  return [
    `Of all claims ${prizes.join(', ')}; of equal scores the earlier claim ranks first.`,
    `Scores ${worseThan(wording)} ${valueInWords(minStep, wording)} are not ranked. Prizes for ranks that nobody fills stay the funders'.`,
  ]
}

function pairs(points: readonly Point[]): (readonly [Point, Point])[] {
  return points.slice(1).flatMap((point, i) => {
    const before = points[i]
    return before === undefined ? [] : [[before, point] as const]
  })
}
