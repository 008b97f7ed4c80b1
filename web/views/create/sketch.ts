import { metricSchema } from '../../../sdk/model/metric.ts'
import { parseAmount, type Token } from '../../../sdk/model/amount.ts'
import { draftPrices } from '../../../sdk/model/draftPrices.ts'
import { draftReader } from '../../../sdk/model/draftReader.ts'
import type { Point } from '../../../sdk/model/terms.ts'
import { ruleOf, type Draft } from './documents.ts'
import { at } from './json.ts'

/** The points of the curve that can be read so far, up to the first one that cannot. */
export function pointsOf(draft: Draft, token: Token): Point[] {
  const metric = metricSchema.safeParse(at(draft.outcome, 'metric'))
  const reader = draftReader(draft.sheet, [])
  const { curve = [] } = draftPrices(reader, ruleOf(draft), metric.data, (path) =>
    reader.read(path, (text) => parseAmount(text, token)),
  )
  const points: Point[] = []
  for (const { measurement, price } of curve) {
    const last = points.at(-1)
    if (measurement === undefined || price === undefined) break
    // A line that falls back is no curve: the fault beside the field says so.
    if (last !== undefined && (measurement < last.measurement || price < last.price)) break
    points.push({ measurement, price })
  }
  return points
}

/** Where prices are written, under each rule. */
const PRICES = [
  ['tranches', '.price'],
  ['curve', '.pays'],
  ['prizes', ''],
] as const

/** The unit of the first price that has one: what its writer calls the token, before it is known. Empty where there is none. */
export function unitOf({ sheet }: Pick<Draft, 'sheet'>): string {
  const reader = draftReader(sheet, [])
  for (const [list, field] of PRICES) {
    for (let place = 0; place < reader.length(list); place++) {
      const [, unit] = /^\S+\s+(\S.*)$/.exec(reader.text(`${list}.${place}${field}`) ?? '') ?? []
      if (unit !== undefined) return unit
    }
  }
  return ''
}
