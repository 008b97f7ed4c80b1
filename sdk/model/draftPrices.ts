import { parseDecimal } from './decimal.ts'
import type { PartialTerms } from './checkTerms.ts'
import type { DraftReader } from './draftReader.ts'
import { exactMeasurementOf, exactMeasurementOfStep, type Metric } from './metric.ts'
import type { RuleName } from './terms.ts'

type Curve = NonNullable<PartialTerms['curve']>

/**
 * Curve and smallest step of a term sheet, as far as they can be read.
 * @param metric of the outcome document; undefined where it cannot be read, and with it no measurement.
 */
export function draftPrices(
  reader: DraftReader,
  rule: RuleName,
  metric: Metric | undefined,
  amount: (path: string) => bigint | undefined,
): Pick<PartialTerms, 'curve' | 'minStep'> {
  const value = (path: string) =>
    reader.read(path, (text) => (metric === undefined ? undefined : exactMeasurementOf(metric, text)))
  const step = (path: string) =>
    reader.read(path, (text) => (metric === undefined ? undefined : exactMeasurementOfStep(metric, text)))
  switch (rule) {
    case 'Record':
      return {
        minStep: step('minStep'),
        curve: Array.from({ length: reader.length('curve') }, (_, i) => ({
          measurement: value(`curve.${i}.at`),
          price: amount(`curve.${i}.pays`),
        })),
      }
    case 'Units': {
      const parts = Array.from({ length: reader.length('tranches') }, (_, i) => {
        const count = reader.read(`tranches.${i}.units`, (text) => parseDecimal(text, 0))
        const price = amount(`tranches.${i}.price`)
        return {
          measurement: count === undefined ? undefined : step(`tranches.${i}.units`),
          price: count === undefined || price === undefined ? undefined : count * price,
        }
      })
      return { minStep: step('minStep'), curve: [{ measurement: 0n, price: 0n }, ...summed(parts)] }
    }
    case 'Contest': {
      const parts = Array.from({ length: reader.length('prizes') }, (_, i) => ({
        measurement: 1n,
        price: amount(`prizes.${i}`),
      }))
      return { minStep: value('floor'), curve: summed(parts) }
    }
  }
}

/** The points that parts make, laid one behind the other; not known from the first part on that is not. */
function summed(parts: Curve): Curve {
  const plus = (a: bigint | undefined, b: bigint | undefined) =>
    a === undefined || b === undefined ? undefined : a + b
  let sum: Curve[number] = { measurement: 0n, price: 0n }
  return parts.map((part) => {
    sum = { measurement: plus(sum.measurement, part.measurement), price: plus(sum.price, part.price) }
    return sum
  })
}
